using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.Offices;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Persistence;

namespace ProcedureEngine.Workflows.Tests.Support;

/// <summary>An office with its procedure, people, a real store and a clock that the test moves.</summary>
public sealed class TestOffice : IAsyncDisposable
{
    public const string Id = "namdinh";

    private const int FirstYear = 2026;

    public static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];

    private TestOffice(DurableStore store, TestClock clock, WorkflowDefinition definition, IEnumerable<IActivity>? activities, LimitCatalogue? catalogue)
    {
        (Store, Clock) = (store, clock);
        Directory = new OneOffice();
        var time = new LegalTime(catalogue ?? LimitCatalogue.Default, new LimitCounter(Calendar, Zone), Zone);
        var limits = new TimeLimitBook(time, Zone);
        Services = new CaseServices(Directory, limits, new LetterDesk(Directory, Zone), Zone);
        Definitions.Add(definition);
        Runner = new WorkflowRunner(
            store,
            new EngineParts(new ActivityRegistry(activities ?? ActivitiesModule.Create(Services)), Definitions)
            {
                TimerHandlers = [new TimeLimitTimers(Services.Letters), new PromisedDate()],
                TaskHandlers = [new ApologyTasks(Services)],
                Acts = [.. ActivitiesModule.CreateActs(Services), new SuspendLimit(time, limits, ClockRoles.None), new ResumeLimit(time, limits, ClockRoles.None), new ExtendLimit(time, limits, ClockRoles.None)],
                Observers = [new CaseLifecycle(Services)],
                Answers = new CaseAnswers(),
            },
            NullLogger<WorkflowRunner>.Instance);
    }

    /// <summary>Calendar versions that come into force while a story goes on; no case is moved by itself.</summary>
    public CalendarBook Calendar { get; } = CalendarBook.National();

    public DurableStore Store { get; }

    public TestClock Clock { get; }

    public IOfficeDirectory Directory { get; }

    public CaseServices Services { get; }

    public DefinitionRegistry Definitions { get; } = new();

    public WorkflowRunner Runner { get; }

    /// <summary>Every stimulus of a story is sent twice with one key, and the definition is read back from its JSON in between.</summary>
    public bool DeliversTwice { get; set; }

    /// <summary>The statuses that cases were left in by a stimulus, when they are noted.</summary>
    public ISet<string>? Statuses { get; set; }

    /// <param name="activities">Replaces the activities, for twins whose guard is removed.</param>
    /// <param name="catalogue">Other time limits than the procedure's own figures.</param>
    /// <param name="now">When the test begins; else a Monday of two ordinary weeks.</param>
    public static async Task<TestOffice> OpenAsync(
        StoreKind kind = StoreKind.Sqlite, WorkflowDefinition? definition = null, Func<CaseServices, IEnumerable<IActivity>>? activities = null, LimitCatalogue? catalogue = null,
        Instant? now = null)
    {
        var clock = new TestClock(now ?? At(2026, 3, 2, 8, 30));
        var store = await TestStores.OpenAsync(kind, clock);
        var replaced = activities is null ? null : activities(ServicesOf());
        return new TestOffice(store, clock, definition ?? EnforcementRequestProcedure.Build(), replaced, catalogue);
    }

    public static Instant At(int year, int month, int day, int hour, int minute = 0) => new LocalDateTime(year, month, day, hour, minute).InZoneStrictly(Zone).ToInstant();

    /// <summary>A person with one role at the office; the user's name is the role unless another is given.</summary>
    public static Actor Person(string role, string? name = null) => new($"{name ?? role}@{Id}", ActorKind.Person, [new Grant(role, Id)]) { DisplayName = name ?? role };

    public async Task<BurstAnswer> RunAsync(Stimulus stimulus)
    {
        if (!DeliversTwice)
            return await RunOnceAsync(stimulus);
        ReadDefinitionBack();
        var keyed = stimulus with { Key = new StimulusKey("test", $"{Interlocked.Increment(ref keys)}", CanonicalJson.Sha256(stimulus.ToString())) };
        var first = await Runner.RunAsync(keyed, CancellationToken.None);
        var revision = await RevisionAsync(stimulus.InstanceId);
        ReadDefinitionBack();
        var second = await Runner.RunAsync(keyed, CancellationToken.None);
        Assert.That(second.IsRepeat, Is.True);
        Assert.That(second.Body.ToJsonString(), Is.EqualTo(first.Body.ToJsonString()));
        if (stimulus is CompleteTask or StartProcedure)
            await Assert.ThrowsAsync<RejectedException>(() => Runner.RunAsync(stimulus, CancellationToken.None), "without a key the second completion or start is refused");
        Assert.That(await RevisionAsync(stimulus.InstanceId), Is.EqualTo(revision), "the twin changed nothing");
        return first;
    }

    private async Task<BurstAnswer> RunOnceAsync(Stimulus stimulus)
    {
        var answer = await Runner.RunAsync(stimulus, CancellationToken.None);
        if (Statuses is not null && await Store.Queries.CaseAsync(stimulus.InstanceId, CancellationToken.None) is { } file)
            Statuses.Add(file.Status);
        return answer;
    }

    private static int keys;

    private async Task<long> RevisionAsync(string id) => (await Store.Queries.InstanceAsync(id, CancellationToken.None))!.Revision;

    private void ReadDefinitionBack()
    {
        foreach (var definition in Definitions.All.ToList())
            Definitions.Add(ElsaDefinitionJson.Read((JsonObject)JsonNode.Parse(ElsaDefinitionJson.Write(definition).ToJsonString())!));
    }

    public async Task MoveToAsync(Instant instant)
    {
        await Store.AdvanceClockAsync(instant, CancellationToken.None);
        for (var due = await Store.FindDueAsync(100, CancellationToken.None); due.Count > 0; due = await Store.FindDueAsync(100, CancellationToken.None))
        {
            foreach (var instance in due)
                await RunOnceAsync(new FireTimers(instance.InstanceId, Actor.Timer));
        }
    }

    /// <summary>The years from the first in which a test begins to the office's now.</summary>
    public async Task<IEnumerable<int>> YearsAsync() => Enumerable.Range(FirstYear, (await Store.NowAsync(CancellationToken.None)).InZone(Zone).Year - FirstYear + 1);

    /// <summary>Runs what cases ask of each other through the outbox, as the host does: keyed by its row, and the sender hears of a refusal.</summary>
    /// <param name="stopsBeforeMarking">A host that is killed between the second half and its mark in the outbox.</param>
    public async Task PumpAsync(bool stopsBeforeMarking = false)
    {
        for (var rows = await ClaimAsync(); rows.Count > 0; rows = stopsBeforeMarking ? [] : await ClaimAsync())
        {
            foreach (var row in rows)
            {
                var settled = await SettleAsync(row);
                if (stopsBeforeMarking)
                    continue;
                if (settled.ReportTo(row) is { } report)
                    await RunAsync(report with { Key = new StimulusKey("outbox:settled", row.Id, row.Id, IsPermanent: true) });
                await Store.Outbox.MarkSentAsync(row.Id, "done", CancellationToken.None);
            }
        }
    }

    private async Task<IReadOnlyList<OutboxRow>> ClaimAsync() =>
        [.. (await Store.Outbox.ClaimAsync(OutboxChannels.Stimulus, 50, Duration.Zero, CancellationToken.None)).Select(message => message.Row)];

    private async Task<StimulusSettled> SettleAsync(OutboxRow row)
    {
        try
        {
            var asked = row.Payload.Deserialize<Stimulus>(EngineJson.Options)! with { Key = new StimulusKey("outbox", row.Id, row.Id, IsPermanent: true) };
            return new StimulusSettled((await Runner.RunAsync(asked, CancellationToken.None)).InstanceId, null);
        }
        catch (RejectedException rejected)
        {
            return new StimulusSettled(null, rejected.Text);
        }
    }

    public async ValueTask DisposeAsync() => await TestStores.CloseAsync(Store);

    internal static CaseServices ServicesOf()
    {
        var directory = new OneOffice();
        return new CaseServices(directory, new TimeLimitBook(new LegalTime(LimitCatalogue.Default, WorkingCalendar.National, Zone), Zone), new LetterDesk(directory, Zone), Zone);
    }

    private sealed class OneOffice : IOfficeDirectory
    {
        private static readonly Office Office = new(
            Id, null, "Cục Thi hành án dân sự tỉnh Nam Định", "Enforcement department of Nam Định", "Nam Định", "htttycthanamdinh@moj.gov.vn", null, "CỤC TRƯỞNG",
            "{sequence}/QĐ-CTHADS", "{sequence}/{year}/HTTT", 1, null, null)
        {
            Procedures = [EnforcementRequestProcedure.Id, CompensationComplaintProcedure.Id, CompensationClaimProcedure.Id],
        };

        public IReadOnlyList<Office> All => [Office];

        public Office? Find(string id) => id == Id ? Office : null;

        public Office? FindByMailbox(string address) => string.Equals(address, Office.Mailbox, StringComparison.OrdinalIgnoreCase) ? Office : null;

        public bool OffersOnlineSupport(string officeId, LocalDate day) => true;
    }
}

/// <summary>A clock that stands where the test puts it.</summary>
public sealed class TestClock(Instant now) : IClock
{
    public Instant Now { get; set; } = now;

    public Instant GetCurrentInstant() => Now;
}
