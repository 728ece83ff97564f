using NodaTime.Text;
using ProcedureEngine.Deadlines;

namespace ProcedureEngine.Host.Deadlines;

/// <summary>A limit to count without a case.</summary>
/// <param name="Start">An instant with its offset, or a date.</param>
/// <param name="Unit"><c>workingDay</c>, <c>calendarDay</c>, <c>month</c> or <c>year</c>.</param>
internal sealed record CalculateRequest(string Start, int Amount, string Unit)
{
    private const string Iso = "ISO 8601; giờ Việt Nam là +07:00 (Quyết định 134/2002/QĐ-TTg)";

    /// <summary>Counts on the calendar of this office, with its own days; null for the whole country's.</summary>
    public string? Office { get; init; }

    public bool StrictlyLess { get; init; }

    /// <summary><c>S</c>, <c>OH</c> or <c>C15</c>; <c>S</c> when none is given.</summary>
    public string? ReceiptPolicy { get; init; }

    public ImmutableArray<SuspensionRequest> Suspensions { get; init; } = [];

    public ExtensionRequest? Extension { get; init; }

    /// <exception cref="DeadlineException">A field is malformed or breaks a rule.</exception>
    public DeadlineRequest ToRequest(DateTimeZone zone) => new(
        ReadStart(zone), LimitAmount.Of(Amount, Unit, StrictlyLess), ReadPolicy(), [.. Suspensions.Select((stop, i) => stop.Read($"suspensions[{i}]"))],
        Extension is { } extension ? [extension.Read()] : []);

    internal static LocalDate ReadDate(string field, string text) => LocalDatePattern.Iso.Parse(text) is { Success: true } date
        ? date.Value
        : throw new DeadlineException(field, "date", "Ngày phải theo dạng 2026-03-02.", "Write a date as in 2026-03-02.", Iso);

    private LocalDateTime ReadStart(DateTimeZone zone)
    {
        if (LocalDatePattern.Iso.Parse(Start) is { Success: true } date)
            return date.Value.At(LocalTime.Noon);
        return OffsetDateTimePattern.ExtendedIso.Parse(Start) is { Success: true } instant
            ? instant.Value.ToInstant().InZone(zone).LocalDateTime
            : throw new DeadlineException(
                "start", "instant", "Thời điểm phải theo ISO 8601 có múi giờ, hoặc là một ngày.", "Write an instant as ISO 8601 with an offset, as in 2026-03-02T09:00:00+07:00, or a date.", Iso);
    }

    private ReceiptPolicy ReadPolicy() => ReceiptPolicy switch
    {
        null or "S" => ProcedureEngine.Deadlines.ReceiptPolicy.S,
        "OH" => ProcedureEngine.Deadlines.ReceiptPolicy.OH,
        "C15" => ProcedureEngine.Deadlines.ReceiptPolicy.C15,
        _ => throw new DeadlineException(
            "receiptPolicy", "unknown-policy", "Chính sách nhận là S, OH hoặc C15.", "The receipt policy is S, OH or C15.", "BLDS 91/2015/QH13 Đ.147-148; quy chế giờ làm việc của cơ quan"),
    };
}

/// <param name="From">First stopped day, inclusive.</param>
/// <param name="To">Last stopped day, inclusive; absent while it is still stopped.</param>
internal sealed record SuspensionRequest(string From, string? To = null)
{
    public Stop Read(string field) => new(CalculateRequest.ReadDate($"{field}.from", From), To is null ? null : CalculateRequest.ReadDate($"{field}.to", To));
}

/// <summary>More time behind the end of the limit.</summary>
internal sealed record ExtensionRequest(int Amount, string Unit)
{
    /// <exception cref="DeadlineException">The extension is none.</exception>
    public LimitAmount Read()
    {
        try
        {
            return LimitAmount.Of(Amount, Unit);
        }
        catch (DeadlineException exception)
        {
            throw new DeadlineException($"extension.{exception.Field}", exception.Rule, exception.Vi, exception.Message, exception.Basis);
        }
    }
}
