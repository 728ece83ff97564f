using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ProcedureEngine.Mail.Tests.Reading;

/// <summary>Everything that our reader kept of a message and of the messages in it: text, pages, header fields, files.</summary>
internal sealed partial class KeptContent
{
    private const int MaxDepth = 5;

    private static readonly string[] AddressFields = ["From", "To", "Cc"];

    private readonly HashSet<string> _runs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _addresses = new(StringComparer.OrdinalIgnoreCase);
    private readonly StringBuilder _glued = new();
    private readonly Lazy<HashSet<string>> _source;
    private readonly Lazy<string> _gluedText;

    public KeptContent(ReadOnlyMemory<byte> raw, MailMessage mail)
    {
        Add(mail, depth: 0);
        _gluedText = new(_glued.ToString);
        _source = new(() => [.. Source().Matches(Encoding.Latin1.GetString(raw.Span)).SelectMany(m => Runs(m.Value))]);
    }

    /// <summary>SHA-256 of the files.</summary>
    public HashSet<string> Digests { get; } = new(StringComparer.Ordinal);

    /// <summary>All of it without what is no ASCII letter or digit: words that another reader runs together are still in it.</summary>
    public string Glued => _gluedText.Value;

    /// <summary>Runs of ASCII letters and digits: they are the same in whichever charset a text was read, and where no charset was right they are what is left of a word.</summary>
    public static IEnumerable<string> Runs(string text) => Run().Matches(text).Select(m => m.Value);

    public static string Glue(string text) => NoRun().Replace(text, "");

    public bool Has(string run) => _runs.Contains(run) || Glued.Contains(run, StringComparison.Ordinal);

    /// <summary>Stands in a line of MIME syntax or in encoded text of the message as it came.</summary>
    public bool IsSource(string run) => _source.Value.Contains(run);

    /// <summary>Within one of our addresses or names; where the other reader could not decode a byte, its neighbours are looked for.</summary>
    public bool HasAddress(string address)
    {
        var pieces = Undecoded().Split(address);
        return _addresses.Contains(address) || _addresses.Any(a => pieces.All(p => a.Contains(p, StringComparison.OrdinalIgnoreCase)));
    }

    private static string Unicode(string address)
    {
        try
        {
            return address[..(address.LastIndexOf('@') + 1)] + new IdnMapping().GetUnicode(address[(address.LastIndexOf('@') + 1)..]);
        }
        catch (ArgumentException)
        {
            return address.Replace("xn--", "", StringComparison.Ordinal);
        }
    }

    private void Add(MailMessage mail, int depth)
    {
        foreach (var address in mail.From.Concat(mail.To).Concat(mail.Cc))
        {
            var written = Unprintable().Replace(address.Address, "");
            _addresses.UnionWith([written, written.Replace("\"", "", StringComparison.Ordinal), address.DisplayName, Unicode(written), written + address.DisplayName]);
        }

        // Other readers take ids, fields with damaged names and the text of files for addresses.
        var others = mail.Headers.Where(h => !AddressFields.Contains(h.Name, StringComparer.OrdinalIgnoreCase)).Select(h => h.Raw);
        _addresses.UnionWith(mail.Attachments.Select(a => Encoding.Latin1.GetString(a.Bytes.Span)).Concat(others).SelectMany(t => WithAt().Matches(t).Select(m => m.Value)));

        Digests.UnionWith(mail.Attachments.Select(a => Convert.ToHexStringLower(SHA256.HashData(a.Bytes.Span))));
        var texts = mail.Headers.SelectMany(h => new[] { h.Name, h.Raw, h.Value }).Append(mail.Text).Append(mail.Html ?? "").Append(HtmlToText.Convert(mail.Html ?? ""))
            .Concat(mail.Attachments.Select(a => Encoding.Latin1.GetString(a.Bytes.Span))).ToList();
        _runs.UnionWith(texts.SelectMany(Runs));
        texts.ForEach(t => _glued.Append(Glue(t)).Append('\n'));
        foreach (var contained in depth < MaxDepth ? mail.Attachments.Where(a => a.ContentType == "message/rfc822") : [])
        {
            Add(MimeReader.Read(contained.Bytes), depth + 1);
        }
    }

    [GeneratedRegex("[A-Za-z0-9]{3,}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Run();

    [GeneratedRegex("[^\\s<>\"(),;:]+@[^\\s<>\"(),;:]+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex WithAt();

    [GeneratedRegex("[^A-Za-z0-9]+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NoRun();

    [GeneratedRegex("[^\\x21-\\x7E]+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Undecoded();

    [GeneratedRegex("[\\x00-\\x1F\\x7F]", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Unprintable();

    /// <summary>Header fields and their folded lines, boundaries, base64, and lines with quoted-printable escapes.</summary>
    [GeneratedRegex("(?m)^(?:[^\\s:][^\\n:]{0,60}:.*(?:\\n[ \\t].*)*|--.*|[A-Za-z0-9+/=]{2,}\\r*|.*=[0-9A-F]{2}.*|[ \\t;].*=.*|.*MIME.*)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Source();
}
