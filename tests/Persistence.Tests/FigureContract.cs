using System.Diagnostics.CodeAnalysis;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Persistence.Supervision;

namespace ProcedureEngine.Persistence.Tests;

/// <summary>Figures of time limits equal a full recount at every instant, whoever folds, and whatever stops in between.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Random bursts with a seed, to be repeated.")]
public sealed class FigureContract(StoreKind kind) : StoreContract(kind)
{
    private static readonly string[] Offices = ["namdinh", "cctpnamdinh", "hanoi"];
    private static readonly string[] Limits = ["check-validity", "draft-decision", "sign-decision"];

    [Test]
    public async Task A_limit_counts_where_it_stands_and_on_the_days_of_what_happened_to_it()
    {
        var limit = Rows.Limit("c1");
        await StartAsync("c1", result => result with { Records = [limit] });
        Assert.That(await StandingAsync(), Is.EqualTo("running=1"));
        Assert.That(await OfDaysAsync(2, 2), Is.EqualTo("started=1"));

        // The limit's last day is 4 March: met on it, in the evening, is nearly missed.
        await BurstAsync("c1", result => result with { Records = [limit with { State = TimeLimitState.Met, EndedAt = Instant.FromUtc(2026, 3, 4, 12, 0) }] });
        Assert.That(await StandingAsync(), Is.EqualTo("met=1"));
        Assert.That(await OfDaysAsync(4, 4), Is.EqualTo("met=1 metOnLastDay=1 seconds=208799"));
        Assert.That(await OfDaysAsync(2, 3), Is.EqualTo("started=1"));

        // Met late before any timer said so: missed on its last day, met late on the day of the act.
        await BurstAsync("c1", result => result with { Records = [limit with { State = TimeLimitState.MetLate, EndedAt = Instant.FromUtc(2026, 3, 6, 2, 0) }] });
        Assert.That(await StandingAsync(), Is.EqualTo("metLate=1"));
        Assert.That(await OfDaysAsync(4, 4), Is.EqualTo("missed=1"));
        Assert.That(await OfDaysAsync(5, 6), Is.EqualTo("metLate=1 seconds=345599"));
        Assert.That(await Store.Figures.DifferencesAsync(default), Is.Empty);
    }

    [Test]
    public async Task A_burst_that_is_undone_counts_nothing_and_folding_changes_no_figure()
    {
        await StartAsync("c1", result => result with { Records = [Rows.Limit("c1"), Rows.Limit("c1", "draft-decision") with { Kind = "internal" }] });
        await Assert.ThrowsAsync<DefectException>(() => BurstAsync("c1", result =>
        {
            Assert.That(result.Instance, Is.Not.Null);
            return result with { Instance = result.Instance! with { Revision = 9 }, Records = [Rows.Limit("c1", "sign-decision")] };
        }));
        var before = await ByAsync(LimitDimension.Office, LimitDimension.Limit, LimitDimension.Kind);
        Assert.That(before, Is.EqualTo("namdinh/check-validity/law:running=1 namdinh/draft-decision/internal:running=1"));
        Assert.That(await Store.Figures.FoldAsync(1000, default), Is.EqualTo(4));
        Assert.That(await Store.Figures.FoldAsync(1000, default), Is.Zero);
        Assert.That(await ByAsync(LimitDimension.Office, LimitDimension.Limit, LimitDimension.Kind), Is.EqualTo(before));
    }

    [Test]
    public async Task Figures_are_asked_by_office_procedure_limit_kind_and_bearer()
    {
        foreach (var office in Offices)
            await StartAsync(office, result => result with { Records = [Rows.Limit(office) with { Office = office, Kind = office == "hanoi" ? "local" : "law", Bearer = office == "namdinh" ? "citizen" : "authority" }] });
        await Store.Figures.FoldAsync(4, default); // Some folded, some not.
        Assert.That(await ByAsync(LimitDimension.Office), Is.EqualTo("cctpnamdinh:running=1 hanoi:running=1 namdinh:running=1"));
        Assert.That(await ByAsync(LimitDimension.Procedure, LimitDimension.Bearer), Is.EqualTo("enforcement-request/authority:running=2 enforcement-request/citizen:running=1"));
        async Task<long> CountAsync(FigureFilter filter) => (await Store.Figures.SumAsync(filter, [], default)).Sum(figure => figure.Count);

        Assert.That(await CountAsync(new FigureFilter(null)), Is.EqualTo(3));
        Assert.That(await CountAsync(new FigureFilter(["namdinh", "cctpnamdinh"])), Is.EqualTo(2));
        Assert.That(await CountAsync(new FigureFilter([])), Is.Zero);
        Assert.That(await CountAsync(new FigureFilter(null) { Kind = "local" }), Is.EqualTo(1));
        Assert.That(await CountAsync(new FigureFilter(null) { Bearer = "authority" }), Is.EqualTo(2));
        Assert.That(await CountAsync(new FigureFilter(null) { Procedure = "another" }), Is.Zero);
        Assert.That(await CountAsync(new FigureFilter(null) { Limit = "check-validity" }), Is.EqualTo(3));
    }

    [Test]
    public async Task Wrong_totals_are_named_and_rebuilt()
    {
        await StartAsync("c1", result => result with { Records = [Rows.Limit("c1")] });
        await Store.Figures.FoldAsync(1000, default);
        await Store.WriteAsync(async sql => await sql.ExecuteAsync(new Sql.Statement("UPDATE limit_totals SET n = 7 WHERE measure = 'running'")), isBackground: false, default);

        var named = await Store.Figures.DifferencesAsync(default);
        Assert.That(named, Has.Some.Contains("Office = namdinh, Procedure = enforcement-request, Limit = check-validity").And.Some.Contains("6 too many"), "the total");
        Assert.That(named, Has.Count.EqualTo(3), "and the sums that it is part of");
        await Store.Figures.RebuildAsync(default);
        Assert.That(await Store.Figures.DifferencesAsync(default), Is.Empty);
        Assert.That(await StandingAsync(), Is.EqualTo("running=1"));
    }

    [TestCase(20260311)]
    [TestCase(7)]
    public async Task Random_bursts_beside_two_folding_hosts_one_of_which_is_stopped_again_and_again_are_counted_exactly(int seed)
    {
        await using var other = await OpenAnotherAsync();
        using var done = new CancellationTokenSource();
        var folds = new[] { FoldAsync(Store, new Random(seed + 1), done.Token), FoldAsync(other?.Store ?? Store, new Random(seed + 2), done.Token) };
        var bursts = Enumerable.Range(0, 4).Select(writer => WriteAsync(writer % 2 == 0 ? Store : other?.Store ?? Store, writer, new Random(seed + 10 + writer)));
        await Task.WhenAll(bursts);
        Assert.That(await Store.Figures.DifferencesAsync(default), Is.Empty, "while the folds go on");
        await Store.Figures.RebuildAsync(default);
        Assert.That(await Store.Figures.DifferencesAsync(default), Is.Empty, "after a rebuild beside the folds");
        await done.CancelAsync();
        await Task.WhenAll(folds);

        while (await Store.Figures.FoldAsync(500, default) > 0)
            Assert.That(await Store.Figures.DifferencesAsync(default), Is.Empty);
        var standing = await Store.Figures.SumAsync(new FigureFilter(null), [], default);
        Assert.That(standing.Sum(figure => figure.Count), Is.EqualTo(4 * 10 * Limits.Length));
    }

    /// <summary>Starts ten cases with a limit of each sort and moves them through their states at random.</summary>
    private static async Task WriteAsync(DurableStore store, int writer, Random random)
    {
        var states = Enum.GetValues<TimeLimitState>();
        foreach (var id in Enumerable.Range(0, 10).Select(i => $"w{writer}x{i}"))
        {
            TimeLimit Limit(string limit, TimeLimitState state) => Rows.Limit(id, limit) with
            {
                Office = Offices[random.Next(Offices.Length)], State = state, MissedAt = state is TimeLimitState.Missed ? Start + Duration.FromDays(2) : null,
                EndedAt = state is TimeLimitState.Met or TimeLimitState.MetLate or TimeLimitState.Cancelled ? Start + Duration.FromHours(random.Next(1, 200)) : null,
            };
            await store.RunAsync(Bursts.Start(id), Bursts.Create(id, result => result with { Records = [.. Limits.Select(limit => Limit(limit, TimeLimitState.Running))] }), default);
            foreach (var _ in Enumerable.Range(0, 4))
            {
                var limit = Limit(Limits[random.Next(Limits.Length)], states[random.Next(states.Length)]);
                await store.RunAsync(Bursts.Deliver(id), Bursts.Decide(result => result with { Records = [limit] }), default);
            }
        }
    }

    /// <summary>Folds a few rows at a time; now and then the work is done and its transaction lost, as when the host is killed.</summary>
    private static async Task FoldAsync(DurableStore store, Random random, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            try
            {
                await store.WriteAsync(
                    async sql =>
                    {
                        var folded = await LimitFigures.FoldAsync(sql, random.Next(1, 20));
                        return random.Next(3) == 0 ? throw new KilledException() : folded;
                    },
                    isBackground: true, CancellationToken.None);
            }
            catch (KilledException)
            {
                // Its rows are there for the next.
            }
        }
    }

    private async Task<OtherHost?> OpenAnotherAsync() => Store is PostgresStore ? new OtherHost(await OpenAgainAsync()) : null;

    private async Task<string> StandingAsync() => Text(await Store.Figures.SumAsync(new FigureFilter(null), [], default));

    private async Task<string> OfDaysAsync(int from, int to) => Text(await Store.Figures.SumAsync(new FigureFilter(null, (new LocalDate(2026, 3, from), new LocalDate(2026, 3, to))), [], default));

    private async Task<string> ByAsync(params LimitDimension[] by) => Text(await Store.Figures.SumAsync(new FigureFilter(null), by, default));

    private static string Text(IEnumerable<LimitFigure> figures) => string.Join(
        ' ', figures.Where(figure => figure.Count != 0).Select(figure => $"{(figure.Group.IsEmpty ? string.Empty : string.Join('/', figure.Group) + ":")}{figure.Measure}={figure.Count}"));

    private sealed record OtherHost(DurableStore Store) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Store.DisposeAsync();
    }

    private sealed class KilledException : Exception;
}
