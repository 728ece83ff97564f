using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace ProcedureEngine.Mail;

/// <summary>What an invitation asks for (RFC 5546).</summary>
public enum CalendarMethod
{
    /// <summary>A new appointment, or a change of one: same <see cref="CalendarEvent.Uid"/>, higher <see cref="CalendarEvent.Sequence"/>.</summary>
    Request,

    /// <summary>The appointment does not take place.</summary>
    Cancel,
}

/// <summary>An appointment as an iCalendar invitation (RFC 5545). Times are written in UTC, which every calendar shows in its own zone.</summary>
public sealed record CalendarEvent
{
    /// <summary>The same for an appointment, its changes and its cancellation.</summary>
    public required string Uid { get; init; }

    /// <summary>0 for the first invitation, one more with each change and with the cancellation.</summary>
    public required int Sequence { get; init; }

    public required CalendarMethod Method { get; init; }

    /// <summary>When this invitation is written.</summary>
    public required Instant Stamp { get; init; }

    public required Instant Start { get; init; }

    public required Instant End { get; init; }

    public required string Summary { get; init; }

    public string Location { get; init; } = "";

    public string Description { get; init; } = "";

    public required MailAddress Organizer { get; init; }

    public required MailAddress Attendee { get; init; }

    internal string MethodName => Method == CalendarMethod.Cancel ? "CANCEL" : "REQUEST";

    /// <returns>The calendar object: CRLF, lines folded at 75 octets between characters.</returns>
    /// <exception cref="InvalidOutgoingMailException">An address cannot be written.</exception>
    public string Write()
    {
        var text = new StringBuilder();
        foreach (var line in Lines())
        {
            Fold(text, line);
        }

        return text.ToString();
    }

    private IEnumerable<string> Lines() =>
    [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//ProcedureEngine//Mail//VI",
        "CALSCALE:GREGORIAN",
        $"METHOD:{MethodName}",
        "BEGIN:VEVENT",
        $"UID:{Escape(Uid)}",
        $"SEQUENCE:{Sequence.ToString(CultureInfo.InvariantCulture)}",
        $"DTSTAMP:{Utc(Stamp)}",
        $"DTSTART:{Utc(Start)}",
        $"DTEND:{Utc(End)}",
        $"SUMMARY:{Escape(Summary)}",
        .. Location.Length > 0 ? [$"LOCATION:{Escape(Location)}"] : Array.Empty<string>(),
        .. Description.Length > 0 ? [$"DESCRIPTION:{Escape(Description)}"] : Array.Empty<string>(),
        $"ORGANIZER{Name(Organizer)}:mailto:{Address(nameof(Organizer), Organizer)}",
        $"ATTENDEE{Name(Attendee)};ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:{Address(nameof(Attendee), Attendee)}",
        $"STATUS:{(Method == CalendarMethod.Cancel ? "CANCELLED" : "CONFIRMED")}",
        "END:VEVENT",
        "END:VCALENDAR",
    ];

    private static string Utc(Instant instant) => InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'").Format(instant);

    private static string Address(string field, MailAddress address) => OutgoingRules.Address(field, address);

    /// <summary>A parameter value may hold no quote and no control character (RFC 5545 3.2).</summary>
    private static string Name(MailAddress address)
    {
        var name = OutgoingRules.OneLine(address.DisplayName).Replace('"', '\'');
        return name.Length == 0 ? "" : $";CN=\"{name}\"";
    }

    private static string Escape(string text) => string.Concat(text.ReplaceLineEndings("\n").Where(c => c == '\n' || !char.IsControl(c)))
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace(";", "\\;", StringComparison.Ordinal)
        .Replace(",", "\\,", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);

    private static void Fold(StringBuilder text, string line)
    {
        var room = 75;
        foreach (var rune in line.EnumerateRunes())
        {
            if (rune.Utf8SequenceLength > room)
            {
                text.Append("\r\n ");
                room = 74;
            }

            text.Append(rune.ToString());
            room -= rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
}
