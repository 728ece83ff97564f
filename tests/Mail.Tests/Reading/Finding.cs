using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using ProcedureEngine.Mail.Intake;

namespace ProcedureEngine.Mail.Tests.Reading;

/// <summary>What one reader, ours or an oracle, found in a message: the JSON that the oracles write.</summary>
internal sealed record Finding
{
    /// <summary>Contained messages are opened so deep.</summary>
    private const int MaxDepth = 5;

    private static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 2, 0);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Set when the reader gave up; everything else is empty then.</summary>
    public string? Error { get; init; }

    /// <summary>Fields that the reader gave up on, with what it said.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Pairs of name and address.</summary>
    public IReadOnlyList<IReadOnlyList<string>> From { get; init; } = [];

    public IReadOnlyList<IReadOnlyList<string>> To { get; init; } = [];

    public IReadOnlyList<IReadOnlyList<string>> Cc { get; init; } = [];

    public string Subject { get; init; } = "";

    /// <summary>ISO 8601 with seconds, UTC; null when the reader has none.</summary>
    public string? Date { get; init; }

    public string? MessageId { get; init; }

    public IReadOnlyList<string> InReplyTo { get; init; } = [];

    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Null when the reader cannot say the whole text.</summary>
    public string? Text { get; init; }

    /// <summary>Pages in order.</summary>
    public IReadOnlyList<string> Html { get; init; } = [];

    public IReadOnlyList<FoundFile> Files { get; init; } = [];

    /// <summary>The contained messages that the reader opened.</summary>
    public IReadOnlyList<Finding> Nested { get; init; } = [];

    /// <summary>Of our reader: what it told of the message.</summary>
    [JsonIgnore]
    public IReadOnlyList<MailDefectKind> Told { get; init; } = [];

    /// <summary>Of our reader: why intake puts the message before a person for what it looks like; null when it does not.</summary>
    [JsonIgnore]
    public IntakeReason? Shown { get; init; }

    /// <summary>Of our reader: the message, one character a byte.</summary>
    [JsonIgnore]
    public string Raw { get; init; } = "";

    [JsonIgnore]
    public IEnumerable<Finding> WithNested => Nested.SelectMany(n => n.WithNested).Prepend(this);

    public static Finding Parse(string json) => JsonSerializer.Deserialize<Finding>(json, Json)!;

    /// <param name="mail">As our reader read <paramref name="raw"/>.</param>
    /// <param name="raw">The message.</param>
    /// <param name="depth">Of a message within messages.</param>
    public static Finding Of(MailMessage mail, ReadOnlyMemory<byte> raw, int depth = 0) => new()
    {
        Raw = Encoding.Latin1.GetString(raw.Span),
        From = Pairs(mail.From),
        To = Pairs(mail.To),
        Cc = Pairs(mail.Cc),
        Subject = mail.Subject,
        Date = mail.Date?.ToInstant().ToString("g", CultureInfo.InvariantCulture),
        MessageId = mail.MessageId,
        InReplyTo = mail.InReplyTo,
        References = mail.References,
        Text = mail.Text,
        Html = mail.Html is null ? [] : [mail.Html],
        Files = mail.Attachments.Select(a => new FoundFile(a.FileName, a.ContentType, Convert.ToHexStringLower(SHA256.HashData(a.Bytes.Span)), a.Bytes.Length)).ToList(),
        Told = mail.Defects.Select(d => d.Kind).Distinct().ToList(),
        Shown = !mail.IsMessage ? IntakeReason.NotAMessage : MailIntake.Sender(mail) is null ? IntakeReason.NoSender : MailOddities.Of(mail, Now),
        Nested = depth < MaxDepth ? mail.Attachments.Where(a => a.ContentType == "message/rfc822").Select(a => Contained(mail, a, depth + 1)).ToList() : [],
    };

    /// <summary>What is told of a message is told of what it contains.</summary>
    private static Finding Contained(MailMessage outer, MailAttachment attachment, int depth)
    {
        var inner = Of(MimeReader.Read(attachment.Bytes), attachment.Bytes, depth);
        return inner with { Told = inner.Told.Union(outer.Defects.Select(d => d.Kind)).ToList() };
    }

    private static List<IReadOnlyList<string>> Pairs(IEnumerable<MailAddress> addresses) => addresses.Select(a => (IReadOnlyList<string>)[a.DisplayName, a.Address]).ToList();
}

/// <summary>A file as a reader found it.</summary>
/// <param name="Sha">SHA-256 of its bytes, lower-case hexadecimal.</param>
/// <param name="Content">Of an oracle: the bytes, unless there are very many.</param>
internal sealed record FoundFile(string? Name, string Type, string Sha, int Size, byte[]? Content = null);
