using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProcedureEngine.Contracts.V1;

/// <summary>
/// Something happened to a case. The same object on the bus, in a webhook's body and in <c>GET /api/events</c>. It comes at least once, and per case
/// in the order of <see cref="Sequence"/>; who has seen a sequence number of a case passes over a second copy.
/// </summary>
public abstract record CaseEvent
{
    /// <summary>1. Within a version members are only added.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Stable and unique: the case's id, <c>.event.</c>, and the sequence.</summary>
    public required string Id { get; init; }

    /// <summary>Such as <c>task.opened</c>.</summary>
    public required string Type { get; init; }

    public required string CaseId { get; init; }

    /// <summary>From 1 in each case, without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>Place in the feed over all cases, from 1, without gaps; what <c>GET /api/events?after=</c> takes.</summary>
    public required long Position { get; init; }

    /// <summary>Id of the procedure.</summary>
    public required string Procedure { get; init; }

    /// <summary>Id of the office that has the case.</summary>
    public required string Office { get; init; }

    /// <summary>The instant of the burst that caused it, UTC, to the microsecond.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>A case was opened.</summary>
public sealed record ProcedureStarted : CaseEvent
{
    public required ProcedureStartedData Data { get; init; }
}

/// <summary>A task waits for a person.</summary>
public sealed record TaskOpened : CaseEvent
{
    public required TaskOpenedData Data { get; init; }
}

/// <summary>A task was completed.</summary>
public sealed record TaskCompleted : CaseEvent
{
    public required TaskCompletedData Data { get; init; }
}

/// <summary>A time limit will end soon.</summary>
public sealed record DeadlineApproaching : CaseEvent
{
    public required DeadlineData Data { get; init; }
}

/// <summary>A time limit ended with its act undone.</summary>
public sealed record DeadlineMissed : CaseEvent
{
    public required DeadlineData Data { get; init; }
}

/// <summary>A decision was issued.</summary>
public sealed record DecisionIssued : CaseEvent
{
    public required DecisionIssuedData Data { get; init; }
}

/// <summary>A case has ended; it may be reopened.</summary>
public sealed record CaseClosed : CaseEvent
{
    public required CaseClosedData Data { get; init; }
}

/// <summary>A defect stopped a step; operators can try it again.</summary>
public sealed record IncidentRaised : CaseEvent
{
    public required IncidentRaisedData Data { get; init; }
}

/// <summary>
/// Anything else: <c>task.cancelled</c>, <c>case.registered</c>, <c>case.reopened</c>, <c>case.merged</c>, <c>case.split</c>, <c>deadline.suspended</c>,
/// <c>deadline.resumed</c>, <c>deadline.extended</c>... and types to come. <see cref="CaseEvent.Type"/> tells which.
/// </summary>
public sealed record CaseChanged : CaseEvent
{
    public required JsonObject Data { get; init; }
}

/// <summary>From an event's type to its record.</summary>
public static class CaseEvents
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The types with a record of their own; others are a <see cref="CaseChanged"/>.</summary>
    public static IReadOnlyDictionary<string, Type> Records { get; } = new Dictionary<string, Type>(StringComparer.Ordinal)
    {
        ["procedure.started"] = typeof(ProcedureStarted),
        ["task.opened"] = typeof(TaskOpened),
        ["task.completed"] = typeof(TaskCompleted),
        ["deadline.approaching"] = typeof(DeadlineApproaching),
        ["deadline.missed"] = typeof(DeadlineMissed),
        ["decision.issued"] = typeof(DecisionIssued),
        ["case.closed"] = typeof(CaseClosed),
        ["incident.raised"] = typeof(IncidentRaised),
    };

    /// <summary>Reads an item of the feed or a webhook's body.</summary>
    /// <exception cref="JsonException">It is no event of this version.</exception>
    public static CaseEvent Read(JsonNode item)
    {
        var type = (string?)item["type"] ?? throw new JsonException("An event has a type.");
        return Records.TryGetValue(type, out var record) ? (CaseEvent)item.Deserialize(record, Json)! : ReadOther(item);
    }

    /// <summary>Reads it whatever its type, with its data as JSON.</summary>
    /// <exception cref="JsonException">It is no event.</exception>
    public static CaseChanged ReadOther(JsonNode item) => item.Deserialize<CaseChanged>(Json) ?? throw new JsonException("The event is null.");
}
