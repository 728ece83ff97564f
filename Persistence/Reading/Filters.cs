using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Persistence;

/// <param name="Offices">What the caller may see; null for every office.</param>
/// <param name="Search">Words, all of which must occur; case, diacritics and đ are folded.</param>
public sealed record CaseFilter(IReadOnlyCollection<string>? Offices, string? Procedure = null, string? Status = null, string? Search = null, string? Cursor = null, int Limit = 50);

/// <param name="Grants">Tasks of these roles at these offices; null when <paramref name="Offices"/> alone restricts.</param>
/// <param name="OverdueAt">Only tasks that are late at this instant.</param>
public sealed record TaskFilter(
    IReadOnlyCollection<string>? Offices, IReadOnlyCollection<Grant>? Grants, bool? IsOpen = null, string? State = null, string? Role = null, string? Assignee = null,
    Instant? OverdueAt = null, string? InstanceId = null, string? Cursor = null, int Limit = 50);

public sealed record DeadlineFilter(
    IReadOnlyCollection<string>? Offices, string? State = null, Instant? DueBefore = null, string? Procedure = null, string? InstanceId = null, string? Cursor = null, int Limit = 50);

/// <param name="State"><c>pending</c>, <c>sent</c> or <c>failed</c>; null for what came in.</param>
/// <param name="Proof">The mail server's answer, or the last error.</param>
public sealed record SentMessage(CaseMessage Message, string? State, string? Proof, int Attempts, Instant? EndedAt);
