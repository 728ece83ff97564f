using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Engine.Store;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Persistence;

namespace ProcedureEngine.Workflows.Tests.Support;

/// <summary>One case told step by step.</summary>
public sealed class Story(TestOffice office, string caseId)
{
    private static int counter;

    public string CaseId => caseId;

    public TestOffice Office => office;

    public static async Task<Story> ByMailAsync(TestOffice office)
    {
        var story = new Story(office, NewId());
        await story.StartAsync(new CaseStart(Channels.Mail, $"R{story.CaseId}", null, Samples.Mail(), []));
        return story;
    }

    public static async Task<Story> ByHttpAsync(TestOffice office, JsonObject? request = null, string channel = Channels.Http)
    {
        var story = new Story(office, NewId());
        await story.StartAsync(new CaseStart(channel, $"R{story.CaseId}", request ?? Samples.Request(), null, []));
        return story;
    }

    public static string NewId() => $"case{Interlocked.Increment(ref counter):D6}";

    public static async Task<Story> OfComplaintAsync(TestOffice office, JsonObject? complaint = null, string channel = Channels.Counter)
    {
        var story = new Story(office, NewId());
        await story.StartAsync(new CaseStart(channel, $"R{story.CaseId}", complaint ?? ComplaintSamples.Complaint(), null, []), CompensationComplaintProcedure.Id);
        return story;
    }

    public Task<BurstAnswer> StartAsync(CaseStart start, string procedure = EnforcementRequestProcedure.Id) => RunAsync(new StartProcedure(
        caseId, new Actor("system", ActorKind.System, [new Grant("system", TestOffice.Id)]), procedure, TestOffice.Id, EngineJson.ToObject(start)));

    public Task<BurstAnswer> RunAsync(Stimulus stimulus) => office.RunAsync(stimulus);

    /// <summary>An act on a limit of the case, by the supervisor unless another is named.</summary>
    public async Task<BurstAnswer> ActAsync(string act, string limitId, JsonObject said, Actor? actor = null)
    {
        var limit = await FindLimitAsync(limitId);
        var payload = (JsonObject)said.DeepClone();
        payload["limit"] = limit.Id;
        payload["expectedRevision"] ??= limit.Revision;
        payload["basis"] ??= "Công văn 12/CV";
        return await RunAsync(new PerformAct(caseId, actor ?? TestOffice.Person("supervisor"), act, payload));
    }

    public Task<BurstAnswer> DeliverAsync<T>(string name, T payload) where T : notnull =>
        RunAsync(new Deliver(caseId, Actor.Party("applicant"), name, EngineJson.ToObject(payload)));

    /// <summary>Completes the open task of a step as someone of its role.</summary>
    public async Task<BurstAnswer> DoAsync(string step, string outcome, JsonObject? data = null, Actor? actor = null, string? taskName = null)
    {
        var task = await TaskAsync(step, taskName);
        return await RunAsync(new CompleteTask(caseId, actor ?? TestOffice.Person(task.Role), task.Id, outcome, data, task.Revision));
    }

    public async Task<UserTask> TaskAsync(string step, string? taskName = null) =>
        (await OpenTasksAsync()).FirstOrDefault(task => task.ActivityId == step && (taskName is null || task.Name == taskName))
        ?? throw new AssertionException($"No open task at '{step}'; open are: {string.Join(", ", (await OpenTasksAsync()).Select(task => task.ActivityId + "/" + task.Name))}");

    public async Task<IReadOnlyList<UserTask>> OpenTasksAsync() =>
        (await office.Store.Queries.TasksAsync(new TaskFilter(null, null, IsOpen: true, InstanceId: caseId, Limit: 100), CancellationToken.None)).Items;

    /// <summary>What the case's activities have recorded.</summary>
    public async Task<JsonObject> FactsAsync() => (JsonObject)JsonNode.Parse((await office.Store.Queries.InstanceAsync(caseId, CancellationToken.None))!.State)!["variables"]!;

    public async Task<string> StatusAsync() => (await office.Store.Queries.CaseAsync(caseId, CancellationToken.None))!.Status;

    public async Task<IReadOnlyList<TimeLimit>> LimitsAsync() =>
        (await office.Store.Queries.DeadlinesAsync(new DeadlineFilter(null, InstanceId: caseId, Limit: 100), CancellationToken.None)).Items;

    public async Task<TimeLimitState> LimitAsync(string limitId) => (await FindLimitAsync(limitId)).State;

    /// <summary>The newest occurrence of a limit.</summary>
    public async Task<TimeLimit> FindLimitAsync(string limitId) => (await LimitsAsync()).Where(limit => limit.LimitId == limitId).MaxBy(limit => limit.Occurrence)!;

    public async Task<IReadOnlyList<TimeLimitAct>> LedgerAsync(string limitId) => await office.Store.Queries.LedgerAsync((await FindLimitAsync(limitId)).Id, CancellationToken.None);

    public async Task<IReadOnlyList<string>> LettersAsync() =>
        [.. (await office.Store.Queries.MessagesAsync(caseId, CancellationToken.None)).Where(m => m.State is not null).Select(m => m.Message.Kind)];

    public Task<IReadOnlyList<JournalRow>> JournalAsync() => office.Store.Queries.JournalAsync(caseId, CancellationToken.None);

    /// <summary>Answer of kind incident tells of a defect.</summary>
    public async Task<IReadOnlyList<IncidentRow>> IncidentsAsync() => await office.Store.Queries.IncidentsOfAsync(caseId, CancellationToken.None);
}
