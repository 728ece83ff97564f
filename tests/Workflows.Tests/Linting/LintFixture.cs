using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation.Complaints;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.Offices;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Engine.Authoring;
using ProcedureEngine.Engine.BuiltIn;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Workflows.Tests.Support;

namespace ProcedureEngine.Workflows.Tests.Linting;

/// <summary>
/// A small procedure that the linter has nothing against, to be spoilt in one place: take in, begin resolving (the law's 30 days), two stages of 20 and 10 days, a
/// signature, completed or refused by letter.
/// </summary>
internal sealed record LintFixture
{
    public const string Procedure = "fixture";

    private const string Role = "judicial-officer";

    private static readonly ActivityRegistry Activities = new(ActivitiesModule.Create(TestOffice.ServicesOf()));

    public int FirstStage { get; init; } = 20;

    /// <summary>Days after the signature, outside every statutory limit; 0: no such limit.</summary>
    public int After { get; init; }

    /// <summary>The office's own days for the first stage; 0: it has set none.</summary>
    public int OfficesFirstStage { get; init; }

    public string LawBasis { get; init; } = "Luật Khiếu nại 02/2011/QH13 Đ.28";

    public ImmutableArray<string> LegalBases { get; init; } = ["02/2011/QH13"];

    public LocalDate Day { get; init; } = new(2026, 3, 2);

    public LocalDate LimitsFrom { get; init; } = new(2013, 5, 1);

    public ImmutableArray<string> DeclaredLimits { get; init; } = ["resolve", "stage-1", "stage-2"];

    public bool SaysRefused { get; init; } = true;

    public string Letter { get; init; } = "complaint-withdrawn";

    public bool IsLimited { get; init; } = true;

    public ImmutableHashSet<string> Held { get; init; } = [Role];

    public TemplateSlots Template { get; init; } = new("complaint-withdrawn", ["office", "applicantName", "referenceCode", "date"], ["caseNumber", "officerName"]);

    /// <summary>Changes the built definition as an editor could, past the builder's checks.</summary>
    public Func<WorkflowDefinition, WorkflowDefinition> Edit { get; init; } = definition => definition;

    public AcceptedFindings Accepted { get; init; } = AcceptedFindings.None;

    public IReadOnlyList<Finding> Check() => Linter.Check(Subject(), Accepted);

    private LintSubject Subject() => new(
        Edit(Build()),
        new ProcedureProfile(Procedure, typeof(Complaint), Roles.JudicialOfficer, [Roles.Complainant, Roles.JudicialOfficer], DeclaredLimits) { FileKeepers = [], Statuses = [], LegalBases = LegalBases },
        new LintSurroundings(
            Activities, new LimitCatalogue(Limits()), LegalActCatalogue.Default, new Dictionary<string, TemplateSlots>(StringComparer.Ordinal) { [Template.Kind] = Template },
            [Office("phuong")], Held.Select(role => (role, "phuong")).ToHashSet(), Day));

    private static Office Office(string id) => new(id, null, id, id, "-", $"{id}@moj.gov.vn", null, "-", "{sequence}", "{sequence}", 1, null, null) { Procedures = [Procedure] };

    private IEnumerable<LimitRule> Limits()
    {
        yield return new LimitRule(Procedure, "resolve", new CalendarDays(30), LimitKind.Law, LimitBearer.Authority, LawBasis, LimitsFrom);
        yield return Internal("stage-1", FirstStage);
        yield return Internal("stage-2", 10);
        if (After > 0)
            yield return Internal("after", After);
        if (OfficesFirstStage > 0)
            yield return Internal("stage-1", OfficesFirstStage) with { Set = LimitSets.Office, Office = "phuong" };
    }

    private LimitRule Internal(string id, int days) => new(Procedure, id, new CalendarDays(days), LimitKind.Internal, LimitBearer.Authority, "Quy định nội bộ", LimitsFrom) { IsSettable = true };

    private WorkflowDefinition Build()
    {
        var procedure = new ProcedureBuilder(Procedure, 1, new LocalizedText("Mẫu", "Fixture"), new LocalizedText("-", "-"));
        var turn = procedure.Step<TurnLimits, Done>("turn", "Bắt đầu", "Begin").With(TurnLimits.StartsInput, IsLimited ? "resolve" : "");
        var first = Limit(procedure.Step<TakeInComplaint, FileReceipt>("first", "Bước một", "Stage one").For(Role), "stage-1");
        var second = Limit(procedure.Step<SignComplaintRefusal, RefusalSigning>("second", "Bước hai", "Stage two").For(Role), "stage-2");
        var decided = procedure.Step<TurnLimits, Done>("decided", "Đã ký", "Signed").With(TurnLimits.MeetsInput, "resolve").With(TurnLimits.StartsInput, After > 0 ? "after" : "");
        var hand = procedure.Step<TakeInComplaint, FileReceipt>("hand-over", "Trả kết quả", "Hand over").For(Role).With("limit", After > 0 ? "after" : "");
        var route = procedure.Step<SignComplaintRefusal, RefusalSigning>("route", "Chọn", "Choose").For(Role);
        var completed = procedure.Step<CloseCase, EndOfCase>("completed", "Xong", "Completed").With("status", CaseStatus.Completed);
        var refused = procedure.Step<CloseCase, EndOfCase>("refused", "Từ chối", "Refused").With("status", CaseStatus.Refused);
        var say = procedure.Step<SendLetter, Done>("say-refused", "Báo từ chối", "Say refused").With("letter", Letter);

        procedure.Start.On(StartPort.Done, turn);
        turn.On(Done.Done, first);
        first.On(FileReceipt.Received, second);
        second.On(RefusalSigning.Signed, decided);
        second.On(RefusalSigning.Returned, first);
        decided.On(Done.Done, hand);
        hand.On(FileReceipt.Received, route);
        route.On(RefusalSigning.Signed, completed);
        route.On(RefusalSigning.Returned, say);
        say.On(Done.Done, refused);
        var built = procedure.Build();
        return SaysRefused ? built : built with { Connections = [.. built.Connections.Select(arrow => arrow is { SourceId: "route", Port: "Returned" } ? arrow with { TargetId = "refused" } : arrow)] };
    }

    private Step<T> Limit<T>(Step<T> step, string limit) where T : struct, Enum => IsLimited ? step.Within(limit) : step;
}
