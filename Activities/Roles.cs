using ProcedureEngine.Activities.Cases;

namespace ProcedureEngine.Activities;

/// <summary>A role of a procedure.</summary>
/// <param name="HasAccount">False for parties, who are reached by mail and the public form and sign in nowhere.</param>
public sealed record Role(string Id, LocalizedText Name, bool HasAccount = true);

/// <summary>Roles of the procedures, and those of the product itself.</summary>
public static class Roles
{
    // Enforcement request (seed 000, 'Người thực hiện' of each step).
    public static readonly Role Applicant = new("applicant", new("Đương sự", "Applicant"), HasAccount: false);
    public static readonly Role IntakeOfficer = new("intake-officer", new("Công chức tiếp nhận, hỗ trợ", "Intake officer"));
    public static readonly Role DraftingOfficer = new("drafting-officer", new("Công chức được phân công dự thảo", "Drafting officer"));
    public static readonly Role Head = new("head", new("Thủ trưởng cơ quan", "Head of the office"));
    public static readonly Role Clerk = new("clerk", new("Văn thư", "Clerk"));
    public static readonly Role Bailiff = new("bailiff", new("Chấp hành viên", "Bailiff"));

    // Complaint about State compensation at ward level (seed 003, 5.7 'Trách nhiệm').
    public static readonly Role Complainant = new("complainant", new("Người khiếu nại", "Complainant"), HasAccount: false);
    public static readonly Role JudicialOfficer = new("judicial-officer", new("Công chức Tư pháp - Hộ tịch", "Judicial officer"));
    public static readonly Role CaseHandler = new("case-handler", new("Cán bộ thụ lý hồ sơ", "Case handler"));
    public static readonly Role WardLeader = new("ward-leader", new("Lãnh đạo UBND phường", "Ward leader"));

    // Claim for State compensation (seed 004); its head is the head of the office.
    public static readonly Role Claimant = new("claimant", new("Người yêu cầu bồi thường", "Claimant"), HasAccount: false);
    public static readonly Role Reception = new("reception", new("Bộ phận tiếp nhận hồ sơ (Trung tâm Hành chính công hoặc trụ sở)", "Reception"));
    public static readonly Role SettlementOfficer = new("settlement-officer", new("Người giải quyết bồi thường", "Settlement officer"));
    public static readonly Role FinanceBody = new("finance-body", new("Cơ quan tài chính có thẩm quyền", "Finance body"));
    public static readonly Role Participants = new("participants", new("Đại diện các cơ quan tham gia thương lượng", "Bodies taking part in the negotiation"), HasAccount: false);

    // Of the product, at every office.
    public static readonly Role Supervisor = new("supervisor", new("Người giám sát", "Supervisor"));
    public static readonly Role Operator = new("operator", new("Quản trị vận hành", "Operator"));

    /// <summary>What every office has, whatever procedures it runs.</summary>
    public static ImmutableArray<Role> OfEveryOffice { get; } = [Supervisor, Operator];
}

/// <summary>What a door must know of a procedure beside its definition.</summary>
/// <param name="StartData">The typed record of a start's <c>data</c>; its JSON Schema is the start form.</param>
/// <param name="CounterRole">Who takes it in at the counter.</param>
/// <param name="Limits">Ids of its time limits in the catalogue.</param>
public sealed record ProcedureProfile(string DefinitionId, Type StartData, Role CounterRole, ImmutableArray<Role> Roles, ImmutableArray<string> Limits)
{
    /// <summary>Who beside the supervisor may stop, resume and extend its limits; null where the procedure's text gives it to nobody else.</summary>
    public Role? ClockRole { get; init; }

    /// <summary>Who keeps the file, and so adds papers to a running case.</summary>
    public required ImmutableArray<Role> FileKeepers { get; init; }

    /// <summary>Statuses that its cases go through, in the order of its steps, ends last; beside them there are those of every procedure (<see cref="Cases.CaseStatus.OfEveryProcedure"/>).</summary>
    public required ImmutableArray<string> Statuses { get; init; }

    /// <summary>The acts on which the procedure rests, by their ids in the catalogue of legal acts, which has their days.</summary>
    public ImmutableArray<string> LegalBases { get; init; } = [];

    /// <summary>By which doors of <c>POST /api/procedures/{id}/cases</c> it starts.</summary>
    public ImmutableArray<string> Channels { get; init; } = [Intake.Channels.Http, Intake.Channels.Counter];

    /// <summary>Those of its channels that <see cref="CounterRole"/> enters; the others belong to calling systems and portals.</summary>
    public IEnumerable<string> CounterChannels => Channels.Where(channel => channel is not (Intake.Channels.Http or Intake.Channels.Portal));

    /// <summary>Who may declare a case complex; null in procedures that know no complex cases.</summary>
    public Role? LeaderRole { get; init; }
}
