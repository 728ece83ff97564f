using System.Text.Json;

namespace ProcedureEngine.Mail.Tests.Reading;

/// <summary>A message of the corpus with what its catalogue says a reader must find in it; a value that is not given is not looked at.</summary>
/// <param name="File">Name within the corpus folder.</param>
/// <param name="For">What the message is there for.</param>
internal sealed record CorpusMessage(string File, string For)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>False when the bytes are no mail message.</summary>
    public bool Message { get; init; } = true;

    /// <summary>As 'name &lt;address&gt;'.</summary>
    public IReadOnlyList<string>? From { get; init; }

    public IReadOnlyList<string>? To { get; init; }

    public int? CcCount { get; init; }

    public string? Subject { get; init; }

    /// <summary>ISO 8601, UTC.</summary>
    public string? Date { get; init; }

    public IReadOnlyList<string>? InReplyTo { get; init; }

    public IReadOnlyList<string>? References { get; init; }

    /// <summary>Each stands in the text; none: the text is blank.</summary>
    public IReadOnlyList<string>? Text { get; init; }

    public bool? Html { get; init; }

    /// <summary>File names in order; null for a file without one.</summary>
    public IReadOnlyList<string?>? Files { get; init; }

    /// <summary>Kinds that must be told; none: the message is clean.</summary>
    public IReadOnlyList<MailDefectKind>? Defects { get; init; }

    public bool? Auto { get; init; }

    public bool? Bounce { get; init; }

    /// <summary>What the sanitised page must not hold.</summary>
    public IReadOnlyList<string>? Clean { get; init; }

    /// <summary>The contained messages, in order.</summary>
    public IReadOnlyList<CorpusMessage>? Nested { get; init; }

    public static IReadOnlyList<CorpusMessage> All { get; } = Load();

    public byte[] Bytes => System.IO.File.ReadAllBytes(Path.Combine(Oracle.Corpus, File));

    public override string ToString() => File;

    private static List<CorpusMessage> Load()
    {
        var options = new JsonSerializerOptions(Json) { Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() }, UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };
        return JsonSerializer.Deserialize<List<CorpusMessage>>(System.IO.File.ReadAllBytes(Path.Combine(Oracle.Corpus, "catalogue.json")), options)!;
    }
}
