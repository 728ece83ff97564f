namespace ProcedureEngine.Engine.Tests;

/// <summary>Rule 6: the same key and body get the same answer and do nothing twice.</summary>
public sealed class KeyTests
{
    private static readonly StimulusKey Key = new("caller/route", "k1", "digest");

    [Test]
    public async Task The_same_key_and_body_get_the_same_answer()
    {
        await using var engine = await TestEngine.OpenAsync(Procedures.OneTask(), with: parts => parts with { Answers = new Answers() });
        var start = new StartProcedure("c1", TestEngine.Officer, "test", TestEngine.Office, []) { Key = Key };
        var first = await engine.RunAsync(start);
        var second = await engine.RunAsync(start with { InstanceId = "c2" });
        Assert.That((second.IsRepeat, second.InstanceId, second.Kind, second.Body.ToJsonString()), Is.EqualTo((true, "c1", "started", first.Body.ToJsonString())));
        Assert.That((await engine.LoadAsync("c2")).Instance, Is.Null);

        var completion = (await engine.CompletionAsync("ask", "Yes")) with { Key = Key with { Key = "k2" } };
        await engine.RunAsync(completion);
        var after = await engine.InstanceAsync();
        Assert.That((await engine.RunAsync(completion)).IsRepeat, Is.True);
        Assert.That(await engine.InstanceAsync(), Is.EqualTo(after));
    }

    [Test]
    public async Task Another_body_under_the_key_is_refused()
    {
        await using var engine = await TestEngine.OpenAsync(Procedures.OneTask());
        var start = new StartProcedure("c1", TestEngine.Officer, "test", TestEngine.Office, []) { Key = Key };
        await engine.RunAsync(start);
        await engine.RefusedAsync(start with { InstanceId = "c2", Key = Key with { BodyDigest = "other" } }, "key-reused");
        Assert.That((await engine.RunAsync(start with { InstanceId = "c2", Key = Key with { Scope = "other caller" } })).Kind, Is.EqualTo("started"));
    }

    [Test]
    public async Task A_refused_stimulus_does_not_use_up_its_key()
    {
        await using var engine = await TestEngine.OpenAsync(Procedures.OneTask());
        await engine.StartAsync();
        var completion = (await engine.CompletionAsync("ask", "Yes")) with { Key = Key };
        await engine.RefusedAsync(completion with { ExpectedRevision = 9 }, "stale-revision");
        Assert.That((await engine.RunAsync(completion)).IsRepeat, Is.False);
    }

    [Test]
    public async Task Twins_at_the_same_time_do_one_thing()
    {
        await using var engine = await TestEngine.OpenAsync(Procedures.OneTask());
        await engine.StartAsync();
        var deliver = new Deliver(TestEngine.Case, TestEngine.Officer, "mail", []) { Key = Key };
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => engine.RunAsync(deliver)));
        Assert.That(answers.Count(answer => !answer.IsRepeat), Is.EqualTo(1));
        Assert.That(await engine.Store.Queries.InboxAsync(TestEngine.Case, CancellationToken.None), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_incident_is_told_to_the_twin_too_and_a_retry_does_the_thing_once()
    {
        var script = new Script();
        script.Broken.Add("gate/resume");
        var procedure = Procedures.New();
        var gate = procedure.Gate("gate", "mail");
        procedure.Start.On(StartPort.Done, gate.Then(procedure.Work("told").Then(procedure.Ask("ask").Then(procedure.End()))));
        await using var engine = await TestEngine.OpenAsync(procedure.Build(), script);
        await engine.StartAsync();
        var mail = new Deliver(TestEngine.Case, Actor.Party("party"), "mail", []) { Key = Key with { IsPermanent = true } };
        var first = await engine.RunAsync(mail);
        script.Broken.Clear();
        var second = await engine.RunAsync(mail);
        Assert.That((second.Kind, second.IsRepeat, (string?)second.Body["incident"]), Is.EqualTo(("incident", true, (string?)first.Body["incident"])));
        await engine.RunAsync(new RetryIncident(TestEngine.Case, TestEngine.Operator, (string)first.Body["incident"]!));
        Assert.That(await engine.TraceAsync(), Is.EqualTo(["gate", "told", "ask"]));
        await engine.RunAsync(mail);
        Assert.That(await engine.Store.Queries.InboxAsync(TestEngine.Case, CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task A_failing_timer_does_not_use_up_the_key_of_what_came_with_it()
    {
        var script = new Script();
        script.Broken.Add("pause/resume");
        var procedure = Procedures.New();
        procedure.Start.On(StartPort.Done, procedure.Gate("gate", "mail").Then(procedure.Ask("ask").Then(procedure.End())));
        procedure.Start.On(StartPort.AnyTime, procedure.Pause("pause", 10).Then(procedure.End("rested", "Nghỉ", "Rested")));
        await using var engine = await TestEngine.OpenAsync(procedure.Build(), script);
        await engine.StartAsync();
        engine.Clock.Now += Duration.FromMinutes(10);
        var answer = await engine.RunAsync(new Deliver(TestEngine.Case, TestEngine.Officer, "mail", []) { Key = Key });
        Assert.That((answer.Kind, answer.IsRepeat), Is.EqualTo(("delivered", false)));
    }

    private sealed class Answers : IAnswerComposer
    {
        public JsonObject Compose(string instanceId, IReadOnlyDictionary<string, CaseRecord> records) => new() { ["id"] = instanceId, ["status"] = "đã nhận" };
    }
}
