namespace ProcedureEngine.Persistence.Tests;

/// <summary>Instances as such: filters and orders beside those of the query contract, how one stands, its journal by page, the runs of its activities.</summary>
public sealed class InstanceContract(StoreKind kind) : StoreContract(kind)
{
    private static readonly Duration Hour = Duration.FromHours(1);

    [Test]
    public async Task An_instance_is_found_by_its_instants_its_code_and_its_definition()
    {
        await StartAsync("c1", result => result with { Records = [Rows.Case("c1") with { ReferenceCode = "CODE-1", Number = new(7, 2026, "7/2026/HTTT") }] });
        Clock.Now = TestClock.Start + Hour;
        await StartAsync("c2", result => result with { Instance = result.Instance! with { DefinitionId = "other" } });
        await BurstAsync("c1", result => result with { Instance = result.Instance! with { Status = InstanceStatus.Finished, FinishedAt = Start + Hour } });
        Assert.That(await FindAsync(filter => filter with { Code = "CODE-1" }), Is.EqualTo("c1"));
        Assert.That(await FindAsync(filter => filter with { WithoutDefinitionIds = ["other"] }), Is.EqualTo("c1"));
        Assert.That(await FindAsync(filter => filter with { Instants = [new(InstanceInstant.FinishedAt, Comparison.Is, Start + Hour)] }), Is.EqualTo("c1"));
        Assert.That(await FindAsync(filter => filter with { Instants = [new(InstanceInstant.CreatedAt, Comparison.GreaterThan, Start)] }), Is.EqualTo("c2"), "exactly at the instant is not after it");
        Assert.That(await FindAsync(filter => filter with { Instants = [new(InstanceInstant.CreatedAt, Comparison.GreaterThanOrEqual, Start), new(InstanceInstant.CreatedAt, Comparison.IsNot, Start + Hour)] }), Is.EqualTo("c1"));
        Assert.That(await FindAsync(filter => filter with { Instants = [new(InstanceInstant.UpdatedAt, Comparison.LessThan, Start + Hour)] }), Is.Empty);
        Assert.That(await FindAsync(filter => filter with { OrderBy = InstanceOrder.Finished }), Is.EqualTo("c1 c2"), "what has not finished comes last on both stores");
        Assert.That(await FindAsync(filter => filter with { OrderBy = InstanceOrder.Name, IsAscending = true }), Is.EqualTo("c1 c2"));
        var page = await Store.Instances.PageAsync(new InstanceFilter(null) { Code = "CODE-1" }, default);
        Assert.That(page.Items.Select(item => (item.Code, item.Number)), Is.EqualTo(new[] { ("CODE-1", "7/2026/HTTT") }));
    }

    [Test]
    public async Task How_an_instance_stands_is_told_by_its_row()
    {
        await StartAsync("c1");
        await BurstAsync("c1");
        Assert.That(await Store.Instances.StandingAsync("c1", default), Is.EqualTo(new InstanceStanding(Bursts.Office, InstanceStatus.Running, InstanceSubStatus.Suspended, 2, Start)));
        Assert.That(await Store.Instances.StandingAsync("none", default), Is.Null);
        Assert.That(await Store.Instances.RevisionsAsync(["c1", "none"], default), Is.EqualTo(new Dictionary<string, long>(StringComparer.Ordinal) { ["c1"] = 2 }));
        Assert.That(await Store.Instances.RevisionsAsync([], default), Is.Empty);
    }

    [Test]
    public async Task Runs_are_told_from_the_journal_each_by_its_beginning_and_end()
    {
        await WriteAsync((1, "Started", "a1", "check"), (2, "Suspended", "a1", "check"), (3, "Started", "a2", "letters"));
        Clock.Now = TestClock.Start + Hour;
        await BurstAsync("c1", result => result with
        {
            Journal = [.. new[] { (4, "Completed", "a1", "check"), (5, "Started", "a3", "check"), (6, "Canceled", "a2", "letters"), (7, "Faulted", "a4", "sign") }.Select(line => Line(line) with { At = Start + Hour })],
        });
        Assert.That(await Store.Instances.RunsAsync("c1", default), Is.EqualTo(new[]
        {
            new ActivityRun("c1.a1", "check", 1, Start, Start + Hour, null, null), new ActivityRun("c1.a2", "letters", 3, Start, null, Start + Hour, null),
            new ActivityRun("c1.a3", "check", 5, Start + Hour, null, null, null), new ActivityRun("c1.a4", "sign", 7, null, null, null, Start + Hour),
        }));
        Assert.That((await Store.Instances.LinesOfRunsAsync("c1", default)).Select(line => line.Sequence), Is.EqualTo(new[] { 1, 3, 4, 5 }));
    }

    [Test]
    public async Task The_journal_is_read_by_page_and_filter()
    {
        await WriteAsync((1, "Started", "a1", "check"), (2, "Reopened", null, null), (3, "Started", "a2", "letters"), (4, "Completed", "a1", "check"));
        Assert.That(await JournalAsync(filter => filter), Is.EqualTo((4L, "1 2 3 4")));
        Assert.That(await JournalAsync(filter => filter with { Skip = 1, Take = 2 }), Is.EqualTo((4L, "2 3")));
        Assert.That(await JournalAsync(filter => filter with { EventNames = ["Started"] }), Is.EqualTo((2L, "1 3")));
        Assert.That(await JournalAsync(filter => filter with { ActivityIds = ["check"] }), Is.EqualTo((2L, "1 4")));
        Assert.That(await JournalAsync(filter => filter with { ActivityIds = ["start"] }), Is.EqualTo((1L, "2")), "lines of the case itself stand at its start");
        Assert.That(await JournalAsync(filter => filter with { WithoutTypes = ["Type.check"] }), Is.EqualTo((2L, "2 3")), "a line without a type is of none that is left out");
    }

    private Task<BurstAnswer> WriteAsync(params (int Sequence, string Event, string? Run, string? Activity)[] lines) =>
        StartAsync("c1", result => result with { Journal = [.. lines.Select(Line)] });

    private static JournalRow Line((int Sequence, string Event, string? Run, string? Activity) line) => Rows.Journal("c1", line.Sequence) with
    {
        EventName = line.Event, ActivityInstanceId = line.Run is null ? null : $"c1.{line.Run}", ActivityId = line.Activity, ActivityType = line.Activity is null ? null : $"Type.{line.Activity}",
    };

    private async Task<string> FindAsync(Func<InstanceFilter, InstanceFilter> with) =>
        string.Join(' ', (await Store.Instances.PageAsync(with(new InstanceFilter(null)), default)).Items.Select(item => item.Row.Id));

    private async Task<(long, string)> JournalAsync(Func<JournalFilter, JournalFilter> with)
    {
        var page = await Store.Instances.JournalAsync(with(new JournalFilter("c1", "start")), default);
        return (page.TotalCount, string.Join(' ', page.Items.Select(row => row.Sequence)));
    }
}
