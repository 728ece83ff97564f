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

    private sealed class Walk(Story story, Random random)
    {
        private UserTask? last;

        public int Right { get; private set; }

        public int Wrong { get; private set; }

        public int Acts { get; private set; }

        public async Task RunAsync(int steps)
        {
            for (var i = 0; i < steps; i++)
            {
                var open = await story.OpenTasksAsync();
                if (open.Count == 0)
                    return;
                if (random.Next(250) == 0)
                {
                    await ActAsync(); // It may have ended the case; what is open is looked at anew.
                    continue;
                }

                var task = open[random.Next(open.Count)];
                if (random.Next(100) < 31)
                    await GoWrongAsync(task);
                else
                    await GoRightAsync(task);
            }
        }

        /// <summary>An officer merges the case with another, either way, splits one off it, or puts it aside; where the rules say no, nothing changes.</summary>
        private async Task ActAsync()
        {
            var other = await Story.ByMailAsync(story.Office);
            var (from, into) = random.Next(2) == 0 ? (story, other) : (other, story);
            PerformAct act = random.Next(4) switch
            {
                0 => Act(story, SetAside.Act, new SetAside("Thư rác")),
                1 => Act(story, SplitRequest.Act, new SplitRequest(Story.NewId(), $"T{other.CaseId}", Samples.Mail(), "Hai yêu cầu")),
                _ => Act(from, MergeInto.Act, new MergeInto(into.CaseId, $"R{into.CaseId}", $"R{into.CaseId}", "Một yêu cầu")),
            };
            try
            {
                await story.RunAsync(act);
                Acts++;
            }
            catch (RejectedException refused) when (refused.Rule is "registered" or "draft-exists" or "finished")
            {
                // Drafted, numbered or ended: as the rules say.
            }

            await story.Office.PumpAsync();
            Assert.That(await InvariantChecker.FindAsync(story.Office, other.CaseId), Is.Empty);
            Assert.That(await other.IncidentsAsync(), Is.Empty);
        }

        private static PerformAct Act<T>(Story about, string name, T payload) where T : notnull => new(about.CaseId, TestOffice.Person("intake-officer"), name, EngineJson.ToObject(payload));

        /// <summary>Wrong role, unknown outcome, completion again, stale revision, a mail that nobody asked for, data that does not fit.</summary>
        private async Task GoWrongAsync(UserTask task)
        {
            Wrong++;
            var actor = TestOffice.Person(task.Role);
            Stimulus stimulus = random.Next(11) switch
            {
                0 => Complete(task, TestOffice.Person("stranger"), task.Outcomes[0].Name, null),
                1 => Complete(task, actor, "Approved", null),
                2 when last is not null => Complete(last, TestOffice.Person(last.Role), last.Outcomes[0].Name, null),
                3 => new CompleteTask(story.CaseId, actor, task.Id, task.Outcomes[0].Name, null, task.Revision + 5),
                4 => Complete(task, actor, task.Outcomes[0].Name, new JsonObject { ["nonsense"] = true }),
                5 => new FireTimers(story.CaseId, Actor.Timer),
                6 => new Deliver(story.CaseId, Actor.Party("applicant"), StimulusNames.Mail, EngineJson.ToObject(Samples.Mail("Xin hỏi tình hình."))),
                7 => new PerformAct(story.CaseId, TestOffice.Person("clerk"), MergeInto.Act, EngineJson.ToObject(new MergeInto("khac", "KHAC", "KHAC", "Thử"))),
                8 => new PerformAct(story.CaseId, TestOffice.Person("intake-officer"), MergeInto.Act, EngineJson.ToObject(new MergeInto(story.CaseId, "X", "X", "Thử"))),
                9 => new PerformAct(story.CaseId, TestOffice.Person("head"), SetAside.Act, EngineJson.ToObject(new SetAside("Thử"))),
                _ => new Reopen(story.CaseId, TestOffice.Person("head"), "Thử"),
            };
            var before = await RevisionAsync();
            try
            {
                await story.RunAsync(stimulus);
                Assert.That(stimulus, Is.InstanceOf<FireTimers>().Or.InstanceOf<Deliver>().Or.Matches<Stimulus>(s => s is CompleteTask { Outcome: not "Approved" }), "only a timer that is not due, a mail, or an outcome without data may pass");
            }
            catch (RejectedException)
            {
                Assert.That(await RevisionAsync(), Is.EqualTo(before), "a refused stimulus changes nothing");
            }
        }

        private async Task GoRightAsync(UserTask task)
        {
            Right++;
            last = task;
            if (task.ActivityId == "receive-original" && task.Name != "one-hour-later")
                await ComeAsync();
            var (outcome, data) = await ChooseAsync(task);
            try
            {
                await story.RunAsync(Complete(await FreshAsync(task), TestOffice.Person(task.Role), outcome, data));
            }
            catch (RejectedException refused) when (refused.Rule is "time-taken" or "task-closed" or "another-manner" or "original-matches" or "original-differs" or "already-done")
            {
                // Another case holds the hour, or a timer ended the step meanwhile: as in an office.
            }
        }

        private async Task ComeAsync()
        {
            var visits = await story.Office.Store.Queries.AppointmentsAsync(story.CaseId, CancellationToken.None);
            if (visits.FirstOrDefault(visit => visit.State == AppointmentState.Set) is { } visit && visit.From > await story.Office.Store.NowAsync(CancellationToken.None))
                await story.Office.MoveToAsync(visit.From + Duration.FromMinutes(1));
        }

        private async Task<(string Outcome, JsonObject? Data)> ChooseAsync(UserTask task)
        {
            var office = story.Office;
            var today = await Stories.TodayAsync(office);
            return (task.Handler is null ? task.ActivityId : task.Name[..(task.Name.IndexOf('/', StringComparison.Ordinal) + 1)], random.Next(10)) switch
            {
                ("apology/", _) => ("Apologised", Samples.Apology(await Stories.NextWorkingDayAsync(office))),
                ("check-validity", < 7) => ("Valid", Samples.Valid(random.Next(5) == 0 ? Samples.Request("post", "notifyAtAddress") : null)),
                ("check-validity", < 8) => ("Incomplete", Samples.Guidance()),
                ("check-validity", < 9) => ("NoRight", Samples.Guidance(hasRight: false)),
                ("check-validity", _) => ("NotCompetent", Samples.Guidance(competent: false)),
                ("confirm-receipt", _) when task.Outcomes[0].Name == "ByPost" => ("ByPost", []),
                ("confirm-receipt", _) => ("InPerson", Samples.Visit(await Stories.NextVisitAsync(office))),
                ("draft-decision" or "redraft", _) => ("Drafted", Samples.Draft()),
                ("receive-original", _) when task.Name == "one-hour-later" => (random.Next(2) == 0 ? "Came" : "DidNotCome", null),
                ("receive-original", < 6) => ("Match", Samples.Original()),
                ("receive-original", < 8) => ("Differs", Samples.Original(Samples.Request(amount: 1_000_000 + random.Next(1_000_000)))),
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
                ("notify", < 8) => ("Notified", Samples.Notified(today, random.Next(2) == 0 ? "direct" : "post")),
                ("notify", _) => ("Failed", Samples.NotNotified(today, random.Next(2) == 0 ? "direct" : "posting")),
                ("collect", _) => ("Collected", Samples.Collected(await office.Store.NowAsync(CancellationToken.None))),
                ("take-over", _) => ("TakenOver", new JsonObject { ["on"] = today }),
                _ => (task.Outcomes[0].Name, null),
            };
        }

        private async Task<JsonObject> MismatchAsync()
        {
            var data = Samples.Visit(await Stories.NextVisitAsync(story.Office));
            data["differences"] = new JsonArray("Thiếu bản án");
            return data;
        }

        private async Task<UserTask> FreshAsync(UserTask task) => await story.Office.Store.Queries.TaskAsync(task.Id, CancellationToken.None) ?? task;

        private async Task<long> RevisionAsync() => (await story.Office.Store.Queries.InstanceAsync(story.CaseId, CancellationToken.None))!.Revision;

        private CompleteTask Complete(UserTask task, Actor actor, string outcome, JsonObject? data) => new(story.CaseId, actor, task.Id, outcome, data, task.Revision);
    }
}
