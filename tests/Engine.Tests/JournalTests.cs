using ProcedureEngine.Engine.Journal;

namespace ProcedureEngine.Engine.Tests;

/// <summary>Rule 12: each entry carries the hash of the one before; personal values are erasable without breaking the chain.</summary>
public sealed class JournalTests
{
    private TestEngine engine = null!;
    private InstanceRow instance = null!;
    private List<JournalRow> rows = null!;

    [SetUp]
    public async Task BeginAsync()
    {
        engine = await TestEngine.OpenAsync(Procedures.OneTask());
        await engine.StartAsync();
        await engine.DoAsync("ask", "No", new JsonObject { ["reason"] = "Trần Văn Ất", ["times"] = 1 });
        (instance, rows) = (await engine.InstanceAsync(), [.. await engine.JournalAsync()]);
    }

    [TearDown]
    public async Task EndAsync() => await engine.DisposeAsync();

    [Test]
    public void A_journal_as_it_was_written_is_whole()
    {
        Assert.That(JournalChain.FindBreak(rows, instance), Is.Null);
        Assert.That(rows.Select(row => row.Sequence), Is.EqualTo(Enumerable.Range(1, rows.Count).Select(i => (long)i)));
        Assert.That(JournalChain.FindBreak([]), Is.Null);
    }

    [Test]
    public void A_changed_entry_is_found()
    {
        for (var i = 0; i < rows.Count; i++)
        {
            var (row, at) = (rows[i], i);
            JournalRow[] changed =
            [
                row with { Text = row.Text.Replace("\"actor\":\"officer\"", "\"actor\":\"other\"", StringComparison.Ordinal) }, row with { Hash = new string('0', 64) }, row with { EventName = "Other" },
                row with { At = row.At + Duration.FromSeconds(1) }, row with { ActivityId = "other" }, row with { ActivityInstanceId = "other" }, row with { ActivityType = "other" },
                row with { Sequence = 99 }, row with { InstanceId = "c2" },
            ];
            Assert.That(changed.Select(wrong => JournalChain.FindBreak(With(list => list[at] = wrong))), Is.EqualTo(changed.Select(wrong => wrong.Sequence)));
        }
    }

    [Test]
    public void A_changed_text_with_its_hash_made_anew_breaks_at_the_next()
    {
        var text = rows[0].Text.Replace("\"actor\":\"officer\"", "\"actor\":\"other\"", StringComparison.Ordinal);
        Assert.That(JournalChain.FindBreak(With(list => list[0] = rows[0] with { Text = text, Hash = JournalChain.Next(JournalChain.Genesis, text) })), Is.EqualTo(2));
    }

    [Test]
    public void A_removed_inserted_or_exchanged_entry_is_found()
    {
        for (var i = 0; i < rows.Count - 1; i++)
        {
            var at = i;
            Assert.That(JournalChain.FindBreak(With(list => list.RemoveAt(at)), instance), Is.Not.Null, $"without {i + 1}");
            Assert.That(JournalChain.FindBreak(With(list => list.Insert(at, rows[at])), instance), Is.Not.Null, $"{i + 1} twice");
            Assert.That(JournalChain.FindBreak(With(list => (list[at], list[at + 1]) = (rows[at + 1], rows[at])), instance), Is.Not.Null, $"{i + 1} and {i + 2} exchanged");
        }
    }

    [Test]
    public void Entries_missing_at_the_end_show_against_the_instance()
    {
        var shorter = With(list => list.RemoveAt(list.Count - 1));
        Assert.That(JournalChain.FindBreak(shorter), Is.Null, "the entries alone cannot tell");
        Assert.That(JournalChain.FindBreak(shorter, instance), Is.EqualTo(rows.Count));
    }

    [Test]
    public async Task Personal_values_are_outside_the_text_under_salted_digests()
    {
        Assert.That(rows.Select(row => row.Text), Has.None.Contains("Ất"));
        var personal = (await engine.Store.Queries.PersonalAsync(TestEngine.Case, CancellationToken.None)).Single();
        Assert.That(personal.Value, Does.Contain("Trần Văn Ất"));
        var entry = JsonNode.Parse(rows.Single(row => row.Sequence == personal.Sequence).Text)!;
        Assert.That((string?)entry["personal"]![personal.Name], Is.EqualTo(JournalChain.Digest(personal.Salt, personal.Value)));
    }

    [Test]
    public async Task Erasing_personal_values_leaves_the_chain_whole()
    {
        await engine.ExecuteAsync("DELETE FROM journal_personal");
        Assert.That(await engine.Store.Queries.PersonalAsync(TestEngine.Case, CancellationToken.None), Is.Empty);
        Assert.That(JournalChain.FindBreak(await engine.JournalAsync(), await engine.InstanceAsync()), Is.Null);
    }

    [Test]
    public void Entries_hold_what_Studio_shows()
    {
        var started = JsonNode.Parse(rows.First(row => row.ActivityId == "ask").Text)!;
        Assert.That(started["activityType"]!.GetValue<string>(), Is.EqualTo("Test.Ask"));
        Assert.That(started["activityVersion"]!.GetValue<int>(), Is.EqualTo(1));
        Assert.That(rows.Where(row => row.ActivityId == "ask").Select(row => row.EventName), Is.EqualTo(["Started", "Suspended", "TaskCompleted", "Resumed", "Completed"]));
        Assert.That(rows[^1].EventName, Is.EqualTo("Finished"));
    }

    private List<JournalRow> With(Action<List<JournalRow>> change)
    {
        var list = rows.ToList();
        change(list);
        return list;
    }
}
