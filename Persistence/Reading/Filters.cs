using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Persistence;

/// <param name="Offices">What the caller may see; null for every office.</param>
/// <param name="Search">Words, all of which must occur; case, diacritics and đ are folded.</param>
public sealed record CaseFilter(IReadOnlyCollection<string>? Offices, string? Procedure = null, string? Status = null, string? Search = null, string? Cursor = null, int Limit = 50)
{
    /// <summary>A procedure to leave out of a list of all (the product's own triage of mail).</summary>
    public string? Without { get; init; }
}

/// <summary>Which tasks; every condition that is given must hold.</summary>
/// <param name="Offices">Only tasks of these offices; null for every office.</param>
/// <param name="Grants">Tasks of these roles at these offices; null for no restriction by role.</param>
/// <param name="OverdueAt">Only open tasks that are late at this instant.</param>
public sealed record TaskFilter(
    IReadOnlyCollection<string>? Offices, IReadOnlyCollection<Grant>? Grants, bool? IsOpen = null, string? State = null, string? Role = null, string? Assignee = null,
    Instant? OverdueAt = null, string? InstanceId = null, string? Cursor = null, int Limit = 50)
{
    /// <summary>Offices whose tasks a supervisor sees whatever their role, beside those of <see cref="Grants"/>.</summary>
    public IReadOnlyCollection<string> SupervisedOffices { get; init; } = [];
}

/// <summary>Which time limits; every condition that is given must hold.</summary>
/// <param name="Offices">Null for every office.</param>
/// <param name="State">A state's slug, or <see cref="Open"/>.</param>
/// <param name="DueBefore">Exclusive.</param>
/// <param name="Limit">Length of a page.</param>
public sealed record DeadlineFilter(
    IReadOnlyCollection<string>? Offices, string? State = null, Instant? DueBefore = null, string? Procedure = null, string? InstanceId = null, string? Cursor = null, int Limit = 50)
{
    /// <summary>Running, suspended or missed: something is still to be done.</summary>
    public const string Open = "open";

    /// <summary>Inclusive.</summary>
    public Instant? DueFrom { get; init; }

    /// <summary>Id in the catalogue.</summary>
    public string? LimitId { get; init; }

    /// <summary>Id of the step that it presses.</summary>
    public string? Step { get; init; }

    public string? Kind { get; init; }

    public string? Bearer { get; init; }
}

/// <param name="State"><c>pending</c>, <c>sent</c> or <c>failed</c>; null for what came in.</param>
/// <param name="Proof">The mail server's answer, or the last error.</param>
public sealed record SentMessage(CaseMessage Message, string? State, string? Proof, int Attempts, Instant? EndedAt)
{
    /// <summary>The report that it did not arrive, or null; the proof of its hand-over stays beside it.</summary>
    public UndeliveredLetter? Undelivered { get; init; }
}

/// <summary>A case that has something in common with another.</summary>
/// <param name="Shared">What, each kind once.</param>
public sealed record RelatedCase(CaseFile Case, ImmutableArray<TraitKind> Shared);
