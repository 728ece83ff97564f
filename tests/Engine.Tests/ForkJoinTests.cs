namespace ProcedureEngine.Engine.Tests;

/// <summary>Rule 8: forks split, joins wait for all and are passed once.</summary>
public sealed class ForkJoinTests
{
    [Test]
    public async Task A_join_waits_for_every_branch()
    {
        await using var engine = await TestEngine.OpenAsync(Forked(p => (p.Ask("a").Then, p.Ask("b").Then)));
        await engine.StartAsync();
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["a", "b"]));
        await engine.DoAsync("b", "Yes");
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["a", "join"]));
        Assert.That(await engine.TraceAsync(), Is.EqualTo(["a", "b"]));
        await engine.DoAsync("a", "Yes");
        Assert.That(await engine.TraceAsync(), Is.EqualTo(["a", "b", "after"]));
        Assert.That((await engine.InstanceAsync()).Status, Is.EqualTo(InstanceStatus.Finished));
    }

    [Test]
    public async Task A_join_is_passed_once()
    {
        await using var engine = await TestEngine.OpenAsync(Forked(p => (p.Ask("a").Then, p.Work("b").Then)));
        await engine.StartAsync();
        await engine.DoAsync("a", "Yes");
        var journal = await engine.JournalAsync();
        Assert.That(journal.Count(row => row is { ActivityId: "after", EventName: "Started" }), Is.EqualTo(1));
        Assert.That(journal.Count(row => row is { ActivityId: "join", EventName: "Completed" }), Is.EqualTo(2), "each branch has come to it");
    }

    [Test]
    public async Task Forks_nest()
    {
        var procedure = Procedures.New();
        var (outer, inner) = (procedure.Fork("outer", "Ngoài", "Outer"), procedure.Fork("inner", "Trong", "Inner"));
        var (meetInner, meetOuter) = (procedure.Join("meet-inner", "Gặp", "Meet"), procedure.Join("meet-outer", "Gặp", "Meet"));
        procedure.Start.On(StartPort.Done, outer);
        outer.Branch("Inner", inner).Branch("C", procedure.Ask("c").Then(meetOuter));
        inner.Branch("A", procedure.Ask("a").Then(meetInner)).Branch("B", procedure.Ask("b").Then(meetInner));
        meetInner.Then(procedure.Work("between").Then(meetOuter));
        meetOuter.Then(procedure.Work("after").Then(procedure.End()));
        await using var engine = await TestEngine.OpenAsync(procedure.Build());
        await engine.StartAsync();

        await engine.DoAsync("c", "Yes");
        await engine.DoAsync("a", "Yes");
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["b", "meet-inner", "meet-outer"]));
        await engine.DoAsync("b", "Yes");
        Assert.That((await engine.TraceAsync()).TakeLast(2), Is.EqualTo(["between", "after"]));
        Assert.That((await engine.InstanceAsync()).Status, Is.EqualTo(InstanceStatus.Finished));
    }

    [Test]
    public async Task A_branch_may_loop_inside()
    {
        var procedure = Procedures.New();
        var (fork, join, again) = (procedure.Fork("fork", "Tách", "Fork"), procedure.Join("join", "Gặp", "Join"), procedure.Repeat("again", 3));
        var looped = procedure.Ask("looped").Then(again);
        procedure.Start.On(StartPort.Done, fork);
        fork.Branch("A", looped).Branch("B", procedure.Work("b").Then(join));
        again.On(Round.Again, looped).On(Round.Enough, join);
        join.Then(procedure.Work("after").Then(procedure.End()));
        await using var engine = await TestEngine.OpenAsync(procedure.Build());
        await engine.StartAsync();

        for (var round = 1; round <= 3; round++)
        {
            Assert.That(await engine.PlacesAsync(), Is.EqualTo(["join", "looped"]));
            await engine.DoAsync("looped", "Yes");
        }

        Assert.That(await engine.TraceAsync(), Is.EqualTo(["looped", "b", "looped", "looped", "after"]));
    }

    [Test]
    public async Task A_case_may_come_back_to_a_fork_whose_join_it_has_passed()
    {
        var procedure = Procedures.New();
        var (fork, join, again) = (procedure.Fork("fork", "Tách", "Fork"), procedure.Join("join", "Gặp", "Join"), procedure.Repeat("again", 2));
        procedure.Start.On(StartPort.Done, fork);
        fork.Branch("A", procedure.Ask("a").Then(join)).Branch("B", procedure.Work("b").Then(join));
        join.Then(again);
        again.On(Round.Again, fork).On(Round.Enough, procedure.End());
        await using var engine = await TestEngine.OpenAsync(procedure.Build());
        await engine.StartAsync();
        await engine.DoAsync("a", "Yes");
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["a", "join"]));
        await engine.DoAsync("a", "Yes");
        Assert.That((await engine.InstanceAsync()).Status, Is.EqualTo(InstanceStatus.Finished));
    }

    [Test]
    public async Task A_join_does_not_wait_for_a_branch_that_has_ended([Values] bool endsLast)
    {
        var procedure = Procedures.New();
        var (fork, join, end) = (procedure.Fork("fork", "Tách", "Fork"), procedure.Join("join", "Gặp", "Join"), procedure.End());
        procedure.Start.On(StartPort.Done, fork);
        fork.Branch("A", procedure.Ask("ends").Then(end)).Branch("B", procedure.Ask("meets").Then(join));
        join.Then(procedure.Work("after").Then(end));
        await using var engine = await TestEngine.OpenAsync(procedure.Build());
        await engine.StartAsync();
        await engine.DoAsync(endsLast ? "meets" : "ends", "Yes");
        Assert.That(await engine.TraceAsync(), Does.Not.Contain("after"));
        await engine.DoAsync(endsLast ? "ends" : "meets", "Yes");
        Assert.That(await engine.TraceAsync(), Does.Contain("after"));
        Assert.That((await engine.InstanceAsync()).Status, Is.EqualTo(InstanceStatus.Finished));
    }

    [Test]
    public async Task A_join_does_not_wait_for_an_inner_fork_all_of_whose_branches_have_ended([Values] bool endsLast)
    {
        var procedure = Procedures.New();
        var (outer, inner, join, end) = (procedure.Fork("outer", "Ngoài", "Outer"), procedure.Fork("inner", "Trong", "Inner"), procedure.Join("join", "Gặp", "Join"), procedure.End());
        procedure.Start.On(StartPort.Done, outer);
        outer.Branch("Inner", inner).Branch("Meets", procedure.Ask("meets").Then(join));
        inner.Branch("A", procedure.Ask("a").Then(end)).Branch("B", procedure.Work("b").Then(end));
        join.Then(procedure.Work("after").Then(end));
        await using var engine = await TestEngine.OpenAsync(procedure.Build());
        await engine.StartAsync();
        await engine.DoAsync(endsLast ? "meets" : "a", "Yes");
        await engine.DoAsync(endsLast ? "a" : "meets", "Yes");
        Assert.That(await engine.TraceAsync(), Does.Contain("after"));
        Assert.That((await engine.InstanceAsync()).Status, Is.EqualTo(InstanceStatus.Finished));
    }

    [Test]
    public async Task A_case_all_of_whose_branches_have_ended_is_finished()
    {
        var procedure = Procedures.New();
        var (fork, end) = (procedure.Fork("fork", "Tách", "Fork"), procedure.End());
        procedure.Start.On(StartPort.Done, fork);
        fork.Branch("A", procedure.Ask("a").Then(end)).Branch("B", procedure.Ask("b").Then(end));
        await using var engine = await TestEngine.OpenAsync(procedure.Build());
        await engine.StartAsync();
        await engine.DoAsync("a", "Yes");
        Assert.That((await engine.InstanceAsync()).Status, Is.EqualTo(InstanceStatus.Running));
        await engine.DoAsync("b", "Yes");
        Assert.That((await engine.InstanceAsync()).Status, Is.EqualTo(InstanceStatus.Finished));
    }

    [Test]
    public async Task Branches_that_wait_at_two_joins_are_an_incident_and_no_silence()
    {
        var procedure = Procedures.New();
        var (fork, one, two, end) = (procedure.Fork("fork", "Tách", "Fork"), procedure.Join("one", "Gặp", "One"), procedure.Join("two", "Gặp", "Two"), procedure.End());
        procedure.Start.On(StartPort.Done, fork);
        fork.Branch("A", one).Branch("B", procedure.Ask("b").Then(two));
        one.Then(end);
        two.Then(end);
        await using var engine = await TestEngine.OpenAsync(procedure.Build());
        await engine.StartAsync();
        var answer = await engine.DoAsync("b", "Yes");
        Assert.That(answer.Kind, Is.EqualTo("incident"));
        Assert.That((await engine.LoadAsync()).OpenIncidents.Single().Message, Does.Contain("lets the branches of 'fork' wait at two joins, 'one' and 'two'"));
    }

    [Test]
    public async Task A_branch_that_ends_the_case_ends_the_others()
    {
        await using var engine = await TestEngine.OpenAsync(Stopping());
        await engine.StartAsync();
        var open = await engine.TaskAsync("other");
        await engine.DeliverAsync("stop");
        var after = await engine.LoadAsync(stimulus: new ClaimTask(TestEngine.Case, TestEngine.Officer, open.Id, 1));
        Assert.That(after.Instance!.Status, Is.EqualTo(InstanceStatus.Finished));
        Assert.That(after.Tasks.Single().State, Is.EqualTo(UserTaskState.Cancelled));
        Assert.That(await engine.PlacesAsync(), Is.Empty);
        Assert.That(JsonNode.Parse(after.Instance.State)!["scopes"]!.AsArray(), Is.Empty);
    }

    private static WorkflowDefinition Stopping()
    {
        var procedure = Procedures.New();
        var (fork, join) = (procedure.Fork("fork", "Tách", "Fork"), procedure.Join("join", "Gặp", "Join"));
        procedure.Start.On(StartPort.Done, fork);
        fork.Branch("A", procedure.Gate("gate", "stop").Then(procedure.Stop("stop"))).Branch("B", procedure.Ask("other").Then(join));
        join.Then(procedure.End());
        return procedure.Build();
    }

    /// <summary>A fork of two branches that meet, then a step, then the end.</summary>
    private static WorkflowDefinition Forked(Func<ProcedureBuilder, (Func<IStep, IStep> A, Func<IStep, IStep> B)> branches)
    {
        var procedure = Procedures.New();
        var (fork, join) = (procedure.Fork("fork", "Tách", "Fork"), procedure.Join("join", "Gặp", "Join"));
        var (a, b) = branches(procedure);
        procedure.Start.On(StartPort.Done, fork);
        fork.Branch("A", a(join)).Branch("B", b(join));
        join.Then(procedure.Work("after").Then(procedure.End()));
        return procedure.Build();
    }
}
