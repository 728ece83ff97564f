using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace ProcedureEngine.Mail.Intake;

/// <summary>By what a message is known again: its Message-ID, and a digest of what it says.</summary>
/// <param name="MessageId">With angle brackets; made from the digest of the raw bytes when the message has none that can be used.</param>
/// <param name="ContentDigest">SHA-256 over sender, date and body, as read: another route to the mailbox (other Received fields) leaves it as it is.</param>
public sealed record MailIdentity(string MessageId, string ContentDigest)
{
    private const int MaxMessageId = 500;

    /// <param name="rawSha256">SHA-256 of the raw bytes, lower-case hexadecimal.</param>
    public static MailIdentity Of(MailMessage message, string rawSha256) => new(
        message.MessageId is { } given && IsUsable(given) ? Bracketed(given) : $"<{rawSha256}@message-id.invalid>",
        message.IsMessage ? Digest(message) : rawSha256);

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
