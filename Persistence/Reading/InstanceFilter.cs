namespace ProcedureEngine.Persistence;

public enum InstanceOrder
{
    Created,
    Updated,
    Finished,
    Name,
}

/// <summary>Which instances, as Elsa Studio asks for them: by page number, from 0.</summary>
/// <param name="Offices">What the caller may see; null for every office.</param>
public sealed record InstanceFilter(IReadOnlyCollection<string>? Offices)
{
    public IReadOnlyCollection<string>? DefinitionIds { get; init; }

    /// <summary>Definitions to leave out.</summary>
    public IReadOnlyCollection<string> WithoutDefinitionIds { get; init; } = [];

    public int? Version { get; init; }

    public IReadOnlyCollection<string>? Statuses { get; init; }

    public IReadOnlyCollection<string>? SubStatuses { get; init; }

    public bool? HasIncidents { get; init; }

    /// <summary>The case's reference code.</summary>
    public string? Code { get; init; }

    /// <summary>Part of the instance's id, or of its case's number or folded names.</summary>
    public string? Search { get; init; }

    public IReadOnlyList<InstantCondition> Instants { get; init; } = [];

    public InstanceOrder OrderBy { get; init; }

    public bool IsAscending { get; init; }

    public int Page { get; init; }

    public int PageSize { get; init; } = 25;
}

/// <summary>One of an instance's instants against another.</summary>
public sealed record InstantCondition(InstanceInstant What, Comparison Comparison, Instant With);

public enum InstanceInstant
{
    CreatedAt,
    UpdatedAt,
    FinishedAt,
}

public enum Comparison
{
    Is,
    IsNot,
    LessThan,
    GreaterThan,
    LessThanOrEqual,
    GreaterThanOrEqual,
}

/// <param name="Row">Without its state (<see cref="InstanceRow.State"/> is empty).</param>
/// <param name="Code">The case's reference code; null when the instance has no case file (yet).</param>
/// <param name="Number">The case's number, once it has one.</param>
public sealed record ListedInstance(InstanceRow Row, string? Code, string? Number);

public sealed record InstancePage(IReadOnlyList<ListedInstance> Items, long TotalCount);

/// <summary>How an instance stands, without reading more than its row.</summary>
public sealed record InstanceStanding(string Office, string Status, string SubStatus, long Revision, Instant UpdatedAt);

/// <summary>Which lines of an instance's journal, by sequence.</summary>
/// <param name="CaseActivityId">The activity under which lines of the case itself are looked for.</param>
public sealed record JournalFilter(string InstanceId, string CaseActivityId)
{
    public IReadOnlyCollection<string>? ActivityIds { get; init; }

    public IReadOnlyCollection<string>? EventNames { get; init; }

    public IReadOnlyCollection<string> WithoutTypes { get; init; } = [];

    public int Skip { get; init; }

    public int Take { get; init; } = 100;
}

public sealed record JournalPage(IReadOnlyList<JournalRow> Items, long TotalCount);

/// <summary>One run of an activity, told by the journal. A run that failed was undone: nothing of it stands but the failure.</summary>
/// <param name="Sequence">Of its first line.</param>
/// <param name="StartedAt">Null when it failed before anything of it stood.</param>
public sealed record ActivityRun(string Id, string ActivityId, long Sequence, Instant? StartedAt, Instant? CompletedAt, Instant? CanceledAt, Instant? FaultedAt)
{
    public Instant? EndedAt => CompletedAt ?? CanceledAt;
}
