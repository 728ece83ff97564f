using ProcedureEngine.Engine.Timers;

namespace ProcedureEngine.Engine.Tests;

/// <summary>Rule 9: timers are rows that fire in due order, each once in effect, before the stimulus that comes with them.</summary>
public sealed class TimerTests
{
    [Test]
    public async Task A_timer_fires_at_its_instant_and_not_before()
    {
        await using var engine = await TestEngine.OpenAsync(Procedures.Line(p => p.Pause("pause", 10)));
        await engine.StartAsync();
        engine.Clock.Now += Duration.FromMinutes(10) - Duration.FromNanoseconds(1000);
        await engine.PassAsync(0);
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["pause"]));
        engine.Clock.Now += Duration.FromNanoseconds(1000);
        await engine.PassAsync(0);
        Assert.That((await engine.InstanceAsync()).Status, Is.EqualTo(InstanceStatus.Finished));
    }

    [Test]
    public async Task Timers_fire_in_the_order_of_their_instants()
    {
        var procedure = Procedures.New();
        var (fork, join) = (procedure.Fork("fork", "Tách", "Fork"), procedure.Join("join", "Gặp", "Join"));
        procedure.Start.On(StartPort.Done, fork);
        foreach (var minutes in (int[])[30, 10, 20])
            fork.Branch($"B{minutes}", procedure.Pause($"p{minutes}", minutes).Then(join));
        join.Then(procedure.End());
        await using var engine = await TestEngine.OpenAsync(procedure.Build());
        await engine.StartAsync();
        await engine.PassAsync(60);
        Assert.That(await engine.VariableAsync<List<string>>("woken"), Is.EqualTo(["p10", "p20", "p30"]));
    }

    [Test]
    public async Task A_timer_fires_once_however_often_it_is_found()
    {
        await using var engine = await TestEngine.OpenAsync(Paused());
        await engine.StartAsync();
        await engine.PassAsync(10);
        var once = await engine.InstanceAsync();
        Assert.That((await engine.PassAsync(0)).Kind, Is.EqualTo("fired"));
        Assert.That(await engine.InstanceAsync(), Is.EqualTo(once), "a hint that came too late writes nothing");
        Assert.That(await engine.VariableAsync<List<string>>("woken"), Is.EqualTo(["pause"]));
    }

    [Test]
    public async Task Due_timers_fire_before_the_stimulus()
    {
        var procedure = Procedures.New();
        procedure.Start.On(StartPort.Done, procedure.Pause("pause", 10).Then(procedure.Gate("gate", "mail").Then(procedure.Ask("ask").Then(procedure.End()))));
        await using var engine = await TestEngine.OpenAsync(procedure.Build());
        await engine.StartAsync();
        engine.Clock.Now += Duration.FromMinutes(10);
        Assert.That((await engine.DeliverAsync("mail")).Kind, Is.EqualTo("delivered"), "the timer has opened the gate in the same burst");
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["ask"]));
    }

    [Test]
    public async Task Of_a_task_and_its_timer_the_earlier_wins()
    {
        await using var engine = await TestEngine.OpenAsync(InTimeOnly());
        await engine.StartAsync();
        await engine.StartAsync("c2");
        var tooLate = await engine.CompletionAsync("ask", "Kept", id: "c2");
        engine.Clock.Now += Duration.FromMinutes(10) - Duration.FromSeconds(1);
        await engine.DoAsync("ask", "Kept");
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["kept"]));
        engine.Clock.Now += Duration.FromSeconds(1);
        await engine.RefusedAsync(tooLate, "task-closed");
        Assert.That((await engine.LoadAsync("c2")).Timers, Has.Count.EqualTo(1), "refused as a whole: the timer is still armed");
        await engine.PassAsync(0, "c2");
        Assert.That(await engine.PlacesAsync("c2"), Is.EqualTo(["late"]));
        Assert.That((await engine.LoadAsync("c2")).Tasks.Select(task => task.ActivityId), Is.EqualTo(["late"]), "the task went with its step");
    }

    [Test]
    public async Task A_timer_disappears_with_its_step()
    {
        await using var engine = await TestEngine.OpenAsync(InTimeOnly());
        await engine.StartAsync();
        await engine.DoAsync("ask", "Kept");
        Assert.That((await engine.LoadAsync()).Timers, Is.Empty);
        Assert.That(await engine.Store.NextDueAsync(CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task A_handlers_timer_outlives_the_step_and_brings_its_payload()
    {
        var script = new Script().On("arm", (context, _) => Steps.Leave("Done", Arm(context, "limit", 10, new JsonObject { ["limit"] = "sign" })));
        await using var engine = await TestEngine.OpenAsync(Armed(), script, Handling((_, timer) => [SetVariable.To("fired", (string)timer.Payload!["limit"]!)]));
        await engine.StartAsync();
        await engine.PassAsync(10);
        Assert.That(await engine.VariableAsync<string>("fired"), Is.EqualTo("sign"));
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["ask"]));
    }

    [Test]
    public async Task Arming_a_name_again_moves_the_timer_and_disarming_takes_it_away()
    {
        var script = new Script().On("arm", (context, _) => Steps.Leave(
            "Done", Arm(context, "moved", 10), Arm(context, "moved", 30), Arm(context, "gone", 10), new DisarmTimer("gone", "test"), Arm(context, "back", 10), new DisarmTimer("back", "test"), Arm(context, "back", 20)));
        await using var engine = await TestEngine.OpenAsync(Armed(), script, Handling((context, timer) => [SetVariable.To(timer.Name, context.Now)]));
        await engine.StartAsync();
        Assert.That((await engine.LoadAsync()).Timers.Select(timer => (timer.Name, (timer.Due - engine.Clock.Now).TotalMinutes)), Is.EquivalentTo([("moved", 30d), ("back", 20d)]));
        await engine.PassAsync(10);
        await engine.PassAsync(10);
        Assert.That(await engine.VariableAsync<Instant>("back"), Is.EqualTo(engine.Clock.Now));
        Assert.That(await engine.VariableAsync<Instant?>("moved"), Is.Null);
    }

    [Test]
    public async Task A_stored_timer_may_be_moved_while_it_fires()
    {
        var script = new Script().On("arm", (context, _) => Steps.Leave("Done", Arm(context, "tick", 10)));
        await using var engine = await TestEngine.OpenAsync(
            Armed(), script, Handling((context, _) => [SetVariable.To("ticks", context.Variable<int>("ticks") + 1), Arm(context, "tick", 10)]));
        await engine.StartAsync();
        await engine.PassAsync(10);
        await engine.PassAsync(0);
        await engine.PassAsync(10);
        Assert.That(await engine.VariableAsync<int>("ticks"), Is.EqualTo(2));
        Assert.That((await engine.LoadAsync()).Timers.Single().Due, Is.EqualTo(engine.Clock.Now + Duration.FromMinutes(10)));
    }

    [Test]
    public async Task A_timer_that_is_armed_when_already_due_fires_in_the_same_burst()
    {
        var procedure = Procedures.New();
        procedure.Start.On(StartPort.Done, procedure.Pause("one", 10).Then(procedure.Pause("two", 0).Then(procedure.Pause("three", -5).Then(procedure.Ask("ask").Then(procedure.End())))));
        await using var engine = await TestEngine.OpenAsync(procedure.Build());
        await engine.StartAsync();
        await engine.PassAsync(10);
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["ask"]));
        Assert.That((await engine.InstanceAsync()).Revision, Is.EqualTo(2));
    }

    [Test]
    public async Task A_timer_that_arms_itself_for_ever_is_set_aside_and_others_fire()
    {
        var script = new Script().On("arm", (context, _) => Steps.Leave("Done", Arm(context, "endless", 10), Arm(context, "good", 20)));
        await using var engine = await TestEngine.OpenAsync(
            Armed(), script, parts => Handling((context, timer) => timer.Name == "good" ? [SetVariable.To("good", 1)] : [Arm(context, "endless", 0)])(parts) with { MaxMoves = 20 });
        await engine.StartAsync();
        var answer = await engine.PassAsync(20);
        Assert.That(answer.Kind, Is.EqualTo("incident"));
        var after = await engine.LoadAsync();
        Assert.That(after.OpenIncidents.Single().Message, Does.StartWith("More than 20 moves"));
        Assert.That(after.Timers, Is.Empty);
        Assert.That(await engine.VariableAsync<int>("good"), Is.EqualTo(1));
    }

    [Test]
    public async Task When_a_timer_that_another_armed_fails_the_stored_one_is_set_aside_once()
    {
        var script = new Script()
            .On("arm", (context, _) => Steps.Leave("Done", Arm(context, "outer", 10)));
        var repaired = false;
        await using var engine = await TestEngine.OpenAsync(Armed(), script, Handling((context, timer) => timer.Name switch
        {
            "outer" => [SetVariable.To("outer", 1), Arm(context, "inner", 0)],
            _ when repaired => [SetVariable.To("inner", 1)],
            _ => throw new InvalidOperationException("inner is broken"),
        }));
        await engine.StartAsync();
        await engine.PassAsync(10);
        var after = await engine.LoadAsync();
        Assert.That(after.OpenIncidents, Has.Count.EqualTo(1));
        Assert.That(after.Timers, Is.Empty);
        Assert.That(await engine.VariableAsync<int>("outer"), Is.Zero, "nothing half done");

        repaired = true;
        await engine.RunAsync(new RetryIncident(TestEngine.Case, TestEngine.Operator, after.OpenIncidents[0].Id));
        Assert.That((await engine.VariableAsync<int>("outer"), await engine.VariableAsync<int>("inner")), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task What_belongs_to_a_step_cannot_come_from_a_handler()
    {
        Effect[] wrong =
        [
            new OpenTask("t", new LocalizedText("a", "a"), "officer", TestEngine.Office, []), new CreateBookmark("b"), new ArmTimer("own", Instant.MaxValue), new DisarmTimer("own"), new EndInstance(),
        ];
        var script = new Script().On("arm", (context, _) => Steps.Leave("Done", [.. wrong.Select((_, i) => Arm(context, $"{i}", 10))]));
        await using var engine = await TestEngine.OpenAsync(Armed(), script, Handling((_, timer) => [wrong[int.Parse(timer.Name, System.Globalization.CultureInfo.InvariantCulture)]]));
        await engine.StartAsync();
        await engine.PassAsync(10);
        var after = await engine.LoadAsync();
        Assert.That(after.OpenIncidents.Select(incident => incident.Message), Is.EqualTo(wrong.Select(effect => $"{effect.GetType().Name} belongs to an activity's run; a timer's handler or an observer cannot use it.")));
        Assert.That(after.Instance!.Status, Is.EqualTo(InstanceStatus.Running));
    }

    [Test]
    public async Task A_timer_that_ends_the_case_leaves_nothing_for_the_stimulus()
    {
        var procedure = Procedures.New();
        procedure.Start.On(StartPort.Done, procedure.Ask("main").Then(procedure.End()));
        procedure.Start.On(StartPort.AnyTime, procedure.Pause("lapse", 10).Then(procedure.Stop("lapsed")));
        await using var engine = await TestEngine.OpenAsync(procedure.Build());
        await engine.StartAsync();
        var completion = await engine.CompletionAsync("main", "Yes");
        engine.Clock.Now += Duration.FromMinutes(10);
        await engine.RefusedAsync(completion, "task-closed");
        Assert.That((await engine.DeliverAsync("mail")).Kind, Is.EqualTo("inbox"));
        Assert.That((await engine.InstanceAsync()).Status, Is.EqualTo(InstanceStatus.Finished));
        Assert.That(await engine.TraceAsync(), Does.Contain("lapsed"));
    }

    private static ArmTimer Arm(ActivityContext context, string name, int minutes, JsonObject? payload = null) =>
        new(name, context.Now + Duration.FromMinutes(minutes), "test", payload);

    private static Func<EngineParts, EngineParts> Handling(Func<ActivityContext, TimerRow, IReadOnlyList<Effect>> fire) => parts => parts with { TimerHandlers = [new TestTimers(fire)] };

    private static WorkflowDefinition Armed()
    {
        var procedure = Procedures.New();
        procedure.Start.On(StartPort.Done, procedure.Work("arm").Then(procedure.Ask("ask").Then(procedure.End())));
        return procedure.Build();
    }

    private static WorkflowDefinition Paused()
    {
        var procedure = Procedures.New();
        procedure.Start.On(StartPort.Done, procedure.Pause("pause", 10).Then(procedure.Ask("ask").Then(procedure.End())));
        return procedure.Build();
    }

    private static WorkflowDefinition InTimeOnly()
    {
        var procedure = Procedures.New();
        var ask = procedure.AskInTime("ask", 10);
        procedure.Start.On(StartPort.Done, ask);
        ask.On(InTime.Kept, procedure.Ask("kept").Then(procedure.End())).On(InTime.Late, procedure.Ask("late").Then(procedure.End("end-late", "Muộn", "Late")));
        return procedure.Build();
    }
}
