using Google.Protobuf;

namespace ProcedureEngine.Kill.Tests.Tracing;

/// <summary>A span as a host sent it (opentelemetry-proto, <c>ExportTraceServiceRequest</c>).</summary>
/// <param name="Host">The resource's <c>service.instance.id</c>.</param>
/// <param name="Source">The instrumentation scope: whose span it is.</param>
/// <param name="ParentId">Empty for the first of a trace.</param>
/// <param name="Links">Ids of traces that it is tied to.</param>
internal sealed record Span(string Host, string Source, string TraceId, string Id, string ParentId, string Name, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<string> Links, bool IsError)
{
    // Numbers of fields.
    private const int ResourceSpans = 1;
    private const int Resource = 1;
    private const int ScopeSpans = 2;
    private const int Scope = 1;
    private const int SpanOfScope = 2;
    private const int Attributes = 9;
    private const int LinkOfSpan = 13;
    private const int Status = 15;
    private const int StatusCode = 3;
    private const ulong Error = 2;

    public static IReadOnlyList<Span> Read(ByteString request) =>
    [
        .. from resource in Wire.Messages(request, ResourceSpans)
           let host = Wire.Messages(resource, Resource).SelectMany(one => Wire.Attributes(one, 1)).First(tag => tag.Key == "service.instance.id").Value
           from scope in Wire.Messages(resource, ScopeSpans)
           let source = Wire.Text(Wire.Messages(scope, Scope).Single(), 1)
           from span in Wire.Messages(scope, SpanOfScope)
           select Of(host, source, span),
    ];

    public override string ToString() => $"{Host} {TraceId} {Id} <- {ParentId} {Source}: {Name} {string.Join(' ', Tags.Select(tag => $"{tag.Key}={tag.Value}"))}{(IsError ? " ERROR" : string.Empty)}";

    private static Span Of(string host, string source, ByteString span) => new(
        host, source, Wire.Hex(span, 1), Wire.Hex(span, 2), Wire.Hex(span, 4), Wire.Text(span, 5), Wire.Attributes(span, Attributes).ToImmutableDictionary(StringComparer.Ordinal),
        [.. Wire.Messages(span, LinkOfSpan).Select(link => Wire.Hex(link, 1))], Wire.Messages(span, Status).Any(status => Wire.Fields(status).Any(field => field.Number == StatusCode && field.Value == Error)));
}

/// <summary>Protobuf's wire format, field by field.</summary>
internal static class Wire
{
    /// <summary>The fields of a message in their order: bytes where there is a length, else the number.</summary>
    public static IEnumerable<(int Number, ByteString Bytes, ulong Value)> Fields(ByteString message)
    {
        var input = message.CreateCodedInput();
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            var number = WireFormat.GetTagFieldNumber(tag);
            yield return WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.LengthDelimited => (number, input.ReadBytes(), 0),
                WireFormat.WireType.Varint => (number, ByteString.Empty, input.ReadUInt64()),
                WireFormat.WireType.Fixed64 => (number, ByteString.Empty, input.ReadFixed64()),
                WireFormat.WireType.Fixed32 => (number, ByteString.Empty, input.ReadFixed32()),
                var other => throw new InvalidDataException($"Field {number} is of wire type {other}."),
            };
        }
    }

    public static IEnumerable<ByteString> Messages(ByteString message, int number) => Fields(message).Where(field => field.Number == number).Select(field => field.Bytes);

    public static string Text(ByteString message, int number) => Messages(message, number).FirstOrDefault(ByteString.Empty).ToStringUtf8();

    public static string Hex(ByteString message, int number) => Convert.ToHexStringLower(Messages(message, number).FirstOrDefault(ByteString.Empty).Span);

    /// <summary>Key and value: a text, or a number as text.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Attributes(ByteString message, int number) => Messages(message, number).Select(tag =>
    {
        var value = Fields(Messages(tag, 2).FirstOrDefault(ByteString.Empty)).FirstOrDefault();
        return KeyValuePair.Create(Text(tag, 1), value.Number == 1 ? value.Bytes.ToStringUtf8() : value.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
    });
}
