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

    /// <summary>The case that goes on in this one's place, after an officer found them to be one request; null while it stands alone.</summary>
    public string? MergedInto { get; init; }

    /// <summary>The case from whose mail an officer split this one off, or null.</summary>
    public string? SplitFrom { get; init; }

    /// <summary>Mail addresses of parties beside <see cref="ApplicantAddress"/>: the request's own, and those an officer has confirmed.</summary>
    public ImmutableArray<string> PartyAddresses { get; init; } = [];

    /// <summary>What people call it: its number, or its reference code while it has none.</summary>
    public string Name => Number?.Text ?? ReferenceCode;

    /// <summary>True for the address of a party; letter case does not count.</summary>
    public bool IsPartyAddress(string address) =>
        string.Equals(ApplicantAddress, address, StringComparison.OrdinalIgnoreCase) || PartyAddresses.Contains(address, StringComparer.OrdinalIgnoreCase);

    /// <summary>With these among the parties' addresses.</summary>
    public CaseFile WithPartyAddresses(IEnumerable<string> addresses) => addresses.Aggregate(this, (file, address) => file.WithPartyAddress(address));

    /// <summary>With an address more among the parties'.</summary>
    public CaseFile WithPartyAddress(string? address) => string.IsNullOrWhiteSpace(address) || IsPartyAddress(address) ? this : this with { PartyAddresses = PartyAddresses.Add(address) };
}

/// <summary>Who and what a case is about, for lists and search: set by the procedure whenever it learns more.</summary>
/// <param name="Party">Name of who asks, as written; personal.</param>
/// <param name="SearchText">Names and numbers, folded.</param>
public sealed record CaseSubject(string Party, string SearchText)
{
    /// <summary>By what other cases of the same matter or person are found.</summary>
    public ImmutableArray<TraitValue> Traits { get; init; } = [];

    /// <summary>Mail addresses that the request gives for its parties.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];
}

/// <summary>A number of a register: sequence without gaps per office, kind and year, and the text that people write.</summary>
public sealed record CaseNumber(long Sequence, int Year, string Text);
