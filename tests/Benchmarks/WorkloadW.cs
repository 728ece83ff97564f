using Microsoft.Extensions.Logging.Abstractions;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.Offices;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Engine.Authoring;
using ProcedureEngine.Engine.BuiltIn;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.UserTasks;

namespace ProcedureEngine.Benchmarks;

public enum StepDone
{
    [Outcome("Xong", "Done", typeof(StepData))] Done,
}

/// <param name="Text">About 500 bytes.</param>
public sealed record StepData([property: Field("Nội dung", "Text", Multiline = true)] string Text);

public enum Ended;

/// <summary>A completion that starts a time limit; the next one ends it.</summary>
[Activity("Bench.Step", 1, "Bước", "Step")]
public sealed class BenchStep(TimeLimitBook limits) : UserTaskActivity<StepDone>
{
    protected override IReadOnlyList<InputDescriptor> Inputs => [.. base.Inputs, InputDescriptor.Required("limit", "Thời hạn", "Limit")];

    protected override IEnumerable<Effect> Enter(ActivityContext context) => limits.Start(context, context.RequiredInput<string>("limit"), context.Now);

    protected override ActivityResult Complete(ActivityContext context, TaskCompleted completed, StepDone outcome) =>
        Leave(outcome, [.. limits.Meet(context, context.RequiredInput<string>("limit")), SetVariable.To("data", (StepData)completed.Data!)]);
}

/// <summary>The two outbox rows at the end.</summary>
[Activity("Bench.End", 1, "Kết thúc", "End")]
public sealed class BenchEnd : Activity<Ended>
{
    public override ActivityResult Execute(ActivityContext context) =>
        Wait(new Send("event", "bench.decided", []), new Send("event", "bench.closed", []), new EndInstance());
}

/// <summary>
/// Workload W: start one instance with a payload of 2 KB, six outside completions of 500 B, each starting a time limit and ending the one
/// before, two outbox rows at the end.
/// </summary>
internal sealed class WorkloadW
{
    public static readonly string Payload = new('p', 2048);
    public static readonly string StepText = new('s', 480);

    private readonly WorkflowRunner runner;
    private readonly Actor officer = new("bench", ActorKind.Person, [new Grant("officer", "bench")]);
    private int counter;

    public WorkloadW(DurableStore store)
    {
        var zone = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];
        var rules = Enumerable.Range(1, Measurement.CompletionsPerProcedure).Select(i => new LimitRule(
            "workload-w", $"limit-{i}", new WorkingDays(5), LimitKind.Internal, LimitBearer.Authority, "benchmark", new LocalDate(2014, 1, 1)));
        var limits = new TimeLimitBook(new LegalTime(new LimitCatalogue(rules), WorkingCalendar.National, zone), zone);
        var definitions = new DefinitionRegistry();
        definitions.Add(Definition());
        runner = new WorkflowRunner(
            store, new EngineParts(new ActivityRegistry([new BenchStep(limits), new BenchEnd()]), definitions) { TimerHandlers = [new TimeLimitTimers(new LetterDesk(new NoOffices(), zone))] }, NullLogger<WorkflowRunner>.Instance);
    }

    public async Task RunAsync(Action<long> completed)
    {
        var id = $"w{Environment.ProcessId}x{Interlocked.Increment(ref counter)}x{Stopwatch.GetTimestamp()}";
        await runner.RunAsync(new StartProcedure(id, officer, "workload-w", "bench", new JsonObject { ["payload"] = Payload }), CancellationToken.None);
        // The ids of tasks follow from the moves: what an outside system would have been told.
        foreach (var task in TaskNumbers)
        {
            var started = Stopwatch.GetTimestamp();
            await runner.RunAsync(new CompleteTask(id, officer, $"{id}.t{task}", "Done", new JsonObject { ["text"] = StepText }, 1), CancellationToken.None);
            completed(Stopwatch.GetTimestamp() - started);
        }
    }

    /// <summary>Token, start's run and token, then for each step its run, its task and the token that leaves it.</summary>
    private static IEnumerable<int> TaskNumbers => Enumerable.Range(0, Measurement.CompletionsPerProcedure).Select(step => 5 + (3 * step));

    private static WorkflowDefinition Definition()
    {
        var procedure = new ProcedureBuilder("workload-w", 1, new LocalizedText("Đo", "Benchmark"), new LocalizedText("Đo", "Benchmark"));
        var steps = Enumerable.Range(1, Measurement.CompletionsPerProcedure)
            .Select(i => procedure.Step<BenchStep, StepDone>($"step-{i}", "Bước", "Step").For("officer").With("limit", $"limit-{i}")).ToList();
        var end = procedure.Step<BenchEnd, Ended>("end", "Kết thúc", "End");
        procedure.Start.On(StartPort.Done, steps[0]);
        for (var i = 0; i < steps.Count; i++)
            steps[i].On(StepDone.Done, i + 1 < steps.Count ? steps[i + 1] : end);
        return procedure.Build();
    }
}

/// <summary>The workload writes no letter.</summary>
internal sealed class NoOffices : IOfficeDirectory
{
    public IReadOnlyList<Office> All => [];

    public Office? Find(string id) => null;

    public Office? FindByMailbox(string address) => null;

    public bool OffersOnlineSupport(string officeId, LocalDate day) => false;
}
