namespace ProcedureEngine.Engine.Tests;

/// <summary>Rule 7: an instance stays on its version; what differs from what is stored is quarantined, and the others run on.</summary>
public sealed class VersionTests
{
    [Test]
    public async Task An_instance_stays_on_its_version_and_a_new_one_takes_the_newest()
    {
        await using var engine = await TestEngine.OpenAsync(Version(1, "old"));
        await engine.StartAsync();
        engine.Definitions.Add(Version(2, "new"));
        await engine.StartAsync("c2");
        await engine.DoAsync("ask", "Yes");
        await engine.DoAsync("ask", "Yes", id: "c2");
        Assert.That(await engine.TraceAsync(), Is.EqualTo(["ask", "old"]));
        Assert.That(await engine.TraceAsync("c2"), Is.EqualTo(["ask", "new"]));
        Assert.That(((await engine.InstanceAsync()).DefinitionVersion, (await engine.InstanceAsync("c2")).DefinitionVersion), Is.EqualTo((1, 2)));
    }

    [Test]
    public async Task A_quarantined_version_starts_nothing_and_moves_nothing_while_the_others_run_on()
    {
        await using var engine = await TestEngine.OpenAsync(Version(1, "old"));
        await engine.StartAsync();
        engine.Definitions.Add(Version(2, "new"));
        await engine.StartAsync("c2");
        engine.Definitions.Quarantine("test", 2, "its code differs");
        engine.Definitions.Add(Procedures.Line(p => p.Work("work"), "other"));

        var start = new StartProcedure("c3", TestEngine.Officer, "test", TestEngine.Office, []);
        Assert.That((await engine.RefusedAsync(start, "procedure-quarantined")).Message, Does.Contain("its code differs"));
        await engine.RefusedAsync(await engine.CompletionAsync("ask", "Yes", id: "c2"), "procedure-quarantined");
        await engine.RefusedAsync(new FireTimers("c2", Actor.Timer), "procedure-quarantined");
        Assert.That((await engine.DoAsync("ask", "Yes")).Kind, Is.EqualTo("completed"), "the older version is sound");
        Assert.That((await engine.StartAsync("c4", definition: "other")).Kind, Is.EqualTo("started"));
        Assert.That(engine.Definitions.Quarantined.Single().Key, Is.EqualTo(("test", 2)));
    }

    [Test]
    public async Task A_case_of_a_version_that_this_host_does_not_have_is_left_alone()
    {
        await using var engine = await TestEngine.OpenAsync(Version(2, "new"));
        await engine.StartAsync();
        var completion = await engine.CompletionAsync("ask", "Yes");
        var older = new DefinitionRegistry();
        older.Add(Version(1, "old"));
        var runner = engine.NewRunner(engine.Parts with { Definitions = older });
        var refused = await Assert.ThrowsAsync<RejectedException>(() => runner.RunAsync(completion, CancellationToken.None));
        Assert.That((refused!.Rule, refused.Kind), Is.EqualTo(("version-unknown", RejectionKind.Unavailable)));
        Assert.That(refused.Text.En, Does.Contain("no version 2 of 'test'").And.Contain("with the same key"));
        Assert.That((await engine.RunAsync(completion)).Kind, Is.EqualTo("completed"));
    }

    [Test]
    public async Task A_program_starts_cases_on_its_own_version_beside_a_newer_one_that_it_has_from_the_store()
    {
        await using var engine = await TestEngine.OpenAsync(Version(1, "old"));
        engine.Definitions.Restore(Version(2, "new"));
        await engine.StartAsync();
        Assert.That((await engine.InstanceAsync()).DefinitionVersion, Is.EqualTo(1));
        engine.Definitions.Restore(Procedures.Line(p => p.Work("work"), "stored-only"));
        Assert.That((await engine.StartAsync("c2", definition: "stored-only")).Kind, Is.EqualTo("started"), "no code declares it");
    }

    [Test]
    public void What_a_program_lacks_is_neither_known_nor_run_until_its_code_declares_it()
    {
        var registry = new DefinitionRegistry();
        registry.Lack("test", 2, "no activity Test.New/1");
        Assert.That((registry.Known, registry.Running), Is.EqualTo((Array.Empty<(string, int)>(), Array.Empty<(string, int)>())));
        Assert.That(registry.FaultOf("test", 2), Is.EqualTo("no activity Test.New/1"));
        registry.Add(Version(2, "new"));
        registry.Quarantine("test", 2, "its code differs");
        Assert.That((registry.Known.Single(), registry.Running.Count, registry.Lacking.Count), Is.EqualTo((("test", 2), 0, 0)));
    }

    [Test]
    public void The_contract_of_an_activity_covers_outcomes_inputs_and_data_but_no_wording()
    {
        var registry = new ActivityRegistry(Steps.All(new Script()));
        Assert.That(registry.Descriptors.Select(d => d.ContractHash), Is.All.Length.EqualTo(64));
        ActivityDescriptor ask = registry.Get("Test.Ask", 1).Descriptor;
        var outcome = ask.Outcomes[1];
        Assert.That(Hash(ask with { Label = new LocalizedText("Khác", "Other") }), Is.EqualTo(ask.ContractHash));
        Assert.That(Hash(ask with { Outcomes = [ask.Outcomes[0], outcome with { Data = typeof(Reworded) }] }), Is.EqualTo(ask.ContractHash));
        ActivityDescriptor[] changed =
        [
            ask with { Outcomes = [outcome] }, ask with { Outcomes = [ask.Outcomes[0], outcome with { Data = null }] }, ask with { Outcomes = [ask.Outcomes[0], outcome with { Data = typeof(Extended) }] },
            ask with { Inputs = ask.Inputs.RemoveAt(0) }, ask with { Inputs = ask.Inputs.SetItem(0, ask.Inputs[0] with { IsRequired = false }) },
        ];
        Assert.That(changed.Select(Hash).Append(ask.ContractHash), Is.Unique);

        // The hash is made once, with the descriptor.
        static string Hash(ActivityDescriptor d) => new ActivityDescriptor(d.Type, d.Version, d.Label, d.Category, d.Outcomes, d.Inputs).ContractHash;
    }

    private static WorkflowDefinition Version(int version, string step)
    {
        var procedure = Procedures.New(version: version);
        procedure.Start.On(StartPort.Done, procedure.Ask("ask").Then(procedure.Work(step).Then(procedure.End())));
        return procedure.Build();
    }

    private sealed record Reworded([property: Field("Vì sao", "Why", MaxLength = 40)] string Reason, int Times)
    {
        public LocalDate? On { get; init; }
    }

    private sealed record Extended([property: Field("Lý do", "Reason", MaxLength = 40)] string Reason, int Times, string More)
    {
        public LocalDate? On { get; init; }
    }
}
