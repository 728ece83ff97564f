using ProcedureEngine.Deadlines;

namespace ProcedureEngine.Activities.TimeLimits;

/// <summary>Legal time for cases: the catalogue's limit, counted on the working-day calendar.</summary>
public sealed class LegalTime(LimitCatalogue catalogue, WorkingCalendar calendar, DateTimeZone zone)
{
    private readonly DeadlineCalculator calculator = new(calendar, zone);

    /// <summary>Counts a limit as it is in force on the day of its start.</summary>
    /// <exception cref="DefectException">The catalogue has no such limit on that day.</exception>
    public CountedLimit Count(string procedure, string limitId, Instant start)
    {
        var local = start.InZone(zone).LocalDateTime;
        var rule = catalogue.Find(procedure, limitId, office: null, local.Date)
            ?? throw new DefectException($"The catalogue has no limit '{limitId}' of '{procedure}' in force on {local.Date}.");
        var due = calculator.DueDate(local, rule.Amount, rule.Policy);
        return new CountedLimit(
            due, calculator.EndOf(due), rule.Amount is SameWorkingDay ? null : calculator.WarnAt(due), LimitFile.Word(rule.Kind), LimitFile.Word(rule.Bearer), rule.LegalBasis, Inputs(rule, start));
    }

    public bool IsWorkingDay(LocalDate date) => calendar.IsWorking(date);

    /// <summary>The explanation of a limit, from its stored inputs; the same for ever while the calendar version is kept.</summary>
    public DeadlineResult Explain(TimeLimit limit)
    {
        var inputs = limit.Calculation;
        var amount = LimitAmount.Of((int)inputs["amount"]!, (string)inputs["unit"]!, (bool)inputs["strictlyLess"]!);
        var policy = Enum.Parse<ReceiptPolicy>((string)inputs["receiptPolicy"]!);
        return calculator.Calculate(new DeadlineRequest(limit.StartedAt.InZone(zone).LocalDateTime, amount, policy));
    }

    private JsonObject Inputs(LimitRule rule, Instant start)
    {
        return new JsonObject
        {
            ["limit"] = rule.Id,
            ["nameVi"] = rule.NameVi,
            ["nameEn"] = rule.NameEn,
            ["start"] = EngineJson.ToNode(start),
            ["amount"] = rule.Amount.Count,
            ["unit"] = rule.Amount.Unit,
            ["strictlyLess"] = rule.Amount.IsStrictlyLess,
            ["receiptPolicy"] = rule.Policy.ToString(),
            ["calendar"] = calendar.Version,
            ["entry"] = rule.EntryId,
        };
    }
}

/// <param name="DueAt">Exclusive end.</param>
/// <param name="WarnAt">Start of the last working day; null when the limit gives no warning.</param>
/// <param name="Calculation">Inputs and versions from which the explanation is rebuilt.</param>
public sealed record CountedLimit(LocalDate DueDate, Instant DueAt, Instant? WarnAt, string Kind, string Bearer, string LegalBasis, JsonObject Calculation);
