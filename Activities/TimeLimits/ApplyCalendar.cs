using NodaTime.Text;
using ProcedureEngine.Deadlines;

namespace ProcedureEngine.Activities.TimeLimits;

/// <summary>
/// Counts the limits of a case on the calendar version in force at its office: those that run or stand still and touch the days that a new version
/// speaks of. The ledger keeps the earlier count; what is met, missed or ended never changes. A second time there is nothing to do.
/// </summary>
public sealed class ApplyCalendar(TimeLimitBook limits, LegalTime time) : ICaseAct
{
    public const string ActName = "apply-calendar";

    public string Name => ActName;

    /// <summary>The stimulus that asks for it.</summary>
    /// <param name="from">The first day that the version speaks of.</param>
    /// <param name="to">The last.</param>
    public static PerformAct Stimulus(string instanceId, LocalDate from, LocalDate to) =>
        new(instanceId, Actor.Engine, ActName, new JsonObject { ["from"] = LocalDatePattern.Iso.Format(from), ["to"] = LocalDatePattern.Iso.Format(to) });

    /// <summary>True for an open incident that this act left; a retry of it does the act again.</summary>
    public static bool StoppedAt(IncidentRow incident) => incident.ResolvedAt is null && incident.StoppedStimulus() is PerformAct { Act: ActName };

    public ActOutcome Perform(ActivityContext context, JsonObject payload)
    {
        var (from, to) = (Date(payload, "from"), Date(payload, "to"));
        var touched = context.RecordsOf<TimeLimit>()
            .Where(limit => limit.State is TimeLimitState.Running or TimeLimitState.Suspended && time.Day(limit.StartedAt) <= to && (limit.DueDate is not { } due || due >= from)).ToList();
        return new ActOutcome([.. touched.SelectMany(limit => Move(context, limit))]);
    }

    private IReadOnlyList<Effect> Move(ActivityContext context, TimeLimit limit) => time.Move(limit, context.Office, context.Now) is { } move
        ? limits.Change(context, limit, move.Inputs, TimeLimitActKind.Moved, TimeLimitBook.Moved(limit, move))
        : [];

    private static LocalDate Date(JsonObject payload, string name) => LocalDatePattern.Iso.Parse((string)payload[name]!).Value;
}
