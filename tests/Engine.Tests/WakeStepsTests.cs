namespace ProcedureEngine.Engine.Tests;

/// <summary>One branch ends another without a join: what waits under its name goes on in the same burst.</summary>
public sealed class WakeStepsTests
{
    [Test]
    public async Task A_branch_that_waits_for_it_goes_on_in_the_same_burst_before_the_signalling_path_does()
    {
        await using var engine = await TestEngine.OpenAsync(Beside(), Signals());
        await engine.StartAsync();
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["beside", "main"]));
        await engine.DoAsync("main", "Yes");
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["later"]), "the other branch has ended, the main path waits");
        Assert.That(await engine.TraceAsync(), Does.Contain("overtaken"));
        await engine.DoAsync("later", "Yes");
        Assert.That((await engine.InstanceAsync()).Status, Is.EqualTo(InstanceStatus.Finished));
    }

    [Test]
    public async Task Nobody_who_waits_is_nothing_to_do()
    {
        await using var engine = await TestEngine.OpenAsync(Beside(), Signals());
        await engine.StartAsync();
        await engine.DeliverAsync("overtaken");
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["main"]));
        await engine.DoAsync("main", "Yes");
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["later"]));
        Assert.That(await engine.Store.Queries.InboxAsync(TestEngine.Case, CancellationToken.None), Is.Empty, "a signal is no message that waits");
    }

    [Test]
    public async Task An_act_that_is_refused_wakes_nobody()
    {
        var script = Signals();
        script.Broken.Add("after-signal");
        await using var engine = await TestEngine.OpenAsync(Beside(), script);
        await engine.StartAsync();
        Assert.That((await engine.DoAsync("main", "Yes")).Kind, Is.EqualTo("incident"));
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["beside", "main"]), "the burst is undone as a whole");
    }

    private static Script Signals() => new Script().On("main", (_, _) => Steps.Leave("Yes", new WakeSteps("overtaken")));

    /// <summary>A main path whose first step signals, and a branch beside it that waits for the signal; neither meets the other.</summary>
    private static WorkflowDefinition Beside()
    {
        var procedure = Procedures.New();
        var fork = procedure.Fork("fork", "Tách", "Fork");
        procedure.Start.On(StartPort.Done, fork);
        fork.Branch("Main", procedure.Ask("main").Then(procedure.Work("after-signal").Then(procedure.Ask("later").Then(procedure.End("done", "Xong", "Done")))));
        fork.Branch("Beside", procedure.Gate("beside", "overtaken").Then(procedure.Work("overtaken").Then(procedure.End("ended", "Dừng", "Ended"))));
        return procedure.Build();
    }
}
