using System.Text.Json;
using NodaTime.Text;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.TimeLimits;

/// <summary>What the journal and other systems are told of a limit.</summary>
internal static class LimitNews
{
    public static string Text(LocalDate? date) => date is { } day ? LocalDatePattern.Iso.Format(day) : "-";

    /// <summary>What an act said is personal; which act it was and where the limit stood is not.</summary>
    public static Log Journal(TimeLimit limit, TimeLimitAct act) => new(
        $"Limit{act.Kind}", $"{limit.LimitId}: {Standing(act.Before)} -> {Standing(act.After)}",
        new JsonObject { ["limit"] = limit.Id, ["act"] = act.Id, ["before"] = EngineJson.ToNode(act.Before), ["after"] = EngineJson.ToNode(act.After) },
        new JsonObject { ["details"] = act.Details.DeepClone() });

    public static Send Event(TimeLimit limit, TimeLimitAct act)
    {
        var payload = Payload(limit);
        payload["act"] = act.Id;
        payload["dueAtBefore"] = EngineJson.ToNode(act.Before.DueAt);
        payload["remaining"] = limit.Remaining;
        payload["remainingUnit"] = limit.RemainingUnit;
        return new Send(OutboxChannels.Event, $"deadline.{JsonNamingPolicy.CamelCase.ConvertName(act.Kind.ToString())}", payload);
    }

    public static Send Event(string kind, TimeLimit limit) => new(OutboxChannels.Event, kind, Payload(limit));

    private static JsonObject Payload(TimeLimit limit) => new()
    {
        ["deadline"] = limit.Id,
        ["limit"] = limit.LimitId,
        ["occurrence"] = limit.Occurrence,
        ["kind"] = limit.Kind,
        ["bearer"] = limit.Bearer,
        ["state"] = EngineJson.ToNode(limit.State),
        ["dueAt"] = EngineJson.ToNode(limit.DueAt),
    };

    private static string Standing(LimitStanding standing) => standing.DueAt is null
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{standing.State}, {standing.Remaining} {standing.RemainingUnit} left")
        : $"{standing.State} until {Text(standing.DueDate)}";
}
