using Microsoft.Extensions.Logging.Abstractions;

namespace ProcedureEngine.Engine.Tests;

/// <summary>Rule 10: a defect undoes its burst and leaves an incident, which is shown and retried; others go on.</summary>
public sealed class IncidentTests
{
    [Test]
    public async Task A_defect_in_a_step_undoes_the_whole_burst()
    {
        var script = Numbering();
        script.Broken.Add("broken");
        await using var engine = await TestEngine.OpenAsync(AskThenWork(), script);
        await engine.StartAsync();
        var completion = await engine.CompletionAsync("ask", "Yes");

        var answer = await engine.RunAsync(completion);

        var after = await engine.LoadAsync();
        var incident = after.OpenIncidents.Single();
        Assert.That((answer.Kind, (string?)answer.Body["incident"]), Is.EqualTo(("incident", incident.Id)));
        Assert.That((incident.ActivityId, incident.ExceptionType, incident.Message, incident.At), Is.EqualTo(("broken", nameof(InvalidOperationException), "broken is broken", engine.Clock.Now)));
        Assert.That((after.Instance!.SubStatus, after.Instance.IncidentCount), Is.EqualTo((InstanceSubStatus.Faulted, 1)));
        Assert.That(after.Tasks.Select(task => (task.Id, task.State, task.Revision)), Is.EqualTo([(completion.TaskId, UserTaskState.Open, 1)]), "the task is as it was");
        Assert.That(await engine.VariableAsync<JsonObject>("number"), Is.Null, "nothing half done");
        Assert.That((await engine.JournalAsync())[^1].EventName, Is.EqualTo("Faulted"));
    }

    [Test]
    public async Task A_retry_that_fails_leaves_the_incident_and_one_that_succeeds_closes_it()
    {
        var script = Numbering();
        script.Broken.Add("broken");
        await using var engine = await TestEngine.OpenAsync(AskThenWork(), script);
        await engine.StartAsync();
        await engine.DoAsync("ask", "No", new JsonObject { ["reason"] = "chưa", ["times"] = 1 });
        var retry = new RetryIncident(TestEngine.Case, TestEngine.Operator, (await engine.LoadAsync()).OpenIncidents.Single().Id);

        Assert.That((await engine.RunAsync(retry)).Kind, Is.EqualTo("incident"));
        Assert.That((await engine.LoadAsync()).OpenIncidents.Select(i => i.Id), Is.EqualTo([retry.IncidentId]), "no second one");
        Assert.That((await engine.JournalAsync())[^1].EventName, Is.EqualTo("IncidentRetryFailed"));

        script.Broken.Clear();
        Assert.That((await engine.RunAsync(retry)).Kind, Is.EqualTo("completed"));
        var after = await engine.LoadAsync();
        Assert.That((after.OpenIncidents.Count, after.Instance!.IncidentCount, after.Instance.SubStatus), Is.EqualTo((0, 0, InstanceSubStatus.Suspended)));
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["last"]));
        Assert.That(await engine.VariableAsync<string>("refusal"), Is.EqualTo("chưa"), "the person's data was kept");
        var closed = (await engine.Store.Queries.IncidentsOfAsync(TestEngine.Case, CancellationToken.None)).Single();
        Assert.That((closed.ResolvedBy, closed.ResolvedAt), Is.EqualTo(("operator", (Instant?)engine.Clock.Now)));
        await engine.RefusedAsync(retry, "not-found");
    }

    [Test]
    public async Task No_number_is_lost_to_a_defect()
    {
        var script = Numbering();
        await using var engine = await TestEngine.OpenAsync(AskThenWork(), script);
        foreach (var id in (string[])["c1", "c2", "c3"])
        {
            await engine.StartAsync(id);
            if (id == "c2")
                script.Broken.Add("broken");
            await engine.DoAsync("ask", "Yes", id: id);
            script.Broken.Clear();
        }

        await engine.RunAsync(new RetryIncident("c2", TestEngine.Operator, (await engine.LoadAsync("c2")).OpenIncidents.Single().Id));
        var numbers = new List<int>();
        foreach (var id in (string[])["c1", "c3", "c2"])
            numbers.Add((int)(await engine.VariableAsync<JsonObject>("number", id))!["sequence"]!);
        Assert.That(numbers, Is.EqualTo([1, 2, 3]));
    }

    [Test]
    public async Task A_defect_of_one_case_does_not_stop_the_others()
    {
        var script = Numbering();
        await using var engine = await TestEngine.OpenAsync(AskThenWork(), script);
        await engine.StartAsync();
        await engine.StartAsync("c2");
        script.Broken.Add("broken");
        await engine.DoAsync("ask", "Yes");
        script.Broken.Clear();
        Assert.That((await engine.DoAsync("ask", "Yes", id: "c2")).Kind, Is.EqualTo("completed"));
        Assert.That((await engine.DeliverAsync("mail")).Kind, Is.EqualTo("inbox"), "and the faulted case itself still hears");
    }

    [Test]
    public async Task A_defect_in_a_resumed_step_is_an_incident_with_the_stimulus()
    {
        var script = new Script();
        script.Broken.Add("gate/resume");
        await using var engine = await TestEngine.OpenAsync(Procedures.Line(p => p.Gate("gate", "mail")), script);
        await engine.StartAsync();
        Assert.That((await engine.DeliverAsync("mail", new JsonObject { ["text"] = "thư" })).Kind, Is.EqualTo("incident"));
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["gate"]));
        script.Broken.Clear();
        script.On("gate", (_, resumption) => Steps.Leave("Done", SetVariable.To("text", (string)((StimulusDelivered)resumption!).Payload["text"]!)));
        await RetryAsync(engine);
        Assert.That(await engine.VariableAsync<string>("text"), Is.EqualTo("thư"));
    }

    [Test]
    public async Task A_start_that_fails_leaves_a_case_to_retry()
    {
        var script = new Script();
        script.Broken.Add("work");
        await using var engine = await TestEngine.OpenAsync(Procedures.Line(p => p.Work("work")), script);
        var answer = await engine.StartAsync(input: new JsonObject { ["name"] = "Ánh" });
        Assert.That((answer.Kind, answer.InstanceId), Is.EqualTo(("incident", TestEngine.Case)));
        Assert.That(await engine.PlacesAsync(), Is.Empty);
        script.Broken.Clear();
        Assert.That((await RetryAsync(engine)).Kind, Is.EqualTo("started"));
        Assert.That((await engine.InstanceAsync()).Status, Is.EqualTo(InstanceStatus.Finished));
        Assert.That((string?)(await engine.VariableAsync<JsonObject>("input"))!["name"], Is.EqualTo("Ánh"));
    }

    [Test]
    public async Task A_start_that_failed_may_be_cancelled()
    {
        var script = new Script();
        script.Broken.Add("work");
        await using var engine = await TestEngine.OpenAsync(Procedures.Line(p => p.Work("work")), script);
        await engine.StartAsync();
        await engine.RunAsync(new CancelInstance(TestEngine.Case, TestEngine.Operator, "thôi"));
        script.Broken.Clear();
        var retry = new RetryIncident(TestEngine.Case, TestEngine.Operator, (await engine.LoadAsync()).OpenIncidents.Single().Id);
        await engine.RefusedAsync(retry, "exists");
    }

    [Test]
    public async Task A_timer_that_fails_is_set_aside_and_the_rest_goes_on()
    {
        var script = new Script();
        script.Broken.Add("p1/resume");
        await using var engine = await TestEngine.OpenAsync(TwoPauses(), script);
        await engine.StartAsync();
        Assert.That((await engine.PassAsync(60)).Kind, Is.EqualTo("incident"));
        var after = await engine.LoadAsync();
        Assert.That(after.Timers, Is.Empty, "it does not fail for ever");
        Assert.That(after.OpenIncidents.Single().ActivityId, Is.EqualTo("p1"));
        Assert.That(await engine.VariableAsync<List<string>>("woken"), Is.EqualTo(["p2"]), "the other timer of the case has fired");
        script.Broken.Clear();
        await RetryAsync(engine);
        Assert.That((await engine.InstanceAsync()).Status, Is.EqualTo(InstanceStatus.Finished));
        Assert.That(await engine.VariableAsync<List<string>>("woken"), Is.EqualTo(["p2", "p1"]));
    }

    [Test]
    public async Task A_timer_retried_in_vain_stays_set_aside()
    {
        var script = new Script();
        script.Broken.Add("p1/resume");
        await using var engine = await TestEngine.OpenAsync(TwoPauses(), script);
        await engine.StartAsync();
        await engine.PassAsync(60);
        Assert.That((await RetryAsync(engine)).Kind, Is.EqualTo("incident"));
        var after = await engine.LoadAsync();
        Assert.That((after.OpenIncidents.Count, after.Timers.Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task A_failing_timer_does_not_stop_what_a_person_does()
    {
        var script = new Script();
        script.Broken.Add("pause/resume");
        var procedure = Procedures.New();
        procedure.Start.On(StartPort.Done, procedure.Ask("ask").Then(procedure.Ask("next").Then(procedure.End())));
        procedure.Start.On(StartPort.AnyTime, procedure.Pause("pause", 10).Then(procedure.End("rested", "Nghỉ", "Rested")));
        await using var engine = await TestEngine.OpenAsync(procedure.Build(), script);
        await engine.StartAsync();
        engine.Clock.Now += Duration.FromMinutes(10);
        Assert.That((await engine.DoAsync("ask", "Yes")).Kind, Is.EqualTo("completed"));
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["next", "pause"]));
        Assert.That((await engine.LoadAsync()).OpenIncidents, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task More_failing_timers_than_one_round_would_take_do_not_lose_the_stimulus()
    {
        var script = new Script();
        var procedure = Procedures.New();
        procedure.Start.On(StartPort.Done, procedure.Gate("gate", "mail").Then(procedure.Ask("ask").Then(procedure.End())));
        var rested = procedure.End("rested", "Nghỉ", "Rested");
        for (var i = 0; i < 12; i++)
        {
            procedure.Start.On(StartPort.AnyTime, procedure.Pause($"p{i}", 10).Then(rested));
            script.Broken.Add($"p{i}/resume");
        }

        await using var engine = await TestEngine.OpenAsync(procedure.Build(), script);
        await engine.StartAsync();
        engine.Clock.Now += Duration.FromMinutes(10);
        Assert.That((await engine.DeliverAsync("mail")).Kind, Is.EqualTo("delivered"));
        Assert.That((await engine.InstanceAsync()).IncidentCount, Is.EqualTo(12));
        Assert.That(await engine.PlacesAsync(), Does.Contain("ask"));
    }

    [Test]
    public async Task A_refusal_while_a_timer_fires_is_an_incident_and_no_refusal_of_somebody_else()
    {
        var script = new Script().On("p1", (context, resumption) => resumption is null
            ? Steps.Wait(new ArmTimer("wake", context.Now + Duration.FromMinutes(10)))
            : throw RejectedException.Conflict("time-taken", "Trùng lịch.", "Taken."));
        await using var engine = await TestEngine.OpenAsync(TwoPauses(), script);
        await engine.StartAsync();
        engine.Clock.Now += Duration.FromMinutes(10);
        Assert.That((await engine.DeliverAsync("mail")).Kind, Is.EqualTo("inbox"));
        Assert.That((await engine.LoadAsync()).OpenIncidents.Single().ExceptionType, Is.EqualTo(nameof(RejectedException)));
    }

    [Test]
    public async Task A_retried_timer_whose_step_is_over_has_nothing_to_do()
    {
        var script = new Script();
        script.Broken.Add("pause/resume");
        var procedure = Procedures.New();
        procedure.Start.On(StartPort.Done, procedure.Ask("ask").Then(procedure.End()));
        procedure.Start.On(StartPort.AnyTime, procedure.Pause("pause", 10).Then(procedure.End("rested", "Nghỉ", "Rested")));
        await using var engine = await TestEngine.OpenAsync(procedure.Build(), script);
        await engine.StartAsync();
        await engine.PassAsync(10);
        await engine.DoAsync("ask", "Yes");
        Assert.That((await engine.InstanceAsync()).Status, Is.EqualTo(InstanceStatus.Finished));
        script.Broken.Clear();
        Assert.That((await RetryAsync(engine)).Kind, Is.EqualTo("obsolete"));
        var after = await engine.LoadAsync();
        Assert.That((after.OpenIncidents.Count, after.Timers.Count, after.Instance!.IncidentCount), Is.EqualTo((0, 0, 0)), "no timer is left behind in a finished case");
        Assert.That(await engine.Store.NextDueAsync(CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task A_retry_of_what_was_done_again_meanwhile_closes_the_incident_and_says_why()
    {
        var script = Numbering();
        script.Broken.Add("broken");
        await using var engine = await TestEngine.OpenAsync(AskThenWork(), script);
        await engine.StartAsync();
        await engine.DoAsync("ask", "Yes");
        script.Broken.Clear();
        await engine.DoAsync("ask", "Yes");
        var answer = await RetryAsync(engine);
        Assert.That((answer.Kind, (string?)answer.Body["refused"]), Is.EqualTo(("refused", "not-found")), "a closed task is not loaded for a retry");
        var after = await engine.LoadAsync();
        Assert.That((after.OpenIncidents.Count, after.Instance!.IncidentCount, after.Instance.SubStatus), Is.EqualTo((0, 0, InstanceSubStatus.Suspended)));
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["last"]), "and nothing was done twice");
    }

    [Test]
    public async Task Only_an_operator_retries()
    {
        var script = new Script();
        script.Broken.Add("work");
        await using var engine = await TestEngine.OpenAsync(Procedures.Line(p => p.Work("work")), script);
        await engine.StartAsync();
        var id = (await engine.LoadAsync()).OpenIncidents.Single().Id;
        await engine.RefusedAsync(new RetryIncident(TestEngine.Case, TestEngine.Officer, id), "operator-only");
        await engine.RefusedAsync(new RetryIncident(TestEngine.Case, TestEngine.Person("operator", office: "other"), id), "not-found");
        await engine.RefusedAsync(new RetryIncident(TestEngine.Case, TestEngine.Operator, "c1.e99"), "not-found");
    }

    [Test]
    public async Task Running_numbers_of_an_undone_burst_are_not_given_again()
    {
        var script = Numbering();
        script.Broken.Add("broken");
        await using var engine = await TestEngine.OpenAsync(AskThenWork(), script);
        await engine.StartAsync();
        await engine.DoAsync("ask", "Yes");
        script.Broken.Clear();
        await engine.DoAsync("ask", "Yes");
        var runs = (await engine.JournalAsync()).Where(row => row.ActivityInstanceId is not null).Select(row => (row.ActivityInstanceId, row.ActivityId)).Distinct().ToList();
        Assert.That(runs.Select(run => run.ActivityInstanceId), Is.Unique, "a run belongs to one step");
        Assert.That(runs.Count(run => run.ActivityId == "broken"), Is.EqualTo(2), "the faulted run is told apart from the one that succeeded");
    }

    [Test]
    public async Task A_store_that_fails_in_the_middle_of_a_burst_is_no_incident()
    {
        await using var engine = await TestEngine.OpenAsync(AskThenWork(), Numbering());
        await engine.StartAsync();
        var completion = await engine.CompletionAsync("ask", "Yes");
        foreach (var failure in (Exception[])[new StoreException("lost"), new Microsoft.Data.Sqlite.SqliteException("disk full", 13), new OperationCanceledException()])
        {
            var runner = new WorkflowRunner(new BrokenStore(engine.Store, () => failure), engine.Parts, NullLogger<WorkflowRunner>.Instance);
            var before = await engine.InstanceAsync();
            await Assert.CatchAsync(failure is OperationCanceledException ? typeof(OperationCanceledException) : typeof(StoreException), () => runner.RunAsync(completion, CancellationToken.None));
            Assert.That(await engine.InstanceAsync(), Is.EqualTo(before));
        }

        Assert.That((await engine.RunAsync(completion)).Kind, Is.EqualTo("completed"), "the same completion may be sent again");
    }

    [Test]
    public async Task A_broken_invariant_is_an_incident_that_names_its_rule()
    {
        var script = new Script().On("work", (_, _) => throw new InvariantException("basis-compared", "No original was compared."));
        await using var engine = await TestEngine.OpenAsync(Procedures.Line(p => p.Work("work")), script);
        Assert.That((await engine.StartAsync()).Kind, Is.EqualTo("incident"));
        var incident = (await engine.LoadAsync()).OpenIncidents.Single();
        Assert.That((incident.ExceptionType, incident.Message), Is.EqualTo((nameof(InvariantException), "basis-compared: No original was compared.")));
    }

    private static async Task<BurstAnswer> RetryAsync(TestEngine engine) =>
        await engine.RunAsync(new RetryIncident(TestEngine.Case, TestEngine.Operator, (await engine.LoadAsync()).OpenIncidents.Single().Id));

    private static Script Numbering() => new Script().On("number", (_, _) => Steps.Leave("Done", new TakeNumber(new CounterKey(TestEngine.Office, "decision", 2026), "{sequence}", "number")));

    private static WorkflowDefinition AskThenWork()
    {
        var procedure = Procedures.New();
        procedure.Start.On(StartPort.Done, procedure.Ask("ask").Then(procedure.Work("number").Then(procedure.Work("broken").Then(procedure.Ask("last").Then(procedure.End())))));
        return procedure.Build();
    }

    private static WorkflowDefinition TwoPauses()
    {
        var procedure = Procedures.New();
        var (fork, join) = (procedure.Fork("fork", "Tách", "Fork"), procedure.Join("join", "Gặp", "Join"));
        procedure.Start.On(StartPort.Done, fork);
        fork.Branch("A", procedure.Pause("p1", 10).Then(join)).Branch("B", procedure.Pause("p2", 20).Then(join));
        join.Then(procedure.End());
        return procedure.Build();
    }
}
