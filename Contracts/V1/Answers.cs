namespace ProcedureEngine.Contracts.V1;

/// <summary>A text in Vietnamese and English.</summary>
public sealed record Words
{
    public required string Vi { get; init; }

    public required string En { get; init; }
}

/// <summary>A case's number.</summary>
public sealed record CaseNumber
{
    /// <summary>Gapless per office, kind and year, from 1.</summary>
    public required long Sequence { get; init; }

    public required int Year { get; init; }

    /// <summary>As papers show it: <c>1/2026/HTTT</c>.</summary>
    public required string Text { get; init; }
}

/// <summary>The command was done, by this message or an earlier one of the same id.</summary>
public sealed record CommandAccepted
{
    /// <summary>Id of the command's message.</summary>
    public required string CommandId { get; init; }

    public required string CaseId { get; init; }

    /// <summary><c>started</c>, <c>completed</c>, <c>delivered</c>, or <c>inbox</c>: it lies with the case, where nobody waited for it.</summary>
    public required string Result { get; init; }

    /// <summary>Null while the case has none.</summary>
    public CaseNumber? Number { get; init; }

    /// <summary>The case's status after it.</summary>
    public string? Status { get; init; }
}

/// <summary>The command breaks a rule; nothing has changed, and the same message is refused for ever. A mended one needs a new message id.</summary>
public sealed record CommandRejected
{
    /// <summary>Id of the command's message.</summary>
    public required string CommandId { get; init; }

    /// <summary><c>invalid</c>, <c>forbidden</c>, <c>notFound</c>, <c>conflict</c>, or <c>incident</c>: a defect stopped it and operators know.</summary>
    public required string Kind { get; init; }

    /// <summary>Stable name of the rule, such as <c>stale-revision</c>.</summary>
    public required string Rule { get; init; }

    public required Words Detail { get; init; }

    public required IReadOnlyList<RejectedField> Errors { get; init; }
}

/// <summary>A field of the command that is wrong.</summary>
public sealed record RejectedField
{
    /// <summary>JSON path: <c>data.requester.name</c>.</summary>
    public required string Field { get; init; }

    public required string Rule { get; init; }

    public required Words Message { get; init; }
}

/// <summary>
/// The fault: the command could not be done and lies in the error queue, where an operator may put it back; its answer then still comes.
/// </summary>
public sealed record CommandFailed
{
    /// <summary>Id of the command's message; null when it has none.</summary>
    public string? CommandId { get; init; }

    /// <summary><c>unknown-case</c>, <c>unknown-message</c>, <c>unreadable-message</c>, <c>message-id-missing</c>, <c>procedure-quarantined</c>, <c>version-unknown</c> or <c>failed</c>.</summary>
    public required string Rule { get; init; }

    public required Words Detail { get; init; }
}
