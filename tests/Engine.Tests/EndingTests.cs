namespace ProcedureEngine.Engine.Tests;

/// <summary>Cancelling, reopening (rule 8) and what closes beside the case.</summary>
public sealed class EndingTests
{
    [Test]
    public async Task An_operator_cancels_a_case_with_a_reason()
    {
        await using var engine = await TestEngine.OpenAsync(Reopenable());
        await engine.StartAsync();
        Assert.That((await engine.RunAsync(new CancelInstance(TestEngine.Case, TestEngine.Operator, "nhầm"))).Kind, Is.EqualTo("cancelled"));
        var after = await engine.LoadAsync();
        Assert.That((after.Instance!.Status, after.Instance.SubStatus, after.Instance.FinishedAt), Is.EqualTo((InstanceStatus.Finished, InstanceSubStatus.Cancelled, (Instant?)engine.Clock.Now)));
        Assert.That((after.Tasks.Count, after.Bookmarks.Count, after.Timers.Count), Is.EqualTo((0, 0, 0)));
        await engine.RefusedAsync(new CancelInstance(TestEngine.Case, TestEngine.Operator, "nhầm"), "finished");
    }

    [Test]
    public async Task Nobody_else_cancels_it()
    {
        await using var engine = await TestEngine.OpenAsync(Reopenable());
        await engine.StartAsync();
        await engine.RefusedAsync(new CancelInstance(TestEngine.Case, TestEngine.Head, "x"), "operator-only");
        await engine.RefusedAsync(new CancelInstance(TestEngine.Case, TestEngine.Person("operator", office: "other"), "x"), "not-found");
        var refused = await engine.RefusedAsync(new CancelInstance(TestEngine.Case, TestEngine.Operator, " "), "invalid-data");
        Assert.That(refused.Fields.Single().Field, Is.EqualTo("reason"));
    }

    [Test]
    public async Task The_head_reopens_a_closed_case_at_the_step_that_the_definition_names()
    {
        await using var engine = await TestEngine.OpenAsync(Reopenable());
        await engine.StartAsync();
        await engine.DoAsync("first", "Yes");
        await engine.DoAsync("second", "Yes");
        var number = await engine.InstanceAsync();
        Assert.That(number.Status, Is.EqualTo(InstanceStatus.Finished));

        Assert.That((await engine.RunAsync(new Reopen(TestEngine.Case, TestEngine.Head, "có tình tiết mới"))).Kind, Is.EqualTo("reopened"));

        var after = await engine.LoadAsync();
        Assert.That((after.Instance!.Status, after.Instance.SubStatus, after.Instance.FinishedAt), Is.EqualTo((InstanceStatus.Running, InstanceSubStatus.Suspended, (Instant?)null)));
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["message", "second"]), "the any-time branch waits again");
        Assert.That(after.Tasks.Single().Id, Is.Not.EqualTo($"{TestEngine.Case}.t4").And.Not.Null);
        await engine.DoAsync("second", "Yes");
        Assert.That((await engine.InstanceAsync()).Status, Is.EqualTo(InstanceStatus.Finished));
    }

    [Test]
    public async Task Only_the_named_role_and_the_engine_itself_reopen_it()
    {
        await using var engine = await TestEngine.OpenAsync(Reopenable());
        await engine.StartAsync();
        await engine.RefusedAsync(new Reopen(TestEngine.Case, TestEngine.Officer, "x"), "reopen-role");
        await engine.RefusedAsync(new Reopen(TestEngine.Case, TestEngine.Head, "x"), "still-running");
        await engine.RunAsync(new CancelInstance(TestEngine.Case, TestEngine.Operator, "x"));
        await engine.RefusedAsync(new Reopen(TestEngine.Case, TestEngine.Person("head", office: "other"), "x"), "not-found");
        Assert.That((await engine.RefusedAsync(new Reopen(TestEngine.Case, TestEngine.Head, string.Empty), "invalid-data")).Fields.Single().Field, Is.EqualTo("reason"));
        await engine.RunAsync(new Reopen(TestEngine.Case, Actor.Engine, "a late answer"));
        Assert.That((await engine.InstanceAsync()).Status, Is.EqualTo(InstanceStatus.Running));
    }

    [Test]
    public async Task A_procedure_that_names_no_step_is_not_reopened()
    {
        await using var engine = await TestEngine.OpenAsync(Procedures.OneTask());
        await engine.StartAsync();
        await engine.DoAsync("ask", "Yes");
        await engine.RefusedAsync(new Reopen(TestEngine.Case, TestEngine.Head, "x"), "not-reopenable");
    }

    [Test]
    public async Task Observers_close_and_reopen_what_is_kept_beside_the_case()
    {
        var observer = new Observer();
        await using var engine = await TestEngine.OpenAsync(Reopenable(), with: parts => parts with { Observers = [observer] });
        await engine.StartAsync();
        await engine.DoAsync("first", "Yes");
        await engine.DoAsync("second", "Yes");
        await engine.RunAsync(new Reopen(TestEngine.Case, TestEngine.Head, "mới"));
        await engine.RunAsync(new CancelInstance(TestEngine.Case, TestEngine.Operator, "x"));
        await engine.RunAsync(new Reopen(TestEngine.Case, TestEngine.Head, "mới nữa"));
        await engine.DeliverAsync("stop");
        Assert.That(observer.Told, Is.EqualTo(["ended Finished", "reopened mới", "ended Cancelled", "reopened mới nữa", "ended Finished"]));
        Assert.That(await engine.VariableAsync<int>("ended"), Is.EqualTo(3), "its effects are applied");
    }

    [Test]
    public async Task An_observer_that_fails_undoes_the_ending()
    {
        var observer = new Observer { Fails = true };
        await using var engine = await TestEngine.OpenAsync(Reopenable(), with: parts => parts with { Observers = [observer] });
        await engine.StartAsync();
        await engine.DoAsync("first", "Yes");
        Assert.That((await engine.DoAsync("second", "Yes")).Kind, Is.EqualTo("incident"));
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["message", "second"]));
        observer.Fails = false;
        await engine.RunAsync(new RetryIncident(TestEngine.Case, TestEngine.Operator, (await engine.LoadAsync()).OpenIncidents.Single().Id));
        Assert.That((await engine.InstanceAsync()).Status, Is.EqualTo(InstanceStatus.Finished));
    }

    private static WorkflowDefinition Reopenable()
    {
        var procedure = Procedures.New();
        var second = procedure.Ask("second").Then(procedure.End());
        procedure.Start.On(StartPort.Done, procedure.Ask("first").Then(second));
        procedure.Start.On(StartPort.AnyTime, procedure.Gate("message", "stop").Then(procedure.Stop("stopped")));
        return procedure.ReopenAt(second, "head").Build();
    }

    private sealed class Observer : IInstanceObserver
    {
        public List<string> Told { get; } = [];

        public bool Fails { get; set; }

        public IEnumerable<Effect> Ended(ActivityContext context, string subStatus)
        {
            if (Fails)
                throw new InvalidOperationException("the observer fails");
            Told.Add($"ended {subStatus}");
            return [SetVariable.To("ended", context.Variable<int>("ended") + 1)];
        }

        public IEnumerable<Effect> Reopened(ActivityContext context, string reason)
        {
            Told.Add($"reopened {reason}");
            return [];
        }
    }
}
