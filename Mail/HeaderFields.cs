using System.Text;

namespace ProcedureEngine.Mail;

/// <summary>One header field as bytes. <see cref="Name"/> is empty for a line that is no field but stands among fields.</summary>
/// <param name="Name">As written.</param>
/// <param name="Value">Behind the colon, still folded.</param>
internal sealed record HeaderField(string Name, ReadOnlyMemory<byte> Value)
{
    /// <summary>Longer ones are no field's, and a line of a megabyte is not searched for its colon.</summary>
    private const int MaxName = 200;

    /// <summary>Unfolded and trimmed, one character a byte.</summary>
    public string Raw { get; } = Unfold(Value.Span);

    /// <summary>The name of a line, or null when it is no header field (RFC 5322 2.2: printable ASCII without colon).</summary>
    public static string? NameOf(ReadOnlySpan<byte> line)
    {
        var colon = line[..Math.Min(line.Length, MaxName + 1)].IndexOf((byte)':');
        if (colon < 1)
        {
            return null;
        }

        var name = line[..colon].TrimEnd(" \t"u8);
        return name.IsEmpty || name.ContainsAnyExceptInRange((byte)33, (byte)126) ? null : Encoding.ASCII.GetString(name);
    }

    private static string Unfold(ReadOnlySpan<byte> value)
    {
        value = value.Trim(" \t\r\n"u8);
        if (value.IndexOfAny((byte)'\r', (byte)'\n') < 0)
        {
            return Encoding.Latin1.GetString(value);
        }

        var kept = new byte[value.Length];
        var length = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] is not ((byte)'\r' or (byte)'\n'))
            {
                kept[length++] = value[i];
            }
            else if (value[i] == '\r' && value[i + 1] is not ((byte)'\r' or (byte)'\n'))
            {
                // A CR that folds nothing would join two words. There is a next byte: the value is trimmed.
                kept[length++] = (byte)' ';
            }
        }

        return Encoding.Latin1.GetString(kept, 0, length);
    }
}

/// <summary>The fields of a message or part, found by name in any case.</summary>
internal sealed class HeaderFields
{
    /// <summary>Fields that only a mail message has at its top; one of them is enough to believe it is one.</summary>
    private static readonly HashSet<string> Telling = new(StringComparer.OrdinalIgnoreCase)
    {
        "From", "To", "Cc", "Subject", "Date", "Message-ID", "Received", "Return-Path", "Delivered-To", "X-Original-To", "Reply-To", "Sender",
        "In-Reply-To", "References", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "Content-ID",
        "DKIM-Signature", "Envelope-To", "Bcc", "Auto-Submitted", "Precedence", "List-Id", "X-Mailer", "Thread-Topic", "Resent-From",
    };

    private readonly List<HeaderField> _all = [];
    private readonly Dictionary<string, List<HeaderField>> _byName = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<HeaderField> All => _all;

    public static bool IsTelling(string name) => Telling.Contains(name);

    /// <summary>A name that people do not write at the beginning of a line of their text, as they do 'Kính gửi:'.</summary>
    public static bool IsLikely(string name) => IsTelling(name) || name.Contains('-', StringComparison.Ordinal);

    public void Add(HeaderField field)
    {
        _all.Add(field);
        if (_byName.TryGetValue(field.Name, out var list))
        {
            list.Add(field);
        }
        else
        {
            _byName.Add(field.Name, [field]);
        }
    }

    public IReadOnlyList<HeaderField> Named(string name) => _byName.TryGetValue(name, out var list) ? list : [];

    /// <summary>The first field of that name that says anything, unfolded; null when there is none.</summary>
    public string? First(string name) => Named(name).Select(f => f.Raw).FirstOrDefault(r => r.Length > 0);
}
