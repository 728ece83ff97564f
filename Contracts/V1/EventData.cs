namespace ProcedureEngine.Contracts.V1;

/// <summary>What <see cref="ProcedureStarted"/> tells.</summary>
public sealed record ProcedureStartedData
{
    /// <summary>Id of the procedure.</summary>
    public required string Procedure { get; init; }

    public required string Office { get; init; }

    /// <summary>How it came: <c>http</c>, <c>counter</c>, <c>mail</c>, <c>form</c>...</summary>
    public required string Channel { get; init; }
}

/// <summary>What <see cref="TaskOpened"/> tells.</summary>
public sealed record TaskOpenedData
{
    /// <summary>The task's id, for <see cref="CompleteTask"/> and <c>/api/tasks/{id}</c>.</summary>
    public required string Task { get; init; }

    /// <summary>Id of the procedure's step.</summary>
    public required string Step { get; init; }

    public required Words Title { get; init; }

    /// <summary>The role that may do it, held at the event's office.</summary>
    public required string Role { get; init; }

    /// <summary>The person it was given to from the start, or null.</summary>
    public string? Assignee { get; init; }

    public required IReadOnlyList<string> Outcomes { get; init; }

    public required int Revision { get; init; }

    /// <summary>Exclusive instant, UTC, from which it is late; null when no limit runs. Suspensions and extensions move it (<c>deadline.*</c>).</summary>
    public DateTimeOffset? DueAt { get; init; }
}

/// <summary>What <see cref="TaskCompleted"/> tells.</summary>
public sealed record TaskCompletedData
{
    public required string Task { get; init; }

    public required string Step { get; init; }

    public required string Outcome { get; init; }

    /// <summary>Id of the person or system that completed it.</summary>
    public required string By { get; init; }

    /// <summary>At or after the instant at which it was due.</summary>
    public required bool Late { get; init; }
}

/// <summary>What <see cref="DeadlineApproaching"/> and <see cref="DeadlineMissed"/> tell.</summary>
public sealed record DeadlineData
{
    /// <summary>Id of this running of the limit, for <c>/api/deadlines/{id}</c>.</summary>
    public required string Deadline { get; init; }

    /// <summary>Id in the catalogue, such as <c>check-validity</c>.</summary>
    public required string Limit { get; init; }

    /// <summary>The how manieth time it runs in this case, from 1.</summary>
    public required int Occurrence { get; init; }

    /// <summary><c>law</c>, <c>local</c> or <c>internal</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Whose time it is: <c>authority</c>, <c>citizen</c>, <c>financeBody</c>, <c>both</c>.</summary>
    public required string Bearer { get; init; }

    public required string State { get; init; }

    /// <summary>Exclusive instant, UTC; null while it is suspended.</summary>
    public DateTimeOffset? DueAt { get; init; }
}

/// <summary>What <see cref="DecisionIssued"/> tells.</summary>
public sealed record DecisionIssuedData
{
    /// <summary>As the decision shows it: <c>1/QĐ-CTHADS</c>.</summary>
    public required string Number { get; init; }

    /// <summary>The day on it, in Việt Nam.</summary>
    public required DateOnly Date { get; init; }
}

/// <summary>What <see cref="CaseClosed"/> tells.</summary>
public sealed record CaseClosedData
{
    /// <summary>The status under which it ended.</summary>
    public required string Status { get; init; }
}

/// <summary>What <see cref="IncidentRaised"/> tells; what went wrong in words stands in <c>GET /api/incidents</c>.</summary>
public sealed record IncidentRaisedData
{
    public required string Incident { get; init; }

    /// <summary>The step at which it stopped, or null.</summary>
    public string? Step { get; init; }

    /// <summary>The failure's class.</summary>
    public required string Exception { get; init; }
}
