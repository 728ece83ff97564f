using ProcedureEngine.Contracts.V1;

namespace ProcedureEngine.Kill.Tests.TwoHosts;

/// <summary>Each fault that the checker looks for, planted in what was found, is reported: so that its silence means something.</summary>
internal static class PlantedInPair
{
    public static void Check(List<LedgerLine> ledger, PairFacts facts)
    {
        var (cases, tasks) = (facts.Store.Cases, facts.Store.Tasks);
        var act = ledger.First(line => line is { Kind: LedgerKinds.Act, Value: "Supplemented" });
        var completed = facts.Feed.First(e => e.Type == "task.completed");
        var (first, second) = (facts.Bus.First(e => e.Sequence == 1), facts.Bus.First(e => e.Sequence == 2));
        var stranger = first with { Id = "another.event.1", CaseId = "another" };
        Assert.Multiple(() =>
        {
            Reports(facts with { Store = facts.Store with { Events = facts.Store.Events.Add(new EventFact(act.Id, act.Value, null)) } }, "lost act");
            Reports(facts with { Store = facts.Store with { Cases = cases.Add(cases[0] with { Id = "another" }) } }, "case that nobody was told of");
            Reports(facts with { Store = facts.Store with { Tasks = tasks.Add(tasks.First(task => task.IsCompleted) with { Id = "another.t1", Run = "another" }) } }, "completion that nobody was told of");
            Reports(facts with { Feed = facts.Feed.RemoveAt(facts.Feed.Length / 2) }, "gap in the feed");
            Reports(facts with { Feed = [.. facts.Feed.Select(e => e.Id == completed.Id ? e with { Sequence = e.Sequence + 1 } : e)] }, "gap or disorder in the feed of case");
            Reports(facts with { Feed = [.. facts.Feed.Select(e => e.Id == completed.Id ? Later(e) : e)] }, "event without a cause");
            Reports(facts with { Feed = facts.Feed.Remove(completed) }, "task.completed 0 times");
            Reports(facts with { Bus = [.. facts.Bus.Where(e => e.Id != first.Id)] }, "never seen by bus");
            Reports(facts with { Webhook = [.. facts.Webhook.Where(e => e.Id != first.Id)] }, "never seen by webhook");
            Reports(facts with { Bus = facts.Bus.Add(stranger) }, "seen by bus and not in the feed");
            Reports(facts with { Webhook = facts.Webhook.Add(stranger) }, "seen by webhook and not in the feed");
            Reports(facts with { Bus = facts.Bus.Add(first with { Text = second.Text }) }, "seen by bus otherwise");
            Reports(facts with { Bus = facts.Bus.Remove(second).Insert(0, second) }, "out of order by bus");
            Reports(facts with { Webhook = facts.Webhook.RemoveAll(e => e.Id == second.Id).Insert(0, second) }, "out of order by webhook");
        });

        void Reports(PairFacts planted, string fault) => Assert.That(PairChecker.Check(ledger, planted), Has.Some.StartsWith(fault));
    }

    /// <summary>The same event as if an instant later, at which nothing happened.</summary>
    private static Sighting Later(Sighting told)
    {
        var read = (TaskCompleted)told.Read();
        return told with { Text = Sighting.TextOf(read with { At = read.At.AddMicroseconds(1) }) };
    }
}
