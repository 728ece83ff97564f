using MassTransit;
using ProcedureEngine.Host.Telemetry;

namespace ProcedureEngine.Host.Messaging;

/// <summary>The trace context of a message: W3C's header, and the one by which systems on MassTransit go on.</summary>
internal static class TraceHeaders
{
    private const string MassTransitHeader = "MT-Activity-Id";

    public static void Write(SendContext message)
    {
        if (Traces.Current is not { } parent)
            return;
        message.Headers.Set(Traces.Header, parent);
        message.Headers.Set(MassTransitHeader, parent);
    }

    /// <summary>Whose trace a message goes on with; null when it names none. In the envelope or in the broker's own headers.</summary>
    public static string? Read(ConsumeContext message) => Of(message.Headers, Traces.Header) ?? Of(message.ReceiveContext.TransportHeaders, Traces.Header) ?? Of(message.Headers, MassTransitHeader);

    private static string? Of(Headers headers, string name) => headers.TryGetHeader(name, out var value) ? value as string : null;
}
