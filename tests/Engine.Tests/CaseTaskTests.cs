using ProcedureEngine.Engine.UserTasks;

namespace ProcedureEngine.Engine.Tests;

/// <summary>Tasks and acts of the case itself, beside its drawn path.</summary>
public sealed class CaseTaskTests
{
    private static readonly Actor Officer = TestEngine.Officer;

    [Test]
    public async Task A_task_of_the_case_stays_when_the_step_ends_and_its_handler_takes_the_outcome()
    {
        await using var engine = await OpenAsync((context, completed) => [SetVariable.To("heard", $"{completed.Outcome} by {context.Actor.Id} in {context.Tasks.Count}")]);
        await engine.StartAsync();
        await engine.PassAsync(10);
        await engine.DoAsync("first", "Yes");
        var task = await AsideAsync(engine);
        Assert.That((task.ActivityInstanceId, task.Handler), Is.EqualTo((TestEngine.Case, "aside")));
        await engine.RunAsync(new CompleteTask(TestEngine.Case, Officer, task.Id, nameof(AsideOutcome.Heard), null, task.Revision));
        Assert.That(await engine.VariableAsync<string>("heard"), Does.StartWith($"Heard by {Officer.Id}"));
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["second"]), "no token moved");
    }

    [Test]
    public async Task What_the_handler_refuses_leaves_the_task_open()
    {
        await using var engine = await OpenAsync((_, _) => throw RejectedException.Conflict("not-now", "Chưa được.", "Not now."));
        await engine.StartAsync();
        await engine.PassAsync(10);
        var task = await AsideAsync(engine);
        await engine.RefusedAsync(new CompleteTask(TestEngine.Case, Officer, task.Id, nameof(AsideOutcome.Heard), null, task.Revision), "not-now");
        Assert.That((await AsideAsync(engine)).State, Is.EqualTo(UserTaskState.Open));
    }

    [Test]
    public async Task A_task_of_the_case_goes_with_the_case()
    {
        await using var engine = await OpenAsync((_, _) => []);
        await engine.StartAsync();
        await engine.PassAsync(10);
        var task = await AsideAsync(engine);
        await engine.DoAsync("first", "Yes");
        await engine.DoAsync("second", "Yes");
        Assert.That((await engine.InstanceAsync()).Status, Is.EqualTo(InstanceStatus.Finished));
        Assert.That((await engine.LoadAsync()).Tasks, Is.Empty);
        await engine.RefusedAsync(new CompleteTask(TestEngine.Case, Officer, task.Id, nameof(AsideOutcome.Heard), null, task.Revision), "task-closed");
    }

    [Test]
    public async Task An_act_moves_and_takes_away_the_timer_of_a_run_and_a_run_that_is_over_gets_none()
    {
        var procedure = Procedures.New();
        procedure.Start.On(StartPort.Done, procedure.Pause("pause", 10).Then(procedure.Ask("ask").Then(procedure.End())));
        await using var engine = await TestEngine.OpenAsync(procedure.Build(), null, parts => parts with { Acts = [new MoveTimer()] });
        await engine.StartAsync();
        var timer = (await engine.LoadAsync()).Timers.Single();
        await engine.RunAsync(Move(timer.Name, timer.ActivityInstanceId!, 30));
        await engine.PassAsync(10);
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["pause"]));
        await engine.RunAsync(Move(timer.Name, timer.ActivityInstanceId!, null));
        Assert.That((await engine.LoadAsync()).Timers, Is.Empty);
        await engine.RunAsync(Move(timer.Name, timer.ActivityInstanceId!, 5));
        await engine.PassAsync(5);
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["ask"]));
        await engine.RunAsync(Move(timer.Name, timer.ActivityInstanceId!, 5));
        Assert.That((await engine.LoadAsync()).Timers, Is.Empty, "the run is over");
    }

    private static PerformAct Move(string timer, string run, int? minutes) =>
        new(TestEngine.Case, Officer, "move-timer", new JsonObject { ["timer"] = timer, ["run"] = run, ["minutes"] = minutes });

    private static async Task<UserTask> AsideAsync(TestEngine engine) => (await engine.LoadAsync()).Tasks.Single(task => task.Handler is not null);

    /// <summary>Two steps; after ten minutes a timer of the case opens a task beside them.</summary>
    private static async Task<TestEngine> OpenAsync(Func<ActivityContext, TaskCompleted, IReadOnlyList<Effect>> complete)
    {
        var procedure = Procedures.New();
        procedure.Start.On(StartPort.Done, procedure.Work("arm").Then(procedure.Ask("first").Then(procedure.Ask("second").Then(procedure.End()))));
        var script = new Script().On("arm", (context, _) => Steps.Leave("Done", new ArmTimer("aside", context.Now + Duration.FromMinutes(10), "test")));
        var opened = new OpenTask("aside", new LocalizedText("Việc bên lề", "Beside"), "officer", TestEngine.Office, [nameof(AsideOutcome.Heard)]) { OutcomeType = typeof(AsideOutcome), Handler = "aside" };
        return await TestEngine.OpenAsync(procedure.Build(), script, parts => parts with { TimerHandlers = [new TestTimers((_, _) => [opened])], TaskHandlers = [new Aside(complete)] });
    }

    private enum AsideOutcome
    {
        [Outcome("Đã nghe", "Heard")] Heard,
    }

    private sealed class Aside(Func<ActivityContext, TaskCompleted, IReadOnlyList<Effect>> complete) : ICaseTaskHandler
    {
        public string Name => "aside";

        public Type? OutcomeData(UserTask task, string outcome) => null;

        public IReadOnlyList<Effect> Complete(ActivityContext context, TaskCompleted completed) => complete(context, completed);
    }

    private sealed class MoveTimer : ICaseAct
    {
        public string Name => "move-timer";

        public ActOutcome Perform(ActivityContext context, JsonObject payload)
        {
            var (timer, run) = ((string)payload["timer"]!, (string)payload["run"]!);
            return new ActOutcome((int?)payload["minutes"] is { } minutes ? new ArmTimer(timer, context.Now + Duration.FromMinutes(minutes)) { Run = run } : new DisarmTimer(timer) { Run = run });
        }
    }
}
