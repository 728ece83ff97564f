using ProcedureEngine.Activities.Compensation;
using ProcedureEngine.Activities.Compensation.Complaints;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Workflows.Tests.Support;

namespace ProcedureEngine.Workflows.Tests;

/// <summary>Random walks through the complaint: every ending is reached often enough to show something, and no invariant breaks on the way.</summary>
public sealed class ComplaintPaths
{
    private const int Seed = 20260709;
    private const int MaxSteps = 40;
    private const int CasesOfOffice = 25;

    /// <summary>The least share of each ending, in per cent.</summary>
    private static readonly Dictionary<string, int> Quotas = new(StringComparer.Ordinal)
    {
        [ComplaintStatus.Completed] = 30,
        [ComplaintStatus.NotAccepted] = 5,
        [ComplaintStatus.Transferred] = 3,
        [ComplaintStatus.Withdrawn] = 4,
    };

    [TestCase(100)]
    [TestCase(1_000, Category = "Whole")]
    public async Task Every_ending_is_reached_and_no_invariant_breaks(int sequences)
    {
        var random = new Random(Seed);
        var endings = new Dictionary<string, int>(StringComparer.Ordinal);
        var (right, wrong, guided, complex) = (0, 0, 0, 0);
        for (var left = sequences; left > 0; left -= CasesOfOffice)
        {
            await using var office = await TestOffice.OpenAsync(definition: CompensationComplaintProcedure.Build());
            var stories = new List<Story>();
            for (var i = 0; i < Math.Min(left, CasesOfOffice); i++)
            {
                var walk = new Walk(await Story.OfComplaintAsync(office, Sample(random)), random);
                await walk.RunAsync(MaxSteps);
                (right, wrong) = (right + walk.Right, wrong + walk.Wrong);
                stories.Add(walk.Case);
                Assert.That(await walk.Case.IncidentsAsync(), Is.Empty, $"{left} left");
            }

            Assert.That(await ComplaintChecker.FindAsync(office, [.. stories.Select(story => story.CaseId)]), Is.Empty, $"{left} left");
            foreach (var story in stories)
            {
                var status = await story.StatusAsync();
                endings[status] = endings.GetValueOrDefault(status) + 1;
                var events = (await story.JournalAsync()).Select(row => row.EventName).ToHashSet(StringComparer.Ordinal);
                (guided, complex) = (guided + (events.Contains("CitizenGuided") ? 1 : 0), complex + (events.Contains("DeclaredComplex") ? 1 : 0));
            }
        }

        TestContext.Out.WriteLine($"seed {Seed}: {sequences} complaints, {right} right and {wrong} wrong stimuli ({100.0 * wrong / (right + wrong):F1} %), {guided} guided, {complex} complex; "
            + string.Join(", ", endings.OrderByDescending(ending => ending.Value).Select(ending => $"{ending.Key} {ending.Value}")));
        foreach (var (ending, share) in Quotas)
            Assert.That(endings.GetValueOrDefault(ending), Is.GreaterThanOrEqualTo(sequences * share / 100), ending);
        Assert.That(guided, Is.GreaterThanOrEqualTo(sequences / 10));
        Assert.That(complex, Is.GreaterThanOrEqualTo(sequences / 50));
        Assert.That(wrong, Is.GreaterThanOrEqualTo((right + wrong) * 28 / 100), "about a third of the stimuli are wrong");
    }

    private static JsonObject Sample(Random random) => random.Next(3) switch
    {
        0 => ComplaintSamples.Complaint(7, "7m"),
        1 => ComplaintSamples.Complaint(email: null),
        _ => ComplaintSamples.Complaint(),
    };

    private sealed class Walk(Story story, Random random) : RandomWalk(story, random)
    {
        public Story Case => Story;

        /// <summary>The complainant withdraws, days pass, the leader finds the case complex; where the rules say no, nothing changes.</summary>
        protected override async Task<bool> ActAsync()
        {
            var chance = Random.Next(100);
            if (chance >= 9)
                return false;
            Count();
            try
            {
                if (chance < 3)
                    await Story.DeliverAsync(StimulusNames.Withdrawal, new Withdrawal("Đã thỏa thuận", Channels.Counter));
                else if (chance < 5)
                    await Story.Office.MoveToAsync(await Story.Office.Store.NowAsync(CancellationToken.None) + Duration.FromDays(Random.Next(1, 14)));
                else
                    await Story.RunAsync(new Deliver(Story.CaseId, TestOffice.Person("ward-leader"), StimulusNames.DeclareComplex, EngineJson.ToObject(new ComplexityDeclaration("Nhiều cơ quan"))));
            }
            catch (RejectedException refused) when (refused.Rule is "already-signed" or "already-complex" or "limit-not-running" or "not-accepted" or "finished")
            {
                // Signed, declared, or too early or late: as the rules say.
            }

            return true;
        }

        protected override async Task<(string Outcome, JsonObject? Data)> ChooseAsync(UserTask task)
        {
            var offersGuidance = task.Outcomes.Any(outcome => outcome.Name == "SupplementNeeded");
            return (task.Handler is null ? task.ActivityId : "apology", Random.Next(10)) switch
            {
                ("apology", < 3) when task.Outcomes[0].Name == "Apologised" => ("DoneMeanwhile", new JsonObject { ["cause"] = "workload", ["explanation"] = "Hồ sơ tăng nhiều trong tuần." }),
                ("apology", _) when task.Outcomes[0].Name == "Apologised" => ("Apologised", Samples.Apology(await Stories.NextWorkingDayAsync(Story.Office))),
                ("take-in", _) => ("Received", ComplaintSamples.TakenIn()),
                ("decide-acceptance", < 7) => ("Accepted", []),
                ("decide-acceptance", < 9) => ("RefusalProposed", ComplaintSamples.Reasons()),
                ("decide-acceptance", _) => ("Transferred", new JsonObject { ["competentBody"] = new JsonObject { ["name"] = "UBND quận", ["address"] = "Số 9" }, ["reason"] = "Vượt thẩm quyền." }),
                ("sign-refusal", < 8) => ("Signed", ComplaintSamples.Signature()),
                ("sign-refusal" or "sign-decision", >= 8) => ("Returned", new JsonObject { ["reason"] = "Nêu rõ hơn." }),
                ("sign-decision", _) => ("Signed", ComplaintSamples.Signature()),
                ("appraise", < 4) when offersGuidance => ("SupplementNeeded", ComplaintSamples.Guidance(Random.Next(2) == 0 ? "phone" : "writing")),
                ("appraise", < 3) when !offersGuidance => ("Refuse", ComplaintSamples.Reasons("Không bổ sung.")),
                ("appraise", < 6) when !offersGuidance => ("DecideAsIs", ComplaintSamples.Note()),
                ("appraise", _) => ("Sufficient", ComplaintSamples.Note()),
                ("await-supplement", _) => ("Supplied", new JsonObject { ["what"] = "Giấy ủy quyền" }),
                ("submit", var chance) => ("Submitted", ComplaintSamples.Report(chance < 4 ? "founded" : chance < 7 ? "partlyFounded" : "notFounded")),
                ("prepare-result", _) => ("Prepared", new JsonObject { ["papers"] = new JsonArray() }),
                ("return-result" or "deliver-notice", _) => ("Returned", ComplaintSamples.Delivery(await Stories.TodayAsync(Story.Office))),
                _ => (task.Outcomes[0].Name, null),
            };
        }
    }
}
