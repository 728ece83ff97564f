using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace ProcedureEngine.Mail;

/// <summary>
/// Reads the Date field (RFC 5322 3.3 and 4.3), and ISO 8601 because some programs write it. A date that cannot be is no date, and neither is one whose
/// zone is damaged: read as UTC it would be another hour, perhaps another day. Without any zone it is UTC.
/// </summary>
internal static partial class MailDate
{
    private const string Months = "janfebmaraprmayjunjulaugsepoctnovdec";

    public static OffsetDateTime? Parse(string raw)
    {
        var text = Comments().Replace(raw.Length > 200 ? raw[..200] : raw, " ").Trim();
        var match = Rfc5322().Match(text);
        return match.Success ? FromRfc5322(match) : FromIso(text);
    }

    private static OffsetDateTime? FromRfc5322(Match match)
    {
        var month = Months.IndexOf(match.Groups["month"].Value.ToLowerInvariant(), StringComparison.Ordinal);
        var digits = match.Groups["year"].Value;
        var year = Number(digits);
        // RFC 5322 4.3: two digits below 50 are 20xx, else 19xx; three digits count from 1900.
        year += digits.Length == 2 ? (year < 50 ? 2000 : 1900) : digits.Length == 3 ? 1900 : 0;
        if (month < 0 || month % 3 != 0)
        {
            return null;
        }

        var second = Math.Min(Number(match.Groups["second"].Value), 59);
        return Build(year, month / 3 + 1, Number(match.Groups["day"].Value), Number(match.Groups["hour"].Value), Number(match.Groups["minute"].Value), second,
            ZoneOf(match.Groups["zone"].Value.Replace(":", "", StringComparison.Ordinal)));
    }

    private static OffsetDateTime? FromIso(string text)
    {
        var match = Iso().Match(text);
        if (!match.Success)
        {
            return null;
        }

        int Part(string name) => Number(match.Groups[name].Value);
        var zone = ZoneOf(match.Groups["zone"].Value.Replace(":", "", StringComparison.Ordinal));
        return Build(Part("year"), Part("month"), Part("day"), Part("hour"), Part("minute"), Part("second"), zone);
    }

    private static OffsetDateTime? Build(int year, int month, int day, int hour, int minute, int second, Offset? zone)
    {
        var isDate = zone is not null && year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1
            && day <= CalendarSystem.Iso.GetDaysInMonth(year, month) && hour < 24 && minute < 60 && second < 60;
        return isDate ? InRange(new LocalDateTime(year, month, day, hour, minute, second), zone!.Value) : null;
    }

    /// <summary>The last evening of 9999 west of Greenwich is an hour of the year 10000, which no instant holds.</summary>
    private static OffsetDateTime? InRange(LocalDateTime local, Offset zone) =>
        local.InUtc().ToInstant() - Instant.MaxValue <= Duration.FromSeconds(zone.Seconds) ? local.WithOffset(zone) : null;

    /// <summary>Unknown letters are taken as UTC, as RFC 5322 4.3 says; ICT is what Vietnamese programs write.</summary>
    private static Offset? ZoneOf(string zone)
    {
        if (zone.Length == 5 && zone[0] is '+' or '-')
        {
            var (hours, minutes) = (Number(zone[1..3]), Number(zone[3..5]));
            var seconds = (hours * 60 + minutes) * 60;
            return hours > 18 || minutes > 59 || seconds > 18 * 3600 ? null : Offset.FromSeconds(zone[0] == '-' ? -seconds : seconds);
        }

        return zone.ToUpperInvariant() switch
        {
            "ICT" => Offset.FromHours(7),
            "EDT" => Offset.FromHours(-4),
            "EST" or "CDT" => Offset.FromHours(-5),
            "CST" or "MDT" => Offset.FromHours(-6),
            "MST" or "PDT" => Offset.FromHours(-7),
            "PST" => Offset.FromHours(-8),
            _ => Offset.Zero,
        };
    }

    private static int Number(string digits) => digits.Length == 0 ? 0 : int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\([^()]*\)", RegexOptions.NonBacktracking)]
    private static partial Regex Comments();

    [GeneratedRegex(@"^(?:[A-Za-z]+\s*,?\s*)?(?<day>\d{1,2})[\s-]+(?<month>[A-Za-z]{3})[A-Za-z]*[\s-]+(?<year>\d{2,4})[\s,]+"
        + @"(?<hour>\d{1,2})\s*:\s*(?<minute>\d{1,2})(?:\s*:\s*(?<second>\d{1,2}))?(?:\.\d{1,9})?\s*"
        + @"(?:(?:(?:GMT|UTC)?(?<zone>[+-]\d\d:?\d\d)|(?<zone>[A-Za-z]{1,5}))(?:[\s(].*)?)?$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Rfc5322();

    [GeneratedRegex(@"^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)[T ](?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:\.\d{1,9})?)?\s*(?<zone>Z|[+-]\d\d:?\d\d)?", RegexOptions.NonBacktracking)]
    private static partial Regex Iso();
}
