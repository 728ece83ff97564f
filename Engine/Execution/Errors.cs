using System.Collections.Immutable;
using ProcedureEngine.Engine.Text;

namespace ProcedureEngine.Engine.Execution;

/// <summary>Why a stimulus was refused; Host maps each to one HTTP status.</summary>
public enum RejectionKind
{
    /// <summary>The input breaks a rule (422).</summary>
    Invalid,

    /// <summary>The actor may see it but not do it (403).</summary>
    Forbidden,

    /// <summary>There is no such thing, or the actor may not see it (404).</summary>
    NotFound,

    /// <summary>The state has moved on: stale revision, closed task, finished case (409).</summary>
    Conflict,

    /// <summary>Not by this host: another host can, or this one later; the same stimulus is sent again (503). Never the last word on it.</summary>
    Unavailable,
}

/// <summary>One wrong field: its JSON path (camelCase, dotted), the rule it breaks (a stable slug), and what to do.</summary>
public sealed record FieldError(string Field, string Rule, LocalizedText Message);

/// <summary>
/// The stimulus is refused and nothing changes: wrong input, a missing right, a stale revision. It names the rule, the fields
/// and what to do. Never retried by the engine.
/// </summary>
public sealed class RejectedException(RejectionKind kind, string rule, LocalizedText text, params ImmutableArray<FieldError> fields)
    : Exception($"{rule}: {text.En}")
{
    public RejectionKind Kind { get; } = kind;

    /// <summary>Stable slug of the rule, the last part of the problem's <c>type</c> (<c>stale-revision</c>).</summary>
    public string Rule { get; } = rule;

    public LocalizedText Text { get; } = text;

    public ImmutableArray<FieldError> Fields { get; } = fields.IsDefault ? [] : fields;

    /// <summary>The article, seed step or document that the rule comes from; null where the rule is this product's own.</summary>
    public string? Basis { get; init; }

    /// <param name="basis">As <see cref="Basis"/>.</param>
    public static RejectedException Invalid(string field, string rule, string vi, string en, string? basis = null) =>
        new(RejectionKind.Invalid, rule, new LocalizedText(vi, en), new FieldError(field, rule, new LocalizedText(vi, en))) { Basis = basis };

    /// <summary>The same of fields that lie under another path, as a form's do under <c>data</c>.</summary>
    public RejectedException Under(string root) => new(Kind, Rule, Text, [.. Fields.Select(error => error with { Field = $"{root}.{error.Field}" })]) { Basis = Basis };

    public static RejectedException Conflict(string rule, string vi, string en) => new(RejectionKind.Conflict, rule, new LocalizedText(vi, en));

    public static RejectedException Unavailable(string rule, string vi, string en) => new(RejectionKind.Unavailable, rule, new LocalizedText(vi, en));

    public static RejectedException Forbidden(string rule, string vi, string en) => new(RejectionKind.Forbidden, rule, new LocalizedText(vi, en));

    public static RejectedException NotFound(string what, string id) =>
        new(RejectionKind.NotFound, "not-found", new LocalizedText($"Không tìm thấy {what} '{id}'.", $"There is no {what} '{id}'."));
}

/// <summary>
/// The case cannot go on as it is: a definition's or an activity's defect, or a broken invariant (rule 5: the recorded facts do
/// not allow the act). Becomes an incident on the instance; shown, and retried by an operator.
/// </summary>
public class DefectException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>An invariant of the procedure would be broken. The rule's name is kept on the incident.</summary>
public sealed class InvariantException(string rule, string message) : DefectException($"{rule}: {message}")
{
    public string Rule { get; } = rule;
}

/// <summary>The store failed (connection lost, disk full, lock timeout): nothing is known to have changed, and the caller may try again.</summary>
public class StoreException(string message, Exception? inner = null) : Exception(message, inner);
