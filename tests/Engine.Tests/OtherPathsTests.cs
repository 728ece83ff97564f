namespace ProcedureEngine.Engine.Tests;

/// <summary>One path goes on alone: every other token goes with its tasks, bookmarks and timers, any-time branches and forks too.</summary>
public sealed class OtherPathsTests
{
    [Test]
    public async Task A_branch_that_goes_on_alone_ends_the_others_and_keeps_the_case_running()
    {
        await using var engine = await TestEngine.OpenAsync(Forked(), Alone());
        await engine.StartAsync();
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["beside", "main", "message", "other"]));
        await engine.DeliverAsync("mail");
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["last"]));
        var after = await engine.LoadAsync();
        Assert.That(after.Tasks.Where(task => task.IsOpen).Select(task => task.ActivityId), Is.EqualTo(new[] { "last" }), "the tasks of the other paths are taken back");
        Assert.That(after.Bookmarks, Is.Empty);
        Assert.That(JsonNode.Parse(after.Instance!.State)!["scopes"]!.AsArray(), Is.Empty, "it is inside no fork");
        Assert.That((await engine.DeliverAsync("mail")).Kind, Is.EqualTo("inbox"), "nobody waits for a message any more");
        await engine.DoAsync("last", "Yes");
        Assert.That((await engine.InstanceAsync()).Status, Is.EqualTo(InstanceStatus.Finished), "it is the main path now, and its end the case's");
    }

    [Test]
    public async Task A_path_inside_a_fork_that_goes_on_alone_waits_for_no_join()
    {
        var script = new Script().On("main", (_, _) => Steps.Leave("Yes", new EndOtherPaths()));
        await using var engine = await TestEngine.OpenAsync(Forked(), script);
        await engine.StartAsync();
        await engine.DoAsync("main", "Yes");
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["after"]), "neither the sibling nor an any-time branch is left");
        await engine.DoAsync("after", "Yes");
        Assert.That((await engine.InstanceAsync()).Status, Is.EqualTo(InstanceStatus.Finished));
    }

    private static Script Alone() => new Script().On("alone", (_, _) => Steps.Leave("Done", new EndOtherPaths()));

    /// <summary>A fork of two persons' steps, one of which goes on behind, and two any-time branches.</summary>
    private static WorkflowDefinition Forked()
    {
        var procedure = Procedures.New();
        var fork = procedure.Fork("fork", "Tách", "Fork");
        procedure.Start.On(StartPort.Done, fork);
        procedure.Start.On(StartPort.AnyTime, procedure.Gate("message", "mail").Then(procedure.Work("alone").Then(procedure.Ask("last").Then(procedure.End("left", "Xong", "Left")))));
        procedure.Start.On(StartPort.AnyTime, procedure.Gate("other", "notice").Then(procedure.End("noted", "Đã ghi", "Noted")));
        fork.Branch("Main", procedure.Ask("main").Then(procedure.Ask("after").Then(procedure.End("done", "Xong", "Done"))));
        fork.Branch("Beside", procedure.Ask("beside").Then(procedure.End("ended", "Dừng", "Ended")));
        return procedure.Build();
    }
}
