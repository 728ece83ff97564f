using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MimeKit;

namespace ProcedureEngine.Mail;

/// <summary>What may be written into a header field. A line end, a NUL or a bracket in the wrong place would let a value become a header of its own.</summary>
internal static partial class OutgoingRules
{
    /// <summary>RFC 5321 4.5.3.1.3, and short enough for any line.</summary>
    private const int MaxAddress = 254;

    private const int MaxMessageId = 250;

    private const int MaxAsciiFileName = 50;

    public static string Address(string field, MailAddress address)
    {
        var text = WithAsciiDomain(address.Address.Trim());
        if (text.Length > MaxAddress || !AddressForm().IsMatch(text))
        {
            throw new InvalidOutgoingMailException(field, $"'{Excerpt.Of(Visible(address.Address))}' is no e-mail address that can be written; use local-part@domain in ASCII");
        }

        return text;
    }

    public static string MessageId(string field, string id) => TryMessageId(id)
        ?? throw new InvalidOutgoingMailException(field, $"'{Excerpt.Of(Visible(id))}' is no Message-ID; use unique-part@domain in printable ASCII");

    /// <returns>Without brackets; null when it cannot be written.</returns>
    public static string? TryMessageId(string id)
    {
        id = id.Trim().TrimStart('<').TrimEnd('>');
        return id.Length <= MaxMessageId && MessageIdForm().IsMatch(id) ? id : null;
    }

    public static ContentType ContentType(string field, string type) => TypeForm().IsMatch(type)
        ? new ContentType(type[..type.IndexOf('/', StringComparison.Ordinal)], type[(type.IndexOf('/', StringComparison.Ordinal) + 1)..])
        : throw new InvalidOutgoingMailException(field, $"'{Excerpt.Of(Visible(type))}' is no content type; use type/subtype");

    /// <summary>Header text: control characters and line ends of any kind (U+2028 too) become single spaces.</summary>
    public static string OneLine(string text) => string.Join(' ', new string(Array.ConvertAll(Whole(text).ToCharArray(), c => Breaks(c) ? '\n' : c))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    public static string FileName(string name)
    {
        name = OneLine(name).Replace('/', '_').Replace('\\', '_');
        return name.Length == 0 ? "tep" : name;
    }

    /// <summary>A short name in ASCII: letters lose their marks, anything else becomes an underscore.</summary>
    public static string AsciiFileName(string name)
    {
        var plain = string.Concat(name.Normalize(NormalizationForm.FormD).Where(c => char.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            .Select(c => c switch { 'đ' => 'd', 'Đ' => 'D', '"' or '\\' => '_', _ => char.IsAscii(c) ? c : '_' }));
        var extension = Path.GetExtension(plain) is { Length: <= 10 } found ? found : "";
        return plain.Length <= MaxAsciiFileName ? plain : plain[..(MaxAsciiFileName - extension.Length)] + extension;
    }

    /// <summary>Body text: NUL and half surrogate pairs cannot be sent.</summary>
    public static string Body(string text) => Whole(text.Replace("\0", "", StringComparison.Ordinal)).ReplaceLineEndings("\r\n");

    private static bool Breaks(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';

    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string Visible(string text) => new(Array.ConvertAll(text.ToCharArray(), c => char.IsControl(c) ? '\uFFFD' : c));

    private static string WithAsciiDomain(string address)
    {
        var at = address.LastIndexOf('@');
        try
        {
            return at < 1 ? address : $"{address[..at]}@{new IdnMapping().GetAscii(address[(at + 1)..])}";
        }
        catch (ArgumentException)
        {
            return address;
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\z", RegexOptions.NonBacktracking)]
    private static partial Regex AddressForm();

    [GeneratedRegex(@"\A[!-;=?A-~]+@[!-;=?A-~]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex MessageIdForm();

    [GeneratedRegex(@"\A[A-Za-z0-9!#$&^_.+-]{1,100}/[A-Za-z0-9!#$&^_.+-]{1,100}\z", RegexOptions.NonBacktracking)]
    private static partial Regex TypeForm();
}
