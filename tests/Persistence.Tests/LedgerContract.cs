namespace ProcedureEngine.Persistence.Tests;

/// <summary>Numbers and reservations: what cases compete for.</summary>
public sealed class LedgerContract(StoreKind kind) : StoreContract(kind)
{
    private static readonly CounterKey Decisions = new("namdinh", "decision", 2026);

    [Test]
    public async Task Concurrent_numbers_have_no_gap_and_no_repeat_although_some_bursts_are_refused()
    {
        var numbers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => NumberAsync($"c{i}", isRefused: i % 3 == 0)));
        Assert.That(numbers.OfType<long>().Order(), Is.EqualTo(Enumerable.Range(1, 33)));
    }

    [Test]
    public async Task Each_office_kind_and_year_counts_by_itself()
    {
        var numbers = new List<long>();
        await StartAsync("c1");
        await Store.RunAsync(
            Bursts.Deliver("c1"),
            async (snapshot, ledger) =>
            {
                foreach (var key in (CounterKey[])[Decisions, Decisions with { Office = "hanoi" }, Decisions with { Kind = "case" }, Decisions with { Year = 2027 }, Decisions, Decisions])
                    numbers.Add(await ledger.NextAsync(key));
                return Bursts.Next(snapshot);
            },
            CancellationToken.None);
        Assert.That(numbers, Is.EqualTo(new long[] { 1, 1, 1, 1, 2, 3 }));
    }

    [TestCase(0, 30, false, "the same time")]
    [TestCase(-10, 1, false, "one minute at the start")]
    [TestCase(29, 60, false, "one minute at the end")]
    [TestCase(5, 10, false, "within")]
    [TestCase(-10, 60, false, "around")]
    [TestCase(30, 60, true, "begins when the other ends")]
    [TestCase(-30, 0, true, "ends when the other begins")]
    public async Task A_resource_is_reserved_once_at_a_time(int from, int to, bool isFree, string reason)
    {
        await ReserveAsync("c1", Rows.Visit("c1", 0, 30));
        Assert.That(await ReserveAsync("c2", Rows.Visit("c2", from, to)), Is.EqualTo(isFree), reason);
        Assert.That(await ReserveAsync("c3", Rows.Visit("c3", from, to) with { Resource = "officer/namdinh/another" }), Is.True);
    }

    [Test]
    public async Task Reserving_again_under_the_id_moves_the_time()
    {
        await ReserveAsync("c1", Rows.Visit("c1", 0, 30));
        Assert.That(await ReserveAsync("c1", Rows.Visit("c1", 15, 45)), Is.True);
        Assert.That(await ReserveAsync("c2", Rows.Visit("c2", 0, 15)), Is.True);
        Assert.That(await ReserveAsync("c3", Rows.Visit("c3", 40, 50)), Is.False);
    }

    [Test]
    public async Task Time_is_given_back_by_id_or_with_the_case()
    {
        await ReserveAsync("c1", Rows.Visit("c1", 0, 30), Rows.Visit("c1", 30, 60, "second"), Rows.Visit("c1", 60, 90, "third"));
        await BurstAsync("c1", result => result with { GoneReservations = ["c1/visit"] });
        Assert.That(await ReserveAsync("c2", Rows.Visit("c2", 0, 30)), Is.True);
        Assert.That(await ReserveAsync("c3", Rows.Visit("c3", 30, 60)), Is.False);
        await BurstAsync("c1", result => result with { ReleasesReservations = true });
        Assert.That(await ReserveAsync("c3", Rows.Visit("c3", 30, 90)), Is.True);
        Assert.That(await ReserveAsync("c4", Rows.Visit("c4", 0, 30)), Is.False);
    }

    [Test]
    public async Task Of_many_who_race_for_an_hour_one_gets_it()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => ReserveAsync($"c{i}", Rows.Visit($"c{i}", i, i + 30))));
        Assert.That(results.Count(isFree => isFree), Is.EqualTo(1));
    }

    private async Task<long?> NumberAsync(string id, bool isRefused)
    {
        try
        {
            var number = 0L;
            await Store.RunAsync(
                Bursts.Start(id),
                async (snapshot, ledger) =>
                {
                    number = await ledger.NextAsync(Decisions);
                    return isRefused ? throw RejectedException.Conflict("no", "Không.", "No.") : Bursts.Next(Bursts.Empty(id, snapshot.Now), snapshot.Now, null);
                },
                CancellationToken.None);
            return number;
        }
        catch (RejectedException)
        {
            return null;
        }
    }

    /// <returns>True when all were free; else none is kept.</returns>
    private async Task<bool> ReserveAsync(string id, params Reservation[] reservations)
    {
        try
        {
            await Store.RunAsync(
                Bursts.Deliver(id),
                async (snapshot, ledger) =>
                {
                    foreach (var reservation in reservations)
                    {
                        if (!await ledger.TryReserveAsync(reservation))
                            throw RejectedException.Conflict("time-taken", "Trùng lịch.", "Taken.");
                    }

                    return Bursts.Next(snapshot.Instance ?? Bursts.Empty(id, snapshot.Now), snapshot.Now, null);
                },
                CancellationToken.None);
            return true;
        }
        catch (RejectedException)
        {
            return false;
        }
    }
}
