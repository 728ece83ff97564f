using ProcedureEngine.Activities.Compensation.Claims;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Workflows.Tests.Support;
using static ProcedureEngine.Workflows.Tests.Support.ClaimSettlementSamples;

namespace ProcedureEngine.Workflows.Tests;

/// <summary>Random walks through the claim: every ending is reached, advances are paid and overtaken, and no invariant breaks on the way.</summary>
public sealed class ClaimPaths
{
    private const int Seed = 20260710;
    private const int MaxSteps = 70;
    private const int CasesOfOffice = 10;

    /// <summary>The least share of each ending, in per cent.</summary>
    private static readonly Dictionary<string, int> Quotas = new(StringComparer.Ordinal)
    {
        [ClaimStatus.Completed] = 30,
        [ClaimStatus.NotAgreed] = 10,
        [ClaimStatus.NotAccepted] = 7,
        [ClaimStatus.Terminated] = 4,
        [ClaimStatus.Withdrawn] = 7,
    };

    [TestCase(100)]
    [TestCase(500, Category = "Whole")]
    public async Task Every_ending_is_reached_and_no_invariant_breaks(int sequences)
    {
        var random = new Random(Seed);
        var endings = new Dictionary<string, int>(StringComparer.Ordinal);
        var (right, wrong, advances) = (0, 0, 0);
        for (var left = sequences; left > 0; left -= CasesOfOffice)
        {
            await using var office = await TestOffice.OpenAsync(definition: CompensationClaimProcedure.Build());
            var cases = new List<string>();
            for (var i = 0; i < CasesOfOffice; i++)
            {
                var channel = new[] { Channels.Counter, Channels.Post, Channels.Portal }[random.Next(3)];
                var story = await ClaimStories.StartAsync(office, ClaimSamples.Claim(channel, asksAdvance: random.Next(2) == 0), channel);
                var walk = new Walk(story, random, channel);
                await walk.RunAsync(MaxSteps);
                cases.Add(story.CaseId);
                Assert.That(await ClaimSettlementChecker.FindAsync(story), Is.Empty, $"{left} left");
                Assert.That((await story.IncidentsAsync()).Select(incident => incident.Message), Is.Empty, $"{left} left");
                var status = await story.StatusAsync();
                (right, wrong, endings[status]) = (right + walk.Right, wrong + walk.Wrong, endings.GetValueOrDefault(status) + 1);
                advances += (await story.JournalAsync()).Any(row => row.EventName == "AdvancePaid") ? 1 : 0;
            }

            Assert.That(await ClaimIntakeChecker.FindAsync(office, [.. cases]), Is.Empty, $"{left} left");
        }

        TestContext.Out.WriteLine($"seed {Seed}: {sequences} claims, {right} right and {wrong} wrong stimuli ({100.0 * wrong / (right + wrong):F1} %), {advances} advances paid; "
            + string.Join(", ", endings.OrderByDescending(ending => ending.Value).Select(ending => $"{ending.Key} {ending.Value}")));
        foreach (var (ending, share) in Quotas)
            Assert.That(endings.GetValueOrDefault(ending), Is.GreaterThanOrEqualTo(sequences * share / 100), ending);
        Assert.That(advances, Is.GreaterThanOrEqualTo(sequences / 10), "advances are paid in some");
        Assert.That(wrong, Is.GreaterThanOrEqualTo((right + wrong) * 28 / 100), "about a third of the stimuli are wrong");
    }

    private sealed class Walk(Story story, Random random, string channel) : RandomWalk(story, random)
    {
        /// <summary>The claimant withdraws, days pass, the head finds the case complex; where the rules say no, nothing changes.</summary>
        protected override async Task<bool> ActAsync()
        {
            var chance = Random.Next(200);
            if (chance >= 8)
                return false;
            Count();
            try
            {
                if (chance < 2)
                    await ClaimStories.WithdrawAsync(Story);
                else if (chance < 6)
                    await Story.Office.MoveToAsync(await Story.Office.Store.NowAsync(CancellationToken.None) + Duration.FromDays(Random.Next(1, 9)));
                else
                    await ClaimSettlementStories.DeclareAsync(Story);
            }
            catch (RejectedException)
            {
                // Too early, too late, or declared already: as the rules say.
            }

            return true;
        }

        /// <summary>A fact that the rules ask for first: people do the right thing too early.</summary>
        protected override bool IsLawfulRefusal(RejectedException refused) => refused.Kind is RejectionKind.Conflict or RejectionKind.Invalid;

        protected override async Task<(string Outcome, JsonObject? Data)> ChooseAsync(UserTask task)
        {
            var today = await Stories.TodayAsync(Story.Office);
            var now = await ClaimSettlementStories.NowAsync(Story);
            return (task.Handler is null ? task.ActivityId : "case", Random.Next(10)) switch
            {
                ("case", _) when task.Outcomes[0].Name == "Apologised" => ("Apologised", Samples.Apology(await Stories.NextWorkingDayAsync(Story.Office))),
                (_, _) when task.Name == "extension" => (task.Outcomes[0].Name, Longer(1 + Random.Next(20), today)),
                ("prepare-check", < 3) => ("Prepared", ClaimSamples.Found(ClaimSamples.Papers(channel, "injuredPersonIdentity"))),
                ("prepare-check", _) => ("Prepared", ClaimSamples.Found(ClaimSamples.Papers(channel))),
                ("check-completeness", < 1) => ("NotAccepted", ClaimSamples.Refusal("outOfScope")),
                ("check-completeness", < 5) => ("SupplementNeeded", ClaimSamples.Request("Bản trước mờ")),
                ("check-completeness", _) => ("Complete", null),
                ("await-supplement", _) => ("Supplied", new JsonObject { ["what"] = "Giấy tờ nhân thân" }),
                ("deliver-request", _) => ("Delivered", ClaimSamples.Delivery(today)),
                ("decide-lapse", < 5) => ("NotAccepted", ClaimSamples.Refusal("notSupplemented")),
                ("decide-lapse", _) => ("TakeLate", null),
                ("decide-acceptance", < 1) => ("NotAccepted", ClaimSamples.Refusal("notCompetent", namesBody: true)),
                ("decide-acceptance", _) => ("Accepted", ClaimSamples.Conditions()),
                ("return-file", _) => (task.Outcomes[0].Name, ClaimSamples.Delivery(today)),
                ("appoint", _) => ("Appointed", ClaimSamples.Officer()),
                ("propose-advance", _) => ("Proposed", Proposal()),
                ("fix-advance", < 4) => ("InsufficientBudget", OverBudget()),
                ("fix-advance", _) => ("EnoughBudget", Sum()),
                ("request-advance-funds" or "request-funds", _) => ("Sent", FundsText()),
                ("grant-advance-funds" or "grant-funds", < 1) => ("Returned", Reason()),
                ("grant-advance-funds", _) => ("Granted", Grant(6_000_001)),
                ("pay-advance" or "pay-granted-advance", _) => ("Paid", Payment(10_000_001, today)),
                ("verify-damage", _) => ("Verified", Verified()),
                ("verification-report", _) => ("Reported", Report()),
                ("invite", _) => ("Invited", Invitation(now)),
                ("hold-session", < 1) => ("Continues", Minutes(now)),
                ("hold-session", < 3) => ("Failed", Failure(now)),
                ("hold-session", < 5) => (task.Outcomes.FirstOrDefault(outcome => outcome.Name.StartsWith("Absent", StringComparison.Ordinal))?.Name ?? "Postponed", Missed(now)),
                ("hold-session", _) => ("Agreed", Agreement(now)),
                ("sign-decision" or "sign-suspension" or "terminate", _) => ("Signed", ClaimSamples.Signature()),
                ("suspended" or "await-continuation", < 6) => await SilenceAsync(task, "AsksToContinue", Continuation(today)),
                ("suspended" or "await-continuation", _) => ("AsksToContinue", Continuation(today)),
                ("hand-over", < 2) => ("Refused", Refusal()),
                ("hand-over", _) => ("HandedOver", HandOver(today)),
                ("send-refusal-minutes", _) => ("Sent", Sent()),
                ("await-taking", < 6) => await SilenceAsync(task, "Taken", HandOver(today)),
                ("await-taking", _) => ("Taken", HandOver(today)),
                ("grant-funds", _) => ("Granted", Grant(await OwedAsync())),
                ("pay-compensation", _) => ("Paid", Payment(await OwedAsync(), today)),
                _ => (task.Outcomes[0].Name, null),
            };
        }

        /// <summary>The claimant says nothing until his time is over; the task is then gone, and completing it is refused.</summary>
        private async Task<(string Outcome, JsonObject? Data)> SilenceAsync(UserTask task, string outcome, JsonObject data)
        {
            await Story.Office.MoveToAsync(await Story.Office.Store.NowAsync(CancellationToken.None) + Duration.FromDays(45));
            return (outcome, data);
        }

        private async Task<long> OwedAsync()
        {
            var advance = (await Story.JournalAsync()).Any(row => row.EventName == "AdvancePaid");
            return advance ? Agreed - 10_000_001 : Agreed;
        }
    }
}
