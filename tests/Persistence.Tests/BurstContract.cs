using ProcedureEngine.Activities.Issuance;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Persistence.Tests;

/// <summary>Loading, deciding and writing one instance.</summary>
public sealed class BurstContract(StoreKind kind) : StoreContract(kind)
{
    [Test]
    public async Task What_a_burst_writes_the_next_one_loads_unchanged()
    {
        var answer = await StartAsync("c1", result => result with
        {
            Tasks = [Rows.Task("c1")],
            NewBookmarks = [Rows.Bookmark("c1")],
            Timers = [Rows.Timer("c1", Start + Duration.FromDays(1))],
            Records = [Rows.Case("c1"), Rows.Limit("c1"), Rows.Appointment("c1")],
            Incidents = [Rows.Incident("c1")],
        });
        var loaded = await LoadAsync("c1");

        Assert.That(answer.IsRepeat, Is.False);
        Same.As([answer], Bursts.Answer("c1"));
        Same.As([loaded.Instance!], Bursts.Empty("c1", Start) with { Revision = 1 });
        Same.As(loaded.Tasks, Rows.Task("c1"));
        Same.As(loaded.Bookmarks, Rows.Bookmark("c1"));
        Same.As(loaded.Timers, Rows.Timer("c1", Start + Duration.FromDays(1)));
        Same.As(loaded.Records, Rows.Case("c1"), Rows.Limit("c1"), Rows.Appointment("c1"));
        Same.As(loaded.OpenIncidents, Rows.Incident("c1"));
    }

    [Test]
    public async Task Papers_messages_journal_and_inbox_are_not_loaded_but_read()
    {
        await StartAsync("c1", result => result with
        {
            Records = [Rows.Document("c1", "d1", null), Rows.Message("c1", MessageDirection.In, "m1"), Rows.Decision("c1", 1)],
            Journal = [Rows.Journal("c1", 1), Rows.Journal("c1", 2)],
            Personal = [Rows.Personal("c1", 2)],
            Inbox = [Rows.Inbox("c1")],
        });

        Assert.That((await LoadAsync("c1")).Records, Is.Empty);
        Same.As(await Store.Queries.DocumentsAsync("c1", default), Rows.Document("c1", "d1", null));
        Same.As((await Store.Queries.MessagesAsync("c1", default)).Select(sent => sent.Message), Rows.Message("c1", MessageDirection.In, "m1"));
        Same.As<DecisionEntry>(await Store.Queries.DecisionsAsync(Bursts.Office, 2026, default), Rows.Decision("c1", 1));
        Same.As(await Store.Queries.JournalAsync("c1", default), Rows.Journal("c1", 1), Rows.Journal("c1", 2));
        Same.As(await Store.Queries.PersonalAsync("c1", default), Rows.Personal("c1", 2));
        Same.As(await Store.Queries.InboxAsync("c1", default), Rows.Inbox("c1"));
    }

    [Test]
    public async Task Every_record_is_loaded_exactly_when_its_type_says_so()
    {
        CaseRecord[] all =
            [Rows.Case("c1"), Rows.Limit("c1"), Rows.Appointment("c1"), Rows.Document("c1", "d1", null), Rows.Message("c1", MessageDirection.In, "m1"), Rows.Decision("c1", 1)];
        await StartAsync("c1", result => result with { Records = all });

        Same.As((await LoadAsync("c1")).Records, all.Where(record => record.LoadsWithInstance));
    }

    [Test]
    public async Task Rows_change_and_go()
    {
        await StartAsync("c1", result => result with
        {
            Tasks = [Rows.Task("c1", "t1"), Rows.Task("c1", "t2")],
            NewBookmarks = [Rows.Bookmark("c1", "b1"), Rows.Bookmark("c1", "b2")],
            Timers = [Rows.Timer("c1", Start, "one"), Rows.Timer("c1", Start, "two")],
            Incidents = [Rows.Incident("c1")],
            Records = [Rows.Case("c1")],
        });
        await BurstAsync("c1", result => result with
        {
            Tasks = [Rows.Task("c1", "t1") with { State = UserTaskState.Completed, Revision = 2 }, Rows.Task("c1", "t2") with { Assignee = "hoa" }],
            GoneBookmarks = ["c1.b1"],
            GoneTimers = ["c1/one"],
            Timers = [Rows.Timer("c1", Start + Duration.FromDays(9), "two")],
            Incidents = [Rows.Incident("c1") with { ResolvedAt = Start, ResolvedBy = "op" }],
            Records = [Rows.Case("c1") with { Status = "signing" }],
        });
        var loaded = await LoadAsync("c1");

        Same.As(loaded.Tasks, Rows.Task("c1", "t2") with { Assignee = "hoa" });
        Same.As(loaded.Bookmarks, Rows.Bookmark("c1", "b2"));
        Same.As(loaded.Timers, Rows.Timer("c1", Start + Duration.FromDays(9), "two"));
        Same.As(loaded.Records, Rows.Case("c1") with { Status = "signing" });
        Assert.That(loaded.OpenIncidents, Is.Empty);
        Assert.That(loaded.Instance!.Revision, Is.EqualTo(2));
    }

    [Test]
    public async Task A_closed_task_is_loaded_when_the_stimulus_names_it()
    {
        var closed = Rows.Task("c1") with { State = UserTaskState.Completed, Revision = 2 };
        await StartAsync("c1", result => result with { Tasks = [closed, Rows.Task("c1", "t2"), Rows.Task("c1", "t3") with { State = UserTaskState.Cancelled }] });
        await StartAsync("c2", result => result with { Tasks = [Rows.Task("c2")] });

        foreach (Stimulus stimulus in (Stimulus[])
            [
                new CompleteTask("c1", Actor.Engine, "c1.t1", "Valid", null, 1), new ClaimTask("c1", Actor.Engine, "c1.t1", 1), new ReleaseTask("c1", Actor.Engine, "c1.t1", 1),
                new AssignTask("c1", Actor.Engine, "c1.t1", "hoa", 1),
            ])
            Same.As((await LoadAsync(stimulus)).Tasks, closed, Rows.Task("c1", "t2"));
        Same.As((await LoadAsync("c1")).Tasks, Rows.Task("c1", "t2"));
        Same.As((await LoadAsync(new ClaimTask("c1", Actor.Engine, "c2.t1", 1))).Tasks, Rows.Task("c1", "t2"));
    }

    [Test]
    public async Task A_decision_that_throws_leaves_nothing()
    {
        await StartAsync("c1");
        var key = Bursts.Key("k");
        await Assert.ThrowsAsync<RejectedException>(() => Store.RunAsync(
            Bursts.Deliver("c1", key),
            async (_, ledger) =>
            {
                await ledger.NextAsync(new CounterKey("namdinh", "case", 2026));
                await ledger.TryReserveAsync(Rows.Visit("c1", 0, 30));
                throw RejectedException.Conflict("no", "Không.", "No.");
            },
            CancellationToken.None));

        var (number, isFree) = (0L, false);
        var answer = await Store.RunAsync(
            Bursts.Deliver("c1", key),
            async (snapshot, ledger) =>
            {
                number = await ledger.NextAsync(new CounterKey("namdinh", "case", 2026));
                isFree = await ledger.TryReserveAsync(Rows.Visit("c1", 0, 30, "another"));
                return Bursts.Next(snapshot);
            },
            CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(number, Is.EqualTo(1));
            Assert.That(isFree, Is.True);
            Assert.That(answer.IsRepeat, Is.False);
        });
    }

    [Test]
    public async Task A_rejection_reaches_the_caller_as_it_was_thrown()
    {
        var thrown = RejectedException.Invalid("data.reason", "required", "Bắt buộc.", "Required.");
        var caught = await Assert.ThrowsAsync<RejectedException>(() => Store.RunAsync(Bursts.Start("c1"), (_, _) => throw thrown, CancellationToken.None));
        Assert.That(caught, Is.SameAs(thrown));
    }

    [Test]
    public async Task A_second_start_of_an_id_is_a_conflict_and_decides_nothing()
    {
        await StartAsync("c1", result => result with { Incidents = [Rows.Incident("c1")] });
        var calls = 0;
        var rejected = await Assert.ThrowsAsync<RejectedException>(() => Store.RunAsync(
            Bursts.Start("c1"), (_, _) => throw new AssertionException($"Decided {++calls} times."), CancellationToken.None));
        Assert.That((rejected!.Kind, rejected.Rule), Is.EqualTo((RejectionKind.Conflict, "exists")));
    }

    [Test]
    public async Task A_row_decided_on_another_revision_is_refused_and_nothing_is_written()
    {
        await StartAsync("c1");
        var stale = (await LoadAsync("c1")).Instance!;
        await BurstAsync("c1");

        await Assert.ThrowsAsync<DefectException>(() => Store.RunAsync(
            Bursts.Deliver("c1"), (snapshot, _) => ValueTask.FromResult(Bursts.Next(stale, snapshot.Now, r => r with { Tasks = [Rows.Task("c1")] })), CancellationToken.None));
        var loaded = await LoadAsync("c1");
        Assert.That((loaded.Instance!.Revision, loaded.Tasks.Count), Is.EqualTo((2, 0)));
    }

    [Test]
    public async Task An_id_of_another_instances_row_is_refused()
    {
        await StartAsync("c1", result => result with { Tasks = [Rows.Task("c1")] });
        await Assert.ThrowsAsync<DefectException>(() => StartAsync("c2", result => result with { Tasks = [Rows.Task("c2") with { Id = "c1.t1" }] }));
        Same.As((await LoadAsync("c1")).Tasks, Rows.Task("c1"));
        Assert.That((await LoadAsync("c2")).Instance, Is.Null);
    }

    [Test]
    public async Task A_journal_line_is_written_once()
    {
        await StartAsync("c1", result => result with { Journal = [Rows.Journal("c1", 1)] });
        await Assert.ThrowsAsync<DefectException>(() => BurstAsync("c1", result => result with { Journal = [Rows.Journal("c1", 1) with { Text = "{}" }] }));
        Same.As(await Store.Queries.JournalAsync("c1", default), Rows.Journal("c1", 1));
    }

    [Test]
    public async Task Now_is_the_clocks_in_microseconds_and_never_before_the_last_burst()
    {
        await StartAsync("c1");
        Assert.That((await LoadAsync("c1")).Now, Is.EqualTo(Start));
        Clock.Now = TestClock.Start - Duration.FromHours(3);
        Assert.That((await LoadAsync("c1")).Now, Is.EqualTo(Start));
        Clock.Now = TestClock.Start + Duration.FromHours(3);
        Assert.That((await LoadAsync("c1")).Now, Is.EqualTo(Start + Duration.FromHours(3)));
    }

    [Test]
    public async Task A_burst_that_changes_nothing_leaves_the_revision()
    {
        await StartAsync("c1");
        await LoadAsync("c1");
        Assert.That((await LoadAsync("c1")).Instance!.Revision, Is.EqualTo(1));
    }

    [Test]
    public async Task Text_that_no_keyboard_makes_is_kept()
    {
        var odd = Rows.Case("c1") with { ApplicantName = "A\0B 🏛 \uFFFE", SearchText = "a\0b \ud83c" };
        await StartAsync("c1", result => result with { Records = [odd] });
        Assert.That((await Store.Queries.CaseAsync("c1", default))!.ApplicantName, Is.EqualTo(odd.ApplicantName));
        Assert.That((await Store.Queries.CasesAsync(new CaseFilter(null, Search: "ab"), default)).Items, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Concurrent_bursts_of_an_instance_follow_one_another()
    {
        await StartAsync("c1");
        var seen = await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ =>
        {
            var revision = 0L;
            await Store.RunAsync(
                Bursts.Deliver("c1"),
                (snapshot, _) =>
                {
                    revision = snapshot.Instance!.Revision;
                    return ValueTask.FromResult(Bursts.Next(snapshot, r => r with { Journal = [Rows.Journal("c1", revision)] }));
                },
                CancellationToken.None);
            return revision;
        }));
        Assert.That(seen, Is.EquivalentTo(Enumerable.Range(1, 40)));
        Assert.That((await Store.Queries.JournalAsync("c1", default)).Select(row => row.Sequence), Is.EqualTo(Enumerable.Range(1, 40)));
    }

    [Test]
    public async Task A_cancelled_call_does_nothing()
    {
        await Assert.CatchAsync<OperationCanceledException>(() => Store.RunAsync(Bursts.Start("c1"), Bursts.Create("c1"), new CancellationToken(canceled: true)));
        Assert.That(await Store.Queries.InstanceAsync("c1", default), Is.Null);
    }
}
