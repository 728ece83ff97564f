using ProcedureEngine.Activities.Compensation;
using ProcedureEngine.Activities.Compensation.Complaints;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Workflows.Tests.Support;
using static ProcedureEngine.Workflows.Tests.Walks.Scene;

namespace ProcedureEngine.Workflows.Tests.Walks;

/// <summary>A complaint driven at random by what its people do, and by what its rules refuse.</summary>
internal sealed class ComplaintWalk(Story story, Random random, WalkTally tally) : RandomWalk(story, random, tally)
{
    private static readonly IReadOnlyList<Misuse> Misuses =
    [
        new("take-in", "identity-required", scene => scene.Complete("Received", With(ComplaintSamples.TakenIn(), "identityShown", false))),
        new("take-in", "required", scene => scene.Complete("Received", With(ComplaintSamples.TakenIn(), "papers", new JsonArray()))),
        new("decide-acceptance", "reasons-required", scene => scene.Complete("RefusalProposed", new JsonObject { ["items"] = new JsonArray(" ") })),
        new("decide-acceptance", "required", scene => scene.Complete("Accepted", new JsonObject { ["isRemote"] = true })),
        new("appraise", "one-guidance", scene => scene.Offers("SupplementNeeded") ? null : scene.Complete("SupplementNeeded", ComplaintSamples.Guidance())),
        new("appraise", "guidance-first", scene => scene.Offers("SupplementNeeded") ? scene.Complete("Refuse", ComplaintSamples.Reasons()) : null),
        new("appraise", "call-record", scene => scene.Offers("SupplementNeeded") ? scene.Complete("SupplementNeeded", With(ComplaintSamples.Guidance("phone"), "callRecord", null)) : null),
        new("appraise", "reasons-required", scene => scene.Offers("Refuse") ? scene.Complete("Refuse", new JsonObject { ["items"] = new JsonArray() }) : null),
        new("submit", "reasons-required", scene => scene.Complete("Submitted", With(ComplaintSamples.Report("notFounded"), "reasons", new JsonArray()))),
        new("submit", "required", scene => scene.Complete("Submitted", With(ComplaintSamples.Report(), "decision", " "))),
        .. Misuse.At(["sign-refusal", "sign-decision"], "deputy-authority", scene => scene.Complete("Signed", With(ComplaintSamples.Signature(), "isDeputy", true))),
        .. Misuse.At(["sign-refusal", "sign-decision"], "required", scene => scene.Complete("Returned", new JsonObject { ["reason"] = string.Empty })),
        .. Misuse.At(["return-result", "deliver-notice"], "date-out-of-range", scene => scene.Complete("Returned", ComplaintSamples.Delivery(scene.Tomorrow))),
        .. Misuse.At(["return-result", "deliver-notice"], "date-out-of-range", scene => scene.Complete("Returned", ComplaintSamples.Delivery(BeforeSignature(scene)))),
        new(null, "not-reopenable", scene => new Reopen(scene.Story.CaseId, TestOffice.Person("ward-leader"), "Thử")),
        new(null, "role-required", scene => scene.Deliver("case-handler", StimulusNames.DeclareComplex, new ComplexityDeclaration("Thử"))),
        new(null, "claims-only", scene => scene.Facts["complex"] is null ? scene.Deliver("ward-leader", StimulusNames.DeclareComplex, new ComplexityDeclaration("Thử") { SeveralPlaces = true }) : null),
        new(null, "already-signed", scene => scene.Facts["signature"] is null ? null : scene.Deliver("complainant", StimulusNames.Withdrawal, new Withdrawal("Thử", Channels.Counter))),
    ];

    public static WalkPlan Plan { get; } = new(
        CompensationComplaintProcedure.Id, 20260709, 60, CompensationComplaintProcedure.Build, StartAsync, ComplaintChecker.FindAsync)
    {
        Misuses = Misuses,

        // Every outcome of a complaint's tasks carries data.
        NotAsked = ["refused no-data"],
        Quotas = new Dictionary<string, int>(StringComparer.Ordinal)
        {
            [$"ended {ComplaintStatus.Completed}"] = 30,
            [$"ended {ComplaintStatus.NotAccepted}"] = 5,
            [$"ended {ComplaintStatus.Transferred}"] = 3,
            [$"ended {ComplaintStatus.Withdrawn}"] = 4,
            ["event CitizenGuided"] = 10,
            ["event DeclaredComplex"] = 2,
            ["event DecisionReturned"] = 5,
        },
    };

    protected override IReadOnlyList<Misuse> OwnMisuses => Misuses;

    private static async Task<RandomWalk> StartAsync(TestOffice office, Random random, WalkTally tally) => new ComplaintWalk(
        await Story.OfComplaintAsync(office, random.Next(3) switch
        {
            0 => ComplaintSamples.Complaint(7, "7m"),
            1 => ComplaintSamples.Complaint(email: null),
            _ => ComplaintSamples.Complaint(),
        }),
        random, tally);

    /// <summary>The complainant withdraws, days pass, the leader finds the case complex.</summary>
    protected override Event? ChooseEvent(IReadOnlyList<UserTask> open) => Random.Next(100) switch
    {
        < 3 => new Event(() => Story.DeliverAsync(StimulusNames.Withdrawal, new Withdrawal("Đã thỏa thuận", Channels.Counter)), "already-signed"),
        < 5 => new Event(() => PassAsync(Duration.FromDays(Random.Next(1, 14)))),
        < 9 => new Event(
            () => Story.RunAsync(new Deliver(Story.CaseId, TestOffice.Person("ward-leader"), StimulusNames.DeclareComplex, EngineJson.ToObject(new ComplexityDeclaration("Nhiều cơ quan")))),
            "already-complex", "limit-not-running"),
        _ => null,
    };

    protected override async Task<Move> ChooseAsync(Scene scene)
    {
        var isFirst = scene.Offers("SupplementNeeded");
        return (scene.Step, Random.Next(10)) switch
        {
            (OfTheCase, < 3) when scene.Offers("Apologised") => new("DoneMeanwhile", new JsonObject { ["cause"] = "workload", ["explanation"] = "Hồ sơ tăng nhiều trong tuần." }, "still-owed"),
            (OfTheCase, _) when scene.Offers("Apologised") => new("Apologised", Samples.Apology(await Stories.NextWorkingDayAsync(Story.Office)), "already-done"),
            ("take-in", _) => new("Received", ComplaintSamples.TakenIn()),
            ("decide-acceptance", < 6) => new("Accepted", []),
            ("decide-acceptance", < 7) => new("Accepted", new JsonObject { ["isRemote"] = true, ["remoteReason"] = "Người khiếu nại ở xã vùng xa." }),
            ("decide-acceptance", < 9) => new("RefusalProposed", ComplaintSamples.Reasons()),
            ("decide-acceptance", _) => new("Transferred", new JsonObject { ["competentBody"] = new JsonObject { ["name"] = "UBND quận", ["address"] = "Số 9" }, ["reason"] = "Vượt thẩm quyền." }),
            ("sign-refusal" or "sign-decision", < 8) => new("Signed", ComplaintSamples.Signature()),
            ("sign-refusal" or "sign-decision", _) => new("Returned", new JsonObject { ["reason"] = "Nêu rõ hơn." }),
            ("appraise", < 4) when isFirst => new("SupplementNeeded", ComplaintSamples.Guidance(Random.Next(2) == 0 ? "phone" : "writing")),
            ("appraise", < 3) when !isFirst => new("Refuse", ComplaintSamples.Reasons("Không bổ sung.")),
            ("appraise", < 6) when !isFirst => new("DecideAsIs", ComplaintSamples.Note()),
            ("appraise", _) => new("Sufficient", ComplaintSamples.Note()),
            ("await-supplement", < 4) => await StaySilentAsync(),
            ("await-supplement", _) => new("Supplied", new JsonObject { ["what"] = "Giấy ủy quyền" }),
            ("submit", var chance) => new("Submitted", ComplaintSamples.Report(chance < 4 ? "founded" : chance < 7 ? "partlyFounded" : "notFounded")),
            ("prepare-result", _) => new("Prepared", new JsonObject { ["papers"] = new JsonArray() }),
            ("return-result" or "deliver-notice", _) => new("Returned", ComplaintSamples.Delivery(scene.Today)),
            _ => new(scene.Task.Outcomes[0].Name),
        };
    }

    /// <summary>The complainant does not answer; what he says when his time is over comes too late.</summary>
    private async Task<Move> StaySilentAsync()
    {
        await PassAsync(Duration.FromDays(16));
        return new Move("Supplied", new JsonObject { ["what"] = "Giấy ủy quyền" });
    }

    /// <summary>The day before what is delivered was signed.</summary>
    private static string BeforeSignature(Scene scene) => NodaTime.Text.LocalDatePattern.Iso.Format(
        Moment(scene.Facts["signature"]!["signedAt"]!).InZone(TestOffice.Zone).Date.PlusDays(-1));
}
