using System.Globalization;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Engine.Journal;
using ProcedureEngine.Workflows.Tests.Support;

namespace ProcedureEngine.Workflows.Tests.Walks;

/// <summary>
/// Runs a plan: offices side by side, each with a seed of its own and its cases one after the other, so that a walk goes the same way however many work at once.
/// The seed also says on which store; on PostgreSQL the clock ticks meanwhile.
/// </summary>
internal static class WalkRun
{
    /// <summary>A seed to walk again instead of all.</summary>
    private const string ReplayVariable = "PE_WALK";

    private const int CasesOfOffice = 10;

    /// <summary>Every fifth office is on PostgreSQL.</summary>
    private const int PostgresEvery = 5;

    /// <summary>The any-time branches; no journal tells of this arrow.</summary>
    private const string EnteredByEveryStart = "start/AnyTime";

    /// <summary>About a third of the stimuli are wrong.</summary>
    private const int LeastWrongInPercent = 28;

    /// <summary>Of a hundred walks, so many come to an end in their steps.</summary>
    private const int LeastFinishedInPercent = 90;

    /// <param name="leastOfEach">How often each arrow and each misuse of the procedure must have been met.</param>
    public static async Task RunAsync(WalkPlan plan, int cases, int leastOfEach)
    {
        if (Environment.GetEnvironmentVariable(ReplayVariable) is { Length: > 0 } seed)
        {
            await ReplayAsync(plan, int.Parse(seed, CultureInfo.InvariantCulture));
            return;
        }

        // No size walks the ways of another.
        var (first, tallies) = (plan.Seed + cases, new WalkTally[cases / CasesOfOffice]);
        await Parallel.ForAsync(0, tallies.Length, async (office, _) => tallies[office] = (await WalkAsync(plan, first + office)).Tally);
        var all = new WalkTally();
        foreach (var tally in tallies)
            all.Add(tally);
        TestContext.Out.WriteLine($"{plan.Procedure}, seeds {first} to {first + tallies.Length - 1}, {cases} cases: {all}");
        Assert.Multiple(() => Demand(plan, all, cases, leastOfEach));
    }

    private static async Task ReplayAsync(WalkPlan plan, int seed)
    {
        var (tally, trails) = await WalkAsync(plan, seed);
        TestContext.Out.WriteLine(string.Join(Environment.NewLine, trails));
        Assert.That(tally[WalkTally.Right], Is.Positive);
    }

    private static void Demand(WalkPlan plan, WalkTally all, int cases, int leastOfEach)
    {
        foreach (var (name, share) in plan.Quotas)
            Assert.That(all[name], Is.GreaterThanOrEqualTo(Math.Max(1, cases * share / 100)), name);
        var demanded = plan.Build().Connections.Select(Arrows.Name).Concat(plan.Misuses.Concat(RandomWalk.SharedMisuses.All).Select(misuse => misuse.Name)).ToHashSet(StringComparer.Ordinal);
        Assert.That(plan.NotAsked, Is.SubsetOf(demanded), "what is not asked for is there");
        foreach (var name in demanded.Except(plan.NotAsked, StringComparer.Ordinal).Except([EnteredByEveryStart], StringComparer.Ordinal))
            Assert.That(all[name], Is.GreaterThanOrEqualTo(leastOfEach), name);
        Assert.That(all[WalkTally.Wrong], Is.GreaterThanOrEqualTo((all[WalkTally.Right] + all[WalkTally.Wrong]) * LeastWrongInPercent / 100), "about a third of the stimuli are wrong");
        Assert.That(all[WalkTally.Finished], Is.GreaterThanOrEqualTo(cases * LeastFinishedInPercent / 100), "nine of ten walks come to an end");
        Assert.That(all[WalkTally.Twice], Is.GreaterThanOrEqualTo(cases / 2), "stimuli arrive twice");
    }

    private static async Task<(WalkTally Tally, IReadOnlyList<string> Trails)> WalkAsync(WalkPlan plan, int seed)
    {
        var (random, tally, trails, ids) = (new Random(seed), new WalkTally(), new List<string>(), new List<string>());
        RandomWalk? walk = null;
        await using var office = await TestOffice.OpenAsync(seed % PostgresEvery == 0 ? StoreKind.Postgres : StoreKind.Sqlite, plan.Build());
        try
        {
            for (var i = 0; i < CasesOfOffice; i++)
            {
                walk = await plan.StartAsync(office, random, tally);
                await walk.RunAsync(plan.Steps);
                await SumUpAsync(plan, walk.Story, tally);
                trails.Add($"case {i}: {string.Join(" | ", walk.Trail)}");
                ids.Add(walk.Story.CaseId);
                Assert.That(await plan.CheckAsync(office, [walk.Story.CaseId]), Is.Empty, "an invariant is broken");
            }

            Assert.That(await plan.CheckAsync(office, [.. ids]), Is.Empty, "an invariant is broken");
        }
        catch (Exception failure)
        {
            throw new AssertionException(Told(plan, seed, ids.Count, walk, failure), failure);
        }

        return (tally, trails);
    }

    private static async Task SumUpAsync(WalkPlan plan, Story story, WalkTally tally)
    {
        Assert.That((await story.IncidentsAsync()).Select(incident => incident.Message), Is.Empty);
        var journal = await story.JournalAsync();
        Assert.That(JournalChain.FindBreak(journal), Is.Null);
        tally.CountCase(journal.Select(row => $"event {row.EventName}").Where(plan.Quotas.ContainsKey));
        tally.CountCase(Arrows.Travelled(journal));
        tally.Count($"ended {await story.StatusAsync()}");
        if (!(await story.OpenTasksAsync()).All(task => task.Handler is not null))
            return;
        tally.Count(WalkTally.Finished);
        Assert.That((await story.LimitsAsync()).Where(limit => limit.State == TimeLimitState.Running).Select(limit => limit.LimitId), Is.Empty, "nothing runs in a case that has ended");
    }

    /// <summary>What failed, how it came to it, and the one command that does it again.</summary>
    private static string Told(WalkPlan plan, int seed, int number, RandomWalk? walk, Exception failure)
    {
        var store = seed % PostgresEvery == 0 ? "PE_POSTGRES=${PE_POSTGRES:-$(bash deploy/postgres.sh start \"$(mktemp -d)\" 54329)} " : string.Empty;
        var filter = $"Name~{plan.Procedure}&TestCategory!=Whole";
        return $"""
            {failure.Message}
            In case {number} of seed {seed}: {string.Join(" | ", walk?.Trail ?? [])}
            Again: {store}{ReplayVariable}={seed} dotnet test tests/Workflows.Tests -c Release --filter "{filter}"
            """;
    }
}
