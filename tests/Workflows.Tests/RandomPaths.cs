using ProcedureEngine.Activities.Appointment;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Merging;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Workflows.Tests.Support;

namespace ProcedureEngine.Workflows.Tests;

/// <summary>Random walks through the procedure: a third of the stimuli are wrong, and yet nothing reaches a signature without a compared original.</summary>
public sealed class RandomPaths
{
    private const int Seed = 20260708;
    private const int MaxSteps = 45;

    [TestCase(200)]
    [TestCase(2_000, Category = "Whole")]
    public async Task Nothing_reaches_signature_without_a_compared_original(int sequences)
    {
        var random = new Random(Seed);
        var (signed, right, wrong, acts) = (0, 0, 0, 0);
        var office = await TestOffice.OpenAsync();
        for (var i = 0; i < sequences; i++)
        {
            // The walks move the clock; a new office now and then keeps them in this century.
            if (i % 50 == 49)
            {
                await office.DisposeAsync();
                office = await TestOffice.OpenAsync();
            }

            var story = random.Next(6) == 0 ? await Story.ByHttpAsync(office, channel: Channels.Counter) : await Story.ByMailAsync(office);
            var walk = new Walk(story, random);
            await walk.RunAsync(MaxSteps);
            (right, wrong, acts) = (right + walk.Right, wrong + walk.Wrong, acts + walk.Acts);
            Assert.That(await InvariantChecker.FindAsync(office, story.CaseId), Is.Empty, $"sequence {i}");
            Assert.That(await story.IncidentsAsync(), Is.Empty, $"sequence {i}");
            if ((await story.JournalAsync()).Any(row => row.EventName == "DecisionSigned"))
                signed++;
        }

        await office.DisposeAsync();
        TestContext.Out.WriteLine($"seed {Seed}: {sequences} sequences, {signed} signed ({100.0 * signed / sequences:F1} %), {right} right and {wrong} wrong stimuli ({100.0 * wrong / (right + wrong):F1} %), {acts} merges, splits and cases put aside");
        Assert.That(acts, Is.Positive);
        Assert.That(signed, Is.GreaterThanOrEqualTo(sequences / 5), "a fifth must reach the signature, or the walk shows little");
        Assert.That(wrong, Is.GreaterThanOrEqualTo((right + wrong) * 28 / 100), "about a third of the stimuli are wrong");
    }

    private sealed class Walk(Story story, Random random) : RandomWalk(story, random)
    {
        public int Acts { get; private set; }

        /// <summary>An officer merges the case with another, either way, splits one off it, or puts it aside; where the rules say no, nothing changes.</summary>
        protected override async Task<bool> ActAsync()
        {
            if (Random.Next(170) > 0)
                return false;
            var other = await Story.ByMailAsync(Story.Office);
            var (from, into) = Random.Next(2) == 0 ? (Story, other) : (other, Story);
            PerformAct act = Random.Next(4) switch
            {
                0 => Act(Story, SetAside.Act, new SetAside("Thư rác")),
                1 => Act(Story, SplitRequest.Act, new SplitRequest(Story.NewId(), $"T{other.CaseId}", Samples.Mail(), "Hai yêu cầu")),
                _ => Act(from, MergeInto.Act, new MergeInto(into.CaseId, $"R{into.CaseId}", $"R{into.CaseId}", "Một yêu cầu")),
            };
            try
            {
                await Story.RunAsync(act);
                Acts++;
            }
            catch (RejectedException refused) when (refused.Rule is "registered" or "draft-exists" or "finished")
            {
                // Drafted, numbered or ended: as the rules say.
            }

            await Story.Office.PumpAsync();
            Assert.That(await InvariantChecker.FindAsync(Story.Office, other.CaseId), Is.Empty);
            Assert.That(await other.IncidentsAsync(), Is.Empty);
            return true;
        }

        protected override IReadOnlyList<Stimulus> OwnMisuses() =>
        [
            new Deliver(Story.CaseId, Actor.Party("applicant"), StimulusNames.Mail, EngineJson.ToObject(Samples.Mail("Xin hỏi tình hình."))),
            new PerformAct(Story.CaseId, TestOffice.Person("clerk"), MergeInto.Act, EngineJson.ToObject(new MergeInto("khac", "KHAC", "KHAC", "Thử"))),
            new PerformAct(Story.CaseId, TestOffice.Person("intake-officer"), MergeInto.Act, EngineJson.ToObject(new MergeInto(Story.CaseId, "X", "X", "Thử"))),
            new PerformAct(Story.CaseId, TestOffice.Person("head"), SetAside.Act, EngineJson.ToObject(new SetAside("Thử"))),
        ];

        /// <summary>Another case holds the hour, or a timer ended the step meanwhile: as in an office.</summary>
        protected override bool IsLawfulRefusal(RejectedException refused) =>
            refused.Rule is "time-taken" or "task-closed" or "another-manner" or "original-matches" or "original-differs" or "already-done";

        private static PerformAct Act<T>(Story about, string name, T payload) where T : notnull => new(about.CaseId, TestOffice.Person("intake-officer"), name, EngineJson.ToObject(payload));

        private async Task ComeAsync()
        {
            var visits = await Story.Office.Store.Queries.AppointmentsAsync(Story.CaseId, CancellationToken.None);
            if (visits.FirstOrDefault(visit => visit.State == AppointmentState.Set) is { } visit && visit.From > await Story.Office.Store.NowAsync(CancellationToken.None))
                await Story.Office.MoveToAsync(visit.From + Duration.FromMinutes(1));
        }

        protected override async Task<(string Outcome, JsonObject? Data)> ChooseAsync(UserTask task)
        {
            if (task.ActivityId == "receive-original" && task.Name != "one-hour-later")
                await ComeAsync();
            var office = Story.Office;
            var today = await Stories.TodayAsync(office);
            return (task.Handler is null ? task.ActivityId : task.Name[..(task.Name.IndexOf('/', StringComparison.Ordinal) + 1)], Random.Next(10)) switch
            {
                ("apology/", _) => ("Apologised", Samples.Apology(await Stories.NextWorkingDayAsync(office))),
                ("check-validity", < 7) => ("Valid", Samples.Valid(Random.Next(5) == 0 ? Samples.Request("post", "notifyAtAddress") : null)),
                ("check-validity", < 8) => ("Incomplete", Samples.Guidance()),
                ("check-validity", < 9) => ("NoRight", Samples.Guidance(hasRight: false)),
                ("check-validity", _) => ("NotCompetent", Samples.Guidance(competent: false)),
                ("confirm-receipt", _) when task.Outcomes[0].Name == "ByPost" => ("ByPost", []),
                ("confirm-receipt", _) => ("InPerson", Samples.Visit(await Stories.NextVisitAsync(office))),
                ("draft-decision" or "redraft", _) => ("Drafted", Samples.Draft()),
                ("receive-original", _) when task.Name == "one-hour-later" => (Random.Next(2) == 0 ? "Came" : "DidNotCome", null),
                ("receive-original", < 6) => ("Match", Samples.Original()),
                ("receive-original", < 8) => ("Differs", Samples.Original(Samples.Request(amount: 1_000_000 + Random.Next(1_000_000)))),
                ("receive-original", < 9) => ("Incomplete", new JsonObject { ["missing"] = new JsonArray("Bản án"), ["text"] = "Nộp bản án." }),
                ("receive-original", _) => ("NoShow", null),
                ("await-supplement" or "await-original", _) => ("Supplied", new JsonObject { ["what"] = "Bản án" }),
                ("new-appointment", < 5) => ("PresentNow", null),
                ("new-appointment", _) => ("Set", Samples.Visit(await Stories.NextVisitAsync(office))),
                ("await-post", _) => ("Arrived", new JsonObject { ["receivedOn"] = today }),
                ("compare-post", < 8) => ("Match", Samples.Original(Samples.Request("post", "notifyAtAddress"))),
                ("compare-post", _) => ("Mismatch", await MismatchAsync()),
                ("record-original", _) => ("Recorded", Samples.Original()),
                ("submit-proposal", _) => ("Submitted", Samples.Proposal()),
                ("sign-decision", < 8) => ("Signed", Samples.Signature()),
                ("sign-decision", _) => ("Returned", new JsonObject { ["reason"] = "Sửa." }),
                ("issue-decision", _) => ("Issued", Samples.Issue()),
                ("send-soft-copy", _) => ("Sent", null),
                ("notify", < 8) => ("Notified", Samples.Notified(today, Random.Next(2) == 0 ? "direct" : "post")),
                ("notify", _) => ("Failed", Samples.NotNotified(today, Random.Next(2) == 0 ? "direct" : "posting")),
                ("collect", _) => ("Collected", Samples.Collected(await office.Store.NowAsync(CancellationToken.None))),
                ("take-over", _) => ("TakenOver", new JsonObject { ["on"] = today }),
                _ => (task.Outcomes[0].Name, null),
            };
        }

        private async Task<JsonObject> MismatchAsync()
        {
            var data = Samples.Visit(await Stories.NextVisitAsync(Story.Office));
            data["differences"] = new JsonArray("Thiếu bản án");
            return data;
        }
    }
}
