using NodaTime;
using ProcedureEngine.Engine.Store;

namespace ProcedureEngine.Activities.Cases;

/// <summary>
/// The case's row beside the workflow state: what lists, registers and figures read. Its id is the instance's.
/// </summary>
/// <param name="Status">A stable slug of the procedure (<c>received</c>, <c>checking</c>, <c>closed-refused</c>, <c>completed</c>...).</param>
/// <param name="Channel">By which door it came: <c>mail</c>, <c>form</c>, <c>http</c>, <c>counter</c>.</param>
/// <param name="ReferenceCode">What the applicant quotes before and beside the number; unguessable enough not to be walked through.</param>
/// <param name="Number">Null until an outcome of the first check registers a case that came by mail or public form.</param>
/// <param name="ApplicantName">As written, for lists; personal.</param>
/// <param name="SearchText">Names, number and code folded for search (case, diacritics, đ).</param>
/// <param name="LinkedCaseId">The earlier case of the same matter, or null.</param>
public sealed record CaseFile(
    string InstanceId, string Procedure, string Office, string Status, string Channel, string ReferenceCode, CaseNumber? Number, string ApplicantName,
    string? ApplicantAddress, string Subject, string SearchText, Instant OpenedAt, Instant? ClosedAt, string? LinkedCaseId) : CaseRecord
{
    public override string Id => InstanceId;

    /// <summary>Rounds of guidance so far (the pilot's report).</summary>
    public int GuidanceRounds { get; init; }

    /// <summary>Visits to the office so far.</summary>
    public int Visits { get; init; }

    /// <summary>When the decision was signed.</summary>
    public Instant? DecidedAt { get; init; }
}

/// <summary>Who and what a case is about, for lists and search: set by the procedure whenever it learns more.</summary>
/// <param name="Party">Name of who asks, as written; personal.</param>
/// <param name="SearchText">Names and numbers, folded.</param>
public sealed record CaseSubject(string Party, string SearchText);

/// <summary>A number of a register: sequence without gaps per office, kind and year, and the text that people write.</summary>
public sealed record CaseNumber(long Sequence, int Year, string Text);
