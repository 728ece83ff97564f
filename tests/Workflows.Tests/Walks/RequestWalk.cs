using ProcedureEngine.Activities.Appointment;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Merging;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Workflows.Tests.Support;
using static ProcedureEngine.Workflows.Tests.Walks.Scene;

namespace ProcedureEngine.Workflows.Tests.Walks;

/// <summary>An enforcement request driven at random: yet nothing reaches a signature without a compared original.</summary>
internal sealed class RequestWalk(Story story, Random random, WalkTally tally) : RandomWalk(story, random, tally)
{
    /// <summary>Steps at which the applicant may stay silent until his limit is over.</summary>
    private static readonly string[] Waits = ["await-supplement", "await-original", "await-post"];

    private static readonly IReadOnlyList<Misuse> Misuses =
    [
        new("check-validity", "required", scene => scene.Complete("Incomplete", With(Samples.Guidance(), "papersToHandIn", new JsonArray()))),
        new("receive-original", "original-matches", scene => scene.Complete("Differs", Samples.Original(scene.Facts["request"]!.DeepClone().AsObject()))),
        new("receive-original", "original-differs", scene => scene.Complete("Match", Samples.Original(Samples.Request(amount: 999)))),
        new("sign-decision", "deputy-authority", scene => scene.Complete("Signed", With(Samples.Signature(), "isDeputy", true))),
        new("await-post", "in-the-future", scene => scene.Complete("Arrived", new JsonObject { ["receivedOn"] = scene.Tomorrow })),
        new(null, "still-running", scene => new Reopen(scene.Story.CaseId, TestOffice.Person("head"), "Thử")),
        new(null, "reopen-role", scene => new Reopen(scene.Story.CaseId, TestOffice.Person("clerk"), "Thử")),
        new(null, "role-required", scene => Act(scene.Story, "clerk", MergeInto.Act, new MergeInto("khac", "KHAC", "KHAC", "Thử"))),
        new(null, "role-required", scene => Act(scene.Story, "head", SetAside.Act, new SetAside("Thử"))),
        new(null, "same-case", scene => Act(scene.Story, "intake-officer", MergeInto.Act, new MergeInto(scene.Story.CaseId, "X", "X", "Thử"))),
    ];

    public static WalkPlan Plan { get; } = new(
        EnforcementRequestProcedure.Id, 20260708, 60, EnforcementRequestProcedure.Build, StartAsync, InvariantChecker.FindAsync)
    {
        Misuses = Misuses,
        Quotas = new Dictionary<string, int>(StringComparer.Ordinal)
        {
            ["event DecisionSigned"] = 20,
        },
    };

    protected override IReadOnlyList<Misuse> OwnMisuses => Misuses;

    private static async Task<RandomWalk> StartAsync(TestOffice office, Random random, WalkTally tally) =>
        new RequestWalk(random.Next(6) == 0 ? await Story.ByHttpAsync(office, channel: Channels.Counter) : await Story.ByMailAsync(office), random, tally);

    /// <summary>The applicant is silent until his time is over, withdraws or writes; an officer merges the case with another, either way, splits one off it, or puts it aside.</summary>
    protected override Event? ChooseEvent(IReadOnlyList<UserTask> open) => Random.Next(170) switch
    {
        < 30 when open.Any(task => Waits.Contains(task.ActivityId, StringComparer.Ordinal)) => new Event(() => PassAsync(Duration.FromDays(65))),
        < 1 => new Event(MergeAsync, "registered", "draft-exists", "finished"),
        < 3 => new Event(() => Story.DeliverAsync(StimulusNames.Withdrawal, new Withdrawal("Đã thỏa thuận", Channels.Counter)), "already-signed"),
        < 12 => new Event(() => Story.RunAsync(new Deliver(Story.CaseId, Actor.Party("applicant"), StimulusNames.Mail, EngineJson.ToObject(Samples.Mail("Xin hỏi tình hình."))))),
        _ => null,
    };

    private async Task MergeAsync()
    {
        var other = await Story.ByMailAsync(Story.Office);
        var (from, into) = Random.Next(2) == 0 ? (Story, other) : (other, Story);
        try
        {
            await Story.RunAsync(Random.Next(4) switch
            {
                0 => Act(Story, "intake-officer", SetAside.Act, new SetAside("Thư rác")),
                1 => Act(Story, "intake-officer", SplitRequest.Act, new SplitRequest(Story.NewId(), $"T{other.CaseId}", Samples.Mail(), "Hai yêu cầu")),
                _ => Act(from, "intake-officer", MergeInto.Act, new MergeInto(into.CaseId, $"R{into.CaseId}", $"R{into.CaseId}", "Một yêu cầu")),
            });
            Tally.Count("merged, split or put aside");
        }
        finally
        {
            await Story.Office.PumpAsync();
            Assert.That(await InvariantChecker.FindAsync(Story.Office, other.CaseId), Is.Empty);
            Assert.That(await other.IncidentsAsync(), Is.Empty);
        }
    }

    protected override async Task<Move> ChooseAsync(Scene scene)
    {
        if (scene.Step == "receive-original")
            await ComeAsync();
        var office = Story.Office;
        return (scene.Step, Random.Next(10)) switch
        {
            (OfTheCase, _) when scene.Offers("Apologised") => new("Apologised", Samples.Apology(await Stories.NextWorkingDayAsync(office)), "already-done"),
            ("check-validity", < 7) => new("Valid", Samples.Valid(Random.Next(5) == 0 ? Samples.Request("post", "notifyAtAddress") : null)),
            ("check-validity", < 8) => new("Incomplete", Samples.Guidance()),
            ("check-validity", < 9) => new("NoRight", Samples.Guidance(hasRight: false)),
            ("check-validity", _) => new("NotCompetent", Samples.Guidance(competent: false)),
            ("confirm-receipt", _) when scene.Offers("ByPost") => new("ByPost", []),
            ("confirm-receipt", _) => new("InPerson", Samples.Visit(NextVisit(scene)), "time-taken"),
            ("draft-decision" or "redraft", _) => new("Drafted", Samples.Draft()),
            ("one-hour-later", var chance) => new(chance < 5 ? "Came" : "DidNotCome"),
            ("receive-original", < 6) => new("Match", Samples.Original(), "original-differs"),
            ("receive-original", < 8) => new("Differs", Samples.Original(Samples.Request(amount: 1_000_000 + Random.Next(1_000_000))), "original-matches"),
            ("receive-original", < 9) => new("Incomplete", new JsonObject { ["missing"] = new JsonArray("Bản án"), ["text"] = "Nộp bản án." }),
            ("receive-original", _) => new("NoShow"),
            ("await-supplement" or "await-original", _) => new("Supplied", new JsonObject { ["what"] = "Bản án" }),
            ("new-appointment", < 5) => new("PresentNow"),
            ("new-appointment", _) => new("Set", Samples.Visit(NextVisit(scene)), "time-taken"),
            ("await-post", _) => new("Arrived", new JsonObject { ["receivedOn"] = scene.Today }),
            ("compare-post", < 8) => new("Match", Samples.Original(Samples.Request("post", "notifyAtAddress")), "original-differs"),
            ("compare-post", _) => new("Mismatch", With(Samples.Visit(NextVisit(scene)), "differences", new JsonArray("Thiếu bản án")), "time-taken"),
            ("record-original", _) => new("Recorded", Samples.Original()),
            ("submit-proposal", _) => new("Submitted", Samples.Proposal()),
            ("sign-decision", < 8) => new("Signed", Samples.Signature()),
            ("sign-decision", _) => new("Returned", new JsonObject { ["reason"] = "Sửa." }),
            ("issue-decision", _) => new("Issued", Samples.Issue()),
            ("notify", < 8) => new("Notified", Samples.Notified(scene.Today, Random.Next(2) == 0 ? "direct" : "post"), "another-manner"),
            ("notify", _) => new("Failed", Samples.NotNotified(scene.Today, Random.Next(2) == 0 ? "direct" : "posting"), "another-manner"),
            ("collect", _) => new("Collected", Samples.Collected(scene.At)),
            ("take-over", _) => new("TakenOver", new JsonObject { ["on"] = scene.Today }),
            _ => new(scene.Task.Outcomes[0].Name),
        };
    }

    /// <summary>A minute after the time to which he was invited.</summary>
    private async Task ComeAsync()
    {
        var set = (await Story.Office.Store.Queries.AppointmentsAsync(Story.CaseId, CancellationToken.None)).FirstOrDefault(visit => visit.State == AppointmentState.Set);
        if (set is not null && set.From > await Story.Office.Store.NowAsync(CancellationToken.None))
            await Story.Office.MoveToAsync(set.From + Duration.FromMinutes(1));
    }

    /// <summary>A half-hour of the officer in the sixth working day from now or after; another case may hold it.</summary>
    private Instant NextVisit(Scene scene)
    {
        var slot = Random.Next(70);
        var day = WorkingCalendar.National.AddWorkingDays(scene.At.InZone(TestOffice.Zone).Date, 6 + (slot / 7 % 10));
        return day.At(new LocalTime(7, 30).PlusMinutes(slot % 7 * 30)).InZoneStrictly(TestOffice.Zone).ToInstant();
    }

    private static PerformAct Act<T>(Story about, string role, string name, T payload) where T : notnull => new(about.CaseId, TestOffice.Person(role), name, EngineJson.ToObject(payload));
}
