namespace ProcedureEngine.Engine.Tests;

/// <summary>Rule 6: what nobody waits for is kept and shown, and satisfies no wait that is opened after it.</summary>
public sealed class InboxTests
{
    [Test]
    public async Task A_stimulus_that_nobody_waits_for_is_kept_with_all_it_brought()
    {
        await using var engine = await TestEngine.OpenAsync(Procedures.OneTask());
        await engine.StartAsync();
        Assert.That((await engine.DeliverAsync("mail", new JsonObject { ["subject"] = "Bổ sung" })).Kind, Is.EqualTo("inbox"));
        var kept = (await engine.Store.Queries.InboxAsync(TestEngine.Case, CancellationToken.None)).Single();
        Assert.That((kept.Name, kept.ActorId, kept.At, (string?)kept.Payload["subject"]), Is.EqualTo(("mail", "party", engine.Clock.Now, "Bổ sung")));
        Assert.That((await engine.JournalAsync())[^1].EventName, Is.EqualTo("Inbox"));
        Assert.That((await engine.JournalAsync())[^1].Text, Does.Not.Contain("Bổ sung"), "personal values stay out of the text");
    }

    [Test]
    public async Task Whose_sender_must_hear_of_it_is_told_that_nobody_waits_and_nothing_is_kept()
    {
        await using var engine = await TestEngine.OpenAsync(Procedures.OneTask());
        await engine.StartAsync();
        var journal = (await engine.JournalAsync()).Count;
        var refused = await Assert.ThrowsAsync<RejectedException>(() => engine.RunAsync(new Deliver(TestEngine.Case, Actor.Party("party"), "documents", []) { MustBeRunning = true }));
        Assert.That((refused!.Rule, refused.Kind), Is.EqualTo(("nobody-waits", RejectionKind.Conflict)));
        Assert.That(await engine.Store.Queries.InboxAsync(TestEngine.Case, CancellationToken.None), Is.Empty);
        Assert.That(await engine.JournalAsync(), Has.Count.EqualTo(journal));
    }

    [Test]
    public async Task It_never_satisfies_a_wait_that_is_opened_later()
    {
        var procedure = Procedures.New();
        procedure.Start.On(StartPort.Done, procedure.Ask("ask").Then(procedure.Gate("gate", "mail").Then(procedure.End())));
        await using var engine = await TestEngine.OpenAsync(procedure.Build());
        await engine.StartAsync();
        await engine.DeliverAsync("mail");
        await engine.DoAsync("ask", "Yes");
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["gate"]));
        await engine.DeliverAsync("other");
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["gate"]));
        Assert.That((await engine.DeliverAsync("mail")).Kind, Is.EqualTo("delivered"));
    }

    [Test]
    public async Task A_finished_case_keeps_what_comes_too()
    {
        await using var engine = await TestEngine.OpenAsync(Procedures.OneTask());
        await engine.StartAsync();
        await engine.DoAsync("ask", "Yes");
        Assert.That((await engine.DeliverAsync("mail")).Kind, Is.EqualTo("inbox"));
        Assert.That((await engine.InstanceAsync()).Status, Is.EqualTo(InstanceStatus.Finished));
    }

    [Test]
    public async Task One_stimulus_resumes_one_wait()
    {
        var procedure = Procedures.New();
        var (fork, join) = (procedure.Fork("fork", "Tách", "Fork"), procedure.Join("join", "Gặp", "Join"));
        procedure.Start.On(StartPort.Done, fork);
        fork.Branch("A", procedure.Gate("a", "mail").Then(join)).Branch("B", procedure.Gate("b", "mail").Then(join));
        join.Then(procedure.End());
        await using var engine = await TestEngine.OpenAsync(procedure.Build());
        await engine.StartAsync();
        await engine.DeliverAsync("mail");
        Assert.That(await engine.PlacesAsync(), Is.EqualTo(["b", "join"]), "the one that waited longer");
    }

    [Test]
    public async Task A_payload_that_no_reader_could_take_is_refused()
    {
        await using var engine = await TestEngine.OpenAsync(Procedures.OneTask());
        await engine.StartAsync();
        foreach (var (json, field, rule) in new[] { ("""{"a":{"b":1,"b":2}}""", "payload.a", "repeated-field"), ("""{"a":["\ud800"]}""", "payload.a[0]", "control-character"), (Nested(40), "payload" + string.Concat(Enumerable.Repeat(".a", 33)), "too-deep") })
        {
            var refused = await engine.RefusedAsync(new Deliver(TestEngine.Case, TestEngine.Officer, "mail", JsonNode.Parse(json)!.AsObject()), "invalid-data");
            Assert.That((refused.Fields.Single().Field, refused.Fields.Single().Rule), Is.EqualTo((field, rule)));
        }

        static string Nested(int depth) => string.Concat(Enumerable.Repeat("""{"a":""", depth)) + "1" + new string('}', depth);
    }
}
