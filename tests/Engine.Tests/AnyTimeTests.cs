namespace ProcedureEngine.Engine.Tests;

/// <summary>Rule 8: any-time branches are drawn from the start, wait beside the main path and may end it.</summary>
public sealed class AnyTimeTests
{
    [Test]
    public async Task It_fires_while_the_main_path_waits()
    {
        await using var engine = await TestEngine.OpenAsync(With(p => p.Gate("message", "mail").Then(p.Work("note").Then(p.End("noted", "Đã ghi", "Noted")))));
        await engine.StartAsync();
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["main", "message"]));
        Assert.That((await engine.DeliverAsync("mail")).Kind, Is.EqualTo("delivered"));
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["main"]));
        Assert.That(await engine.TraceAsync(), Is.EqualTo(["message", "main", "note"]));
    }

    [Test]
    public async Task It_does_not_keep_the_case_running()
    {
        await using var engine = await TestEngine.OpenAsync(With(p => p.Gate("message", "mail").Then(p.End("noted", "Đã ghi", "Noted"))));
        await engine.StartAsync();
        await engine.DoAsync("main", "Yes");
        var after = await engine.LoadAsync();
        Assert.That(after.Instance!.Status, Is.EqualTo(InstanceStatus.Finished));
        Assert.That(after.Bookmarks, Is.Empty);
        Assert.That((await engine.DeliverAsync("mail")).Kind, Is.EqualTo("inbox"));
    }

    [Test]
    public async Task It_may_come_back_to_its_beginning()
    {
        await using var engine = await TestEngine.OpenAsync(With(p =>
        {
            var gate = p.Gate("message", "mail");
            return gate.Then(p.Work("note").Then(gate));
        }));
        await engine.StartAsync();
        for (var i = 0; i < 3; i++)
            Assert.That((await engine.DeliverAsync("mail")).Kind, Is.EqualTo("delivered"));
        Assert.That((await engine.TraceAsync()).Count(step => step == "note"), Is.EqualTo(3));
        Assert.That((await engine.LoadAsync()).Bookmarks, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task It_may_fork()
    {
        await using var engine = await TestEngine.OpenAsync(With(p =>
        {
            var (fork, join) = (p.Fork("fork", "Tách", "Fork"), p.Join("join", "Gặp", "Join"));
            fork.Branch("A", p.Ask("a").Then(join)).Branch("B", p.Ask("b").Then(join));
            join.Then(p.Work("joined").Then(p.End("noted", "Đã ghi", "Noted")));
            return p.Gate("message", "mail").Then(fork);
        }));
        await engine.StartAsync();
        await engine.DeliverAsync("mail");
        await engine.DoAsync("a", "Yes");
        await engine.DoAsync("b", "Yes");
        Assert.That(await engine.TraceAsync(), Does.Contain("joined"));
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["main"]), "the main path still waits");
    }

    [Test]
    public async Task Its_forked_branches_do_not_keep_the_case_running_either()
    {
        await using var engine = await TestEngine.OpenAsync(With(p =>
        {
            var (fork, join) = (p.Fork("fork", "Tách", "Fork"), p.Join("join", "Gặp", "Join"));
            fork.Branch("A", p.Ask("a").Then(join)).Branch("B", p.Ask("b").Then(join));
            join.Then(p.End("noted", "Đã ghi", "Noted"));
            return p.Gate("message", "mail").Then(fork);
        }));
        await engine.StartAsync();
        await engine.DeliverAsync("mail");
        await engine.DoAsync("a", "Yes");
        await engine.DoAsync("main", "Yes");
        var after = await engine.LoadAsync();
        Assert.That(after.Instance!.Status, Is.EqualTo(InstanceStatus.Finished));
        Assert.That(after.Tasks, Is.Empty);
        Assert.That(JsonNode.Parse(after.Instance.State)!["scopes"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Ending_the_case_takes_everything_that_waits_with_it()
    {
        var script = new Script()
            .On("book", (context, _) => Steps.Leave("Done", new Reserve("visit", "officer/hoa", Later(context, 60), Later(context, 90), "data.at"), new ArmTimer("limit", Later(context, 100), "test")));
        var procedure = Procedures.New();
        var (fork, join, end) = (procedure.Fork("fork", "Tách", "Fork"), procedure.Join("join", "Gặp", "Join"), procedure.End());
        procedure.Start.On(StartPort.Done, procedure.Work("book").Then(fork));
        procedure.Start.On(StartPort.AnyTime, procedure.Gate("withdrawal", "withdraw").Then(procedure.Stop("withdrawn")));
        procedure.Start.On(StartPort.AnyTime, procedure.Gate("message", "mail").Then(end));
        fork.Branch("A", procedure.Ask("a").Then(join)).Branch("B", procedure.Pause("b", 10).Then(join)).Branch("C", procedure.Gate("c", "c").Then(join));
        join.Then(end);
        await using var engine = await TestEngine.OpenAsync(procedure.Build(), script, parts => parts with { TimerHandlers = [new TestTimers((_, _) => [])] });
        await engine.StartAsync();
        var before = await engine.LoadAsync();
        Assert.That((before.Tasks.Count, before.Bookmarks.Count, before.Timers.Count), Is.EqualTo((1, 3, 2)));
        await engine.RefusedAsync(new StartProcedure("c2", TestEngine.Officer, "test", TestEngine.Office, []), "time-taken");

        await engine.DeliverAsync("withdraw");

        var after = await engine.LoadAsync(stimulus: new ClaimTask(TestEngine.Case, TestEngine.Officer, before.Tasks[0].Id, 1));
        Assert.That(after.Instance!.Status, Is.EqualTo(InstanceStatus.Finished));
        Assert.That((after.Bookmarks.Count, after.Timers.Count), Is.EqualTo((0, 0)));
        Assert.That(after.Tasks.Single().State, Is.EqualTo(UserTaskState.Cancelled));
        Assert.That((await engine.JournalAsync()).Where(row => row.EventName == "Canceled").Select(row => row.ActivityId), Is.EquivalentTo(["message", "a", "b", "c"]));
        Assert.That((await engine.StartAsync("c3")).Kind, Is.EqualTo("started"), "the hour was given back");

        static Instant Later(ActivityContext context, int minutes) => context.Now + Duration.FromMinutes(minutes);
    }

    [Test]
    public async Task The_main_path_is_served_before_a_branch_that_waits_for_the_same()
    {
        var procedure = Procedures.New();
        procedure.Start.On(StartPort.Done, procedure.Gate("main", "mail").Then(procedure.Ask("next").Then(procedure.End())));
        procedure.Start.On(StartPort.AnyTime, procedure.Gate("message", "mail").Then(procedure.Work("note").Then(procedure.End("noted", "Đã ghi", "Noted"))));
        await using var engine = await TestEngine.OpenAsync(procedure.Build());
        await engine.StartAsync();
        await engine.DeliverAsync("mail");
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["message", "next"]));
        await engine.DeliverAsync("mail");
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["next"]));
    }

    private static WorkflowDefinition With(Func<ProcedureBuilder, IStep> branch)
    {
        var procedure = Procedures.New();
        procedure.Start.On(StartPort.Done, procedure.Ask("main").Then(procedure.End()));
        procedure.Start.On(StartPort.AnyTime, branch(procedure));
        return procedure.Build();
    }
}
