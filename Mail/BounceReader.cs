using System.Text;
using System.Text.RegularExpressions;

namespace ProcedureEngine.Mail;

/// <summary>Recognises reports of undelivered mail (RFC 3464, 3462, and mail servers' free prose) and finds which letter they are about.</summary>
internal static partial class BounceReader
{
    private static readonly string[] Daemons = ["mailer-daemon", "mail-daemon", "postmaster", "mailerdaemon"];

    public static MailBounce? Read(MimeNode root, IReadOnlyList<MailAddress> from, string? automaticSign, IReadOnlyList<MimeNode> reportParts, string text)
    {
        var hasStatus = reportParts.Any(p => p.ContentType.Value.EndsWith("delivery-status", StringComparison.Ordinal));
        return hasStatus || IsDeliveryReport(root.ContentType) || IsFromDaemon(root.Headers, from, automaticSign) ? Describe(reportParts, text) : null;
    }

    private static bool IsDeliveryReport(ContentHeader type) =>
        type.Value == "multipart/report" && type.Parameter("report-type")?.ToLowerInvariant() is "delivery-status" or "delivery-notification";

    /// <summary>Vacation answers have the empty return path too; their other signs tell them apart.</summary>
    private static bool IsFromDaemon(HeaderFields headers, IReadOnlyList<MailAddress> from, string? automaticSign)
    {
        var isReport = automaticSign is null || automaticSign.Contains("auto-generated", StringComparison.OrdinalIgnoreCase);
        var emptyPath = headers.First("Return-Path")?.Replace(" ", "", StringComparison.Ordinal) == "<>";
        var daemon = from.Any(a => Daemons.Contains(a.Address.Split('@')[0].ToLowerInvariant()));
        return (emptyPath && isReport) || (daemon && (emptyPath || from[0].Address.StartsWith("mail", StringComparison.OrdinalIgnoreCase)));
    }

    private static MailBounce Describe(IReadOnlyList<MimeNode> parts, string text)
    {
        var status = new HeaderFields();
        string? original = null;
        foreach (var part in parts)
        {
            var fields = FieldsOf(part);
            if (part.ContentType.Value.EndsWith("delivery-status", StringComparison.Ordinal))
            {
                fields.All.ToList().ForEach(status.Add);
            }
            else
            {
                original ??= MessageIds.First(fields.First("Message-ID"));
            }
        }

        original ??= MessageIds.First(status.First("X-Original-Message-ID") ?? status.First("Original-Message-ID"));
        original ??= MessageIdInText().Match(text) is { Success: true } match ? match.Groups["id"].Value : null;
        return new MailBounce(original, WordOf(status.First("Action")), StatusOf(status.First("Status")) ?? StatusOf(text), RecipientOf(status), DiagnosticOf(status));
    }

    /// <summary>The fields of all groups of a status part, or the header of a contained message.</summary>
    private static HeaderFields FieldsOf(MimeNode part)
    {
        var bytes = TransferEncodings.Decode(part, new Defects());
        var fields = new HeaderFields();
        if (!part.ContentType.Value.EndsWith("delivery-status", StringComparison.Ordinal))
        {
            return MimeStructure.ReadHeaderOnly(bytes).Headers;
        }

        // Groups are separated by blank lines; the per-message group has none of the fields looked for.
        foreach (var line in Encoding.Latin1.GetString(bytes.Span).ReplaceLineEndings("\n").Replace("\n ", " ", StringComparison.Ordinal)
            .Replace("\n\t", " ", StringComparison.Ordinal).Split('\n').Take(2000))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                fields.Add(new HeaderField(line[..colon].Trim(), Encoding.Latin1.GetBytes(line[(colon + 1)..])));
            }
        }

        return fields;
    }

    private static string? WordOf(string? raw) => raw?.Split([' ', ';', '('], 2)[0].ToLowerInvariant();

    private static string? StatusOf(string? raw) => raw is not null && EnhancedStatus().Match(raw) is { Success: true } match ? match.Value : null;

    private static string? RecipientOf(HeaderFields status)
    {
        var raw = status.First("Final-Recipient") ?? status.First("Original-Recipient");
        return raw is null ? null : AfterType(raw).Trim('<', '>');
    }

    private static string? DiagnosticOf(HeaderFields status) => status.First("Diagnostic-Code") is { } raw ? EncodedWords.Decode(AfterType(raw)) : null;

    private static string AfterType(string raw) => raw[(raw.IndexOf(';', StringComparison.Ordinal) + 1)..].Trim();

    [GeneratedRegex("Message-ID:\\s*<(?<id>[^<>\\s]+)>", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex MessageIdInText();

    [GeneratedRegex(@"\b[245]\.\d{1,3}\.\d{1,3}\b", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex EnhancedStatus();
}
