using System.Collections.Immutable;
using NodaTime;

namespace ProcedureEngine.Activities.Offices;

/// <summary>An office that runs procedures: an enforcement department or sub-department, a ward people's committee...</summary>
/// <param name="Id">Short id, also the last part of role names at sign-in (<c>namdinh</c>).</param>
/// <param name="ParentId">The office above, for a supervisor's subtree; null at the top.</param>
/// <param name="Mailbox">Public address of the online support (<c>htttycthanamdinh@moj.gov.vn</c>).</param>
/// <param name="Phone">Null until it is set; letters leave the line out.</param>
/// <param name="HeadTitle">How the head signs (<c>CỤC TRƯỞNG</c>).</param>
/// <param name="DecisionPattern">Number of a decision, with <c>{sequence}</c> and <c>{year}</c> (<c>{sequence}/QĐ-CTHADS</c>).</param>
/// <param name="CasePattern">Number of a case.</param>
/// <param name="FirstMonthOfYear">The month in which the numbering year begins, 1 to 12.</param>
/// <param name="PilotFrom">First day on which the online support is offered, by the pilot's decision; null when not in the pilot.</param>
/// <param name="PilotTo">Last day, inclusive; null without an end.</param>
public sealed record Office(
    string Id, string? ParentId, string Name, string NameEn, string Address, string Mailbox, string? Phone, string HeadTitle, string DecisionPattern,
    string CasePattern, int FirstMonthOfYear, LocalDate? PilotFrom, LocalDate? PilotTo)
{
    /// <summary>Definition ids of the procedures that the office runs.</summary>
    public ImmutableArray<string> Procedures { get; init; } = [EnforcementRequest];

    /// <summary>Source of the finding that its area is remote with difficult travel (longer limits of the complaint law); null when it is not.</summary>
    public string? RemoteAreaSource { get; init; }

    /// <summary>Name and address of the public administration service centre at which it has a desk; null: files are handed in at its own seat.</summary>
    public string? ServiceCentre { get; init; }

    public LocalTime MorningFrom { get; init; } = new(7, 30);

    public LocalTime MorningTo { get; init; } = new(11, 30);

    public LocalTime AfternoonFrom { get; init; } = new(13, 30);

    public LocalTime AfternoonTo { get; init; } = new(17, 0);

    /// <summary>The procedure that mail to an office starts, and that an office runs when nothing else is said.</summary>
    public const string EnforcementRequest = "enforcement-request";

    public bool Runs(string procedure) => Procedures.Contains(procedure, StringComparer.Ordinal);
}

/// <summary>The offices in force. Read in bursts, so it answers from memory.</summary>
public interface IOfficeDirectory
{
    IReadOnlyList<Office> All { get; }

    Office? Find(string id);

    /// <summary>The office that takes enforcement requests at this mailbox address, case ignored.</summary>
    Office? FindByMailbox(string address);

    /// <summary>True when the pilot's online support is offered at the office on the day (the pilot's dates, or the switch that extends them).</summary>
    bool OffersOnlineSupport(string officeId, LocalDate day);
}
