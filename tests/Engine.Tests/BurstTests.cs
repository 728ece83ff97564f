namespace ProcedureEngine.Engine.Tests;

/// <summary>Rules 1 and 2: one call moves tokens until all wait; numbers, messages and reservations are part of it.</summary>
public sealed class BurstTests
{
    [Test]
    public async Task Tokens_move_until_all_wait()
    {
        var procedure = Procedures.New();
        procedure.Start.On(StartPort.Done, procedure.Work("one").Then(procedure.Work("two").Then(procedure.Ask("ask").Then(procedure.End()))));
        await using var engine = await TestEngine.OpenAsync(procedure.Build());
        var answer = await engine.StartAsync();
        Assert.That((answer.Kind, answer.InstanceId), Is.EqualTo(("started", TestEngine.Case)));
        Assert.That(await engine.TraceAsync(), Is.EqualTo(["one", "two", "ask"]));
        Assert.That((await engine.InstanceAsync()).Revision, Is.EqualTo(1), "one burst");
    }

    [Test]
    public async Task A_loop_goes_round_as_often_as_it_is_told()
    {
        var procedure = Procedures.New();
        var (work, again) = (procedure.Work("work"), procedure.Repeat("again", 7));
        procedure.Start.On(StartPort.Done, work);
        work.Then(again);
        again.On(Round.Again, work).On(Round.Enough, procedure.End());
        await using var engine = await TestEngine.OpenAsync(procedure.Build());
        await engine.StartAsync();
        Assert.That(await engine.TraceAsync(), Has.Count.EqualTo(7));
    }

    [Test]
    public async Task A_loop_that_never_waits_becomes_an_incident()
    {
        var procedure = Procedures.New();
        var (work, choose) = (procedure.Work("work"), procedure.Choose("choose"));
        procedure.Start.On(StartPort.Done, procedure.Ask("ask").Then(work));
        work.Then(choose);
        choose.On(Way.Left, work).On(Way.Right, procedure.End());
        await using var engine = await TestEngine.OpenAsync(procedure.Build(), with: parts => parts with { MaxMoves = 50 });
        await engine.StartAsync();
        var answer = await engine.DoAsync("ask", "Yes");
        Assert.That(answer.Kind, Is.EqualTo("incident"));
        Assert.That((await engine.LoadAsync()).OpenIncidents.Single().Message, Does.StartWith("More than 50 moves in one burst"));
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["ask"]), "nothing half done");
        Assert.That(await engine.TraceAsync(), Is.EqualTo(["ask"]));
    }

    [Test]
    public async Task An_input_may_be_a_variable()
    {
        var definition = Procedures.Line(p => p.Work("work").With("text", "name"));
        var work = definition.GetActivity("work");
        definition = definition with { Activities = definition.Activities.Replace(work, work with { Inputs = work.Inputs.SetItem("text", new InputExpression(InputExpression.Variable, "title")) }) };
        var script = new Script().On("work", (context, _) => Steps.Leave("Done", SetVariable.To("seen", context.Input<string>("text"))));
        await using var engine = await TestEngine.OpenAsync(definition, script, parts => parts);
        await engine.StartAsync();
        Assert.That(await engine.VariableAsync<string>("seen"), Is.Null, "a variable that is not set");
        var second = Procedures.New();
        second.Start.On(StartPort.Done, second.Work("set").Then(second.Work("work").Then(second.End())));
        script.On("set", (_, _) => Steps.Leave("Done", SetVariable.To("title", "Điều 7")));
        var built = second.Build();
        engine.Definitions.Add(built with { Version = 2, Activities = built.Activities.Replace(built.GetActivity("work"), definition.GetActivity("work")) });
        await engine.StartAsync("c2");
        Assert.That(await engine.VariableAsync<string>("seen", "c2"), Is.EqualTo("Điều 7"));
    }

    [Test]
    public async Task A_number_is_read_by_the_next_effect_and_the_next_step()
    {
        var script = new Script()
            .On("take", (_, _) => Steps.Leave("Done", new TakeNumber(new CounterKey(TestEngine.Office, "decision", 2026), "{sequence}/QĐ-{year}", "number")))
            .On("show", (context, _) => Steps.Leave("Done", SetVariable.To("seen", (string)context.Variable<JsonObject>("number")!["text"]!)));
        var procedure = Procedures.New();
        procedure.Start.On(StartPort.Done, procedure.Work("take").Then(procedure.Work("show").Then(procedure.End())));
        await using var engine = await TestEngine.OpenAsync(procedure.Build(), script);
        foreach (var id in (string[])["c1", "c2", "c3"])
            await engine.StartAsync(id);
        Assert.That(await engine.VariableAsync<string>("seen"), Is.EqualTo("1/QĐ-2026"));
        Assert.That(await engine.VariableAsync<string>("seen", "c3"), Is.EqualTo("3/QĐ-2026"));
        Assert.That((await engine.JournalAsync("c3")).Single(row => row.EventName == "NumberTaken").Text, Does.Contain("namdinh/decision/2026"));
    }

    [Test]
    public async Task Messages_are_numbered_by_case_and_channel()
    {
        var sent = 0;
        var script = new Script().On("send", (_, _) => Steps.Leave(
            "Done", new Send("mail", "letter", new JsonObject { ["n"] = ++sent }), new Send("event", "told", new JsonObject { ["n"] = ++sent }), new Send("mail", "letter", new JsonObject { ["n"] = ++sent })));
        var procedure = Procedures.New();
        var (send, ask) = (procedure.Work("send"), procedure.Ask("ask"));
        procedure.Start.On(StartPort.Done, send);
        send.Then(ask);
        ask.On(Answer.Yes, send).On(Answer.No, procedure.End());
        await using var engine = await TestEngine.OpenAsync(procedure.Build(), script);
        await engine.StartAsync();
        await engine.DoAsync("ask", "Yes");

        var ids = new List<string>();
        for (var claimed = await ClaimAsync(); claimed.Count > 0; claimed = await ClaimAsync())
        {
            Assert.That(claimed, Has.Count.EqualTo(1), "one at a time per case and channel");
            ids.Add(claimed[0].Row.Id);
            await engine.Store.Outbox.MarkSentAsync(claimed[0].Row.Id, "250", CancellationToken.None);
        }

        Assert.That(ids, Is.EqualTo(["c1.mail.1", "c1.mail.2", "c1.mail.3", "c1.mail.4"]));

        Task<IReadOnlyList<ClaimedMessage>> ClaimAsync() => engine.Store.Outbox.ClaimAsync("mail", 10, Duration.FromMinutes(1), CancellationToken.None);
    }

    [Test]
    public async Task An_hour_that_overlaps_anothers_is_refused_with_its_field()
    {
        await using var engine = await TestEngine.OpenAsync(Booking(), Booker((0, 60)));
        await engine.StartAsync();
        await engine.DeliverAsync("go");
        await engine.StartAsync("c2");
        var refused = await engine.RefusedAsync(new Deliver("c2", TestEngine.Officer, "go", []), "time-taken");
        Assert.That(refused.Kind, Is.EqualTo(RejectionKind.Conflict));
        Assert.That(refused.Fields.Single().Field, Is.EqualTo("data.at"));
    }

    [Test]
    public async Task An_hour_given_back_and_taken_again_in_one_burst_stays_taken()
    {
        var script = new Script().On("book", (context, resumption) => resumption is null
            ? Steps.Wait(new CreateBookmark("go"))
            : Steps.Leave("Done", Hour(context, 0), new Unreserve("visit"), Hour(context, 30)));
        await using var engine = await TestEngine.OpenAsync(Booking(), script);
        await engine.StartAsync();
        await engine.DeliverAsync("go");
        await engine.StartAsync("c2");
        await engine.RefusedAsync(new Deliver("c2", TestEngine.Officer, "go", []), "time-taken");

        static Reserve Hour(ActivityContext context, int from) => new("visit", "officer/hoa", context.Now + Duration.FromMinutes(from), context.Now + Duration.FromMinutes(from + 30), "data.at");
    }

    [Test]
    public async Task Now_never_goes_back_in_a_case()
    {
        await using var engine = await TestEngine.OpenAsync(Procedures.OneTask());
        await engine.StartAsync();
        var started = engine.Clock.Now;
        engine.Clock.Now -= Duration.FromHours(1);
        await engine.DoAsync("ask", "Yes");
        Assert.That((await engine.JournalAsync()).Select(row => row.At), Is.All.EqualTo(started));
    }

    [Test]
    public async Task Who_listens_is_told_of_each_commit_and_cannot_undo_it()
    {
        await using var engine = await TestEngine.OpenAsync(Procedures.OneTask());
        var listener = new Listener();
        engine.Runner.Subscribe(new Thrower());
        engine.Runner.Subscribe(listener);
        await engine.StartAsync();
        await engine.RefusedAsync((await engine.CompletionAsync("ask", "Yes")) with { ExpectedRevision = 9 }, "stale-revision");
        await engine.DoAsync("ask", "Yes");
        Assert.That(listener.Told, Is.EqualTo([1L, 2L]));
        Assert.That((await engine.InstanceAsync()).IncidentCount, Is.Zero);
    }

    [Test]
    public async Task Starting_a_case_that_exists_is_refused()
    {
        await using var engine = await TestEngine.OpenAsync(Procedures.OneTask());
        await engine.StartAsync();
        await engine.RefusedAsync(new StartProcedure(TestEngine.Case, TestEngine.Officer, "test", TestEngine.Office, []), "exists");
    }

    [Test]
    public async Task A_case_or_procedure_that_is_not_there_is_not_found()
    {
        await using var engine = await TestEngine.OpenAsync(Procedures.OneTask());
        Stimulus[] lost =
        [
            new StartProcedure("c1", TestEngine.Officer, "other", TestEngine.Office, []), new CompleteTask("c1", TestEngine.Officer, "c1.t1", "Yes", null, 1),
            new Deliver("c1", TestEngine.Officer, "mail", []), new FireTimers("c1", Actor.Timer), new CancelInstance("c1", TestEngine.Operator, "x"), new Reopen("c1", TestEngine.Head, "x"),
            new RetryIncident("c1", TestEngine.Operator, "c1.e1"),
        ];
        foreach (var stimulus in lost)
            Assert.That((await engine.RefusedAsync(stimulus, "not-found")).Kind, Is.EqualTo(RejectionKind.NotFound));
    }

    private static WorkflowDefinition Booking()
    {
        var procedure = Procedures.New();
        procedure.Start.On(StartPort.Done, procedure.Work("book").Then(procedure.Ask("ask").Then(procedure.End())));
        return procedure.Build();
    }

    private static Script Booker((int From, int To) hour) => new Script().On("book", (context, resumption) => resumption is null
        ? Steps.Wait(new CreateBookmark("go"))
        : Steps.Leave("Done", new Reserve("visit", "officer/hoa", context.Now + Duration.FromMinutes(hour.From), context.Now + Duration.FromMinutes(hour.To), "data.at")));

    private sealed class Listener : ICommitListener
    {
        public List<long> Told { get; } = [];

        public void Committed(BurstResult result) => Told.Add(result.Instance!.Revision);
    }

    private sealed class Thrower : ICommitListener
    {
        public void Committed(BurstResult result) => throw new InvalidOperationException("a listener fails");
    }
}
