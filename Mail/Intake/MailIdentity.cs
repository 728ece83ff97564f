using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace ProcedureEngine.Mail.Intake;

/// <summary>By what a message is known again: its Message-ID, and a digest of what it says.</summary>
/// <param name="MessageId">
/// With angle brackets. When the message has none that can be used, it is made from what the message says, so that another route to the mailbox
/// makes no second message of it; without a sender or a date too little is said, and it is made from the raw bytes.
/// </param>
/// <param name="ContentDigest">SHA-256 over sender, date and body, as read: another route to the mailbox (other Received fields) leaves it as it is.</param>
public sealed record MailIdentity(string MessageId, string ContentDigest)
{
    private const int MaxMessageId = 500;

    /// <param name="rawSha256">SHA-256 of the raw bytes, lower-case hexadecimal.</param>
    public static MailIdentity Of(MailMessage message, string rawSha256)
    {
        var content = message.IsMessage ? Digest(message) : rawSha256;
        if (message.MessageId is { } given && IsUsable(given))
            return new MailIdentity(Bracketed(given), content);
        var isTold = message.Date is not null && message.From.Any(from => from.Address.Length > 0);
        return new MailIdentity(Bracketed($"{(isTold ? DigestOfAll(message, content) : rawSha256)}@message-id.invalid"), content);
    }

    /// <summary>A Message-ID as cases keep it.</summary>
    public static string Bracketed(string id) => $"<{id}>";

    /// <summary>A Message-ID of a page's length, or with control characters, names nothing.</summary>
    public static bool IsUsable(string id) =>
        id.Length is > 0 and <= MaxMessageId && !id.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || char.IsSurrogate(c));

    private static string Digest(MailMessage message)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var from in message.From)
            Add(hash, from.Address.ToLowerInvariant());
        Add(hash, message.Date?.ToInstant().ToString("uuuu-MM-dd'T'HH:mm:ss", null));
        Add(hash, message.Text);
        Add(hash, message.Html);
        foreach (var file in message.Attachments)
        {
            Add(hash, file.FileName);
            Add(hash, file.Bytes.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>With all that a sender writes and no route changes: two letters of one second and one text are still two when their subjects differ.</summary>
    private static string DigestOfAll(MailMessage message, string content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, content);
        Add(hash, message.Subject);
        foreach (var addresses in (IReadOnlyList<MailAddress>[])[message.From, message.To, message.Cc, message.ReplyTo])
            Add(hash, string.Join('\n', addresses.Select(address => $"{address.DisplayName} <{address.Address}>")));
        Add(hash, string.Join('\n', message.InReplyTo));
        Add(hash, string.Join('\n', message.References));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, string? text) => Add(hash, Encoding.UTF8.GetBytes(text ?? string.Empty));

    /// <summary>With its length before it, so that no two different messages give the same bytes.</summary>
    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
