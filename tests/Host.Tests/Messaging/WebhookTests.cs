using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using ProcedureEngine.Access;
using ProcedureEngine.Contracts.V1;
using ProcedureEngine.Engine.Execution;
using ProcedureEngine.Host.Tests.Support;
using ProcedureEngine.Host.Webhooks;

namespace ProcedureEngine.Host.Tests.Messaging;

/// <summary>Webhooks against real targets on loopback: signed, in order, retried, switched off, played again, and never told what is not theirs.</summary>
public sealed class WebhookTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private TestHost host = null!;
    private HttpClient system = null!;
    private WebhookTarget target = null!;

    [SetUp]
    public async Task StartAsync()
    {
        host = new TestHost("Development", null, ("Webhooks:TimeoutSeconds", "1"));
        system = host.System();
        target = await WebhookTarget.StartAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        system.Dispose();
        await host.DisposeAsync();
        await target.DisposeAsync();
    }

    [Test]
    public async Task A_case_is_told_in_order_signed_and_as_the_feed_tells_it()
    {
        var hook = await RegisterAsync(target.Url);
        var caseId = await Samples.StartedAsync(host);
        var heard = await target.UntilAsync(caseId, "task.opened");

        Assert.That(heard.Select(told => (long)told.Json["sequence"]!), Is.EqualTo(Enumerable.Range(1, heard.Count).Select(n => (long)n)));
        Assert.Multiple(() =>
        {
            foreach (var told in heard)
            {
                Assert.That(told.Id, Is.EqualTo((string)told.Json["id"]!));
                Assert.That(told.Signature, Is.EqualTo($"v1,{Hmac((string)hook["secret"]!, $"{told.Id}.{told.Timestamp}.{told.Body}")}"));
            }
        });
        Assert.That(CaseEvents.Read(heard[^1].Json), Is.InstanceOf<TaskOpened>().With.Property("CaseId").EqualTo(caseId));
        var feed = (await system.GetAsync($"/api/events?after={(long)heard[0].Json["position"]! - 1}&limit={heard.Count}").JsonAsync())["items"]!.AsArray();
        Assert.That(heard.Select(told => told.Body), Is.EqualTo(feed.Select(told => ProcedureEngine.Engine.Text.CanonicalJson.Write(told))));
    }

    [Test]
    public async Task Only_the_types_and_procedures_that_were_asked_for_are_told()
    {
        await RegisterAsync(target.Url, """,{"procedures":["enforcement-request"],"types":["case.closed"]}""");
        var caseId = await Samples.StartedAsync(host);
        await WithdrawAsync(caseId);
        var first = await target.NextAsync();
        Assert.That((first.Type, first.CaseId), Is.EqualTo(("case.closed", caseId)));
    }

    [Test]
    public async Task A_system_is_told_only_of_offices_that_its_key_sees()
    {
        await host.Store.Accounts.PutAsync(new ApiKeyAccount(Passwords.HashKey("khoa-hanoi"), "hanoi-portal", [new Grant("system", "hanoi")]), default);
        using var other = new HttpClient { BaseAddress = host.Address };
        other.DefaultRequestHeaders.Add("Authorization", "ApiKey khoa-hanoi");
        var hook = await other.PostAsync("/api/webhooks", TestHost.Json($$"""{"url":"{{target.Url}}"}""")).JsonAsync(HttpStatusCode.Created);
        await Samples.StartedAsync(host);
        var theirs = await Samples.StartedAsync(host, "hanoi");
        Assert.That((await target.NextAsync()).CaseId, Is.EqualTo(theirs));
        Assert.That((await system.GetAsync($"/api/webhooks/{hook["id"]}").ProblemAsync(404)).Rule, Is.EqualTo("not-found"), "another system's webhook does not exist for this one");
        using var person = await host.SignInAsync("operator@hanoi");
        Assert.That((await person.GetAsync("/api/webhooks").ProblemAsync(403)).Rule, Is.EqualTo("systems-only"));
    }

    [Test]
    public async Task A_failing_target_gets_the_same_event_again_and_is_switched_off_after_three_days()
    {
        target.Answer = _ => Task.FromResult(500);
        var hook = await RegisterAsync(target.Url);
        var caseId = await Samples.StartedAsync(host);
        var first = await target.NextAsync();
        var failing = await UntilAsync(hook, standing => (string)standing["state"]! == "failing");
        Assert.That((string?)failing["error"], Is.EqualTo("it answered 500"));

        await AdvanceAsync(Duration.FromDays(3) - Duration.FromSeconds(30));
        var second = await target.NextAsync();
        Assert.That(second.Id, Is.EqualTo(first.Id), "order is kept: nothing goes past what failed");
        Assert.That((string)(await UntilAsync(hook, standing => (int)standing["attempts"]! == 2))["state"]!, Is.EqualTo("failing"), "just before three days");

        await AdvanceAsync(Duration.FromSeconds(30));
        await target.NextAsync();
        await UntilAsync(hook, standing => (string)standing["state"]! == "off");
        Assert.That((await system.GetAsync("/health/ready").JsonAsync())["degraded"]!.ToJsonString(), Does.Contain((string)hook["id"]!).And.Contain("switched off"));

        target.Answer = _ => Task.FromResult(200);
        await system.PostAsync($"/api/webhooks/{hook["id"]}/switch-on", null).JsonAsync();
        Assert.That((await target.UntilAsync(caseId, "task.opened"))[0].Id, Is.EqualTo(first.Id), "it goes on where it stopped");
        Assert.That((await system.GetAsync("/health/ready").JsonAsync())["degraded"]!.ToJsonString(), Does.Not.Contain("webhooks"));
    }

    [Test]
    public async Task A_target_that_hangs_blocks_nobody_else()
    {
        await using var hanging = await WebhookTarget.StartAsync();
        using var stop = new CancellationTokenSource();
        hanging.Answer = async _ =>
        {
            await Task.WhenAny(Task.Run(stop.Token.WaitHandle.WaitOne));
            return 200;
        };
        var stuck = await RegisterAsync(hanging.Url);
        await RegisterAsync(target.Url);
        var caseId = await Samples.StartedAsync(host);
        await target.UntilAsync(caseId, "task.opened");
        Assert.That((string?)(await UntilAsync(stuck, standing => (string)standing["state"]! == "failing"))["error"], Is.EqualTo("it did not answer within 1 s"));
        await stop.CancelAsync();
    }

    [Test]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await WebhookTarget.StartAsync();
        target.Answer = http =>
        {
            http.Response.Headers.Location = elsewhere.Url.ToString();
            return Task.FromResult(307);
        };
        var hook = await RegisterAsync(target.Url);
        await Samples.StartedAsync(host);
        Assert.That((string?)(await UntilAsync(hook, standing => (string)standing["state"]! == "failing"))["error"], Is.EqualTo("it answered 307; redirects are not followed"));
    }

    [Test]
    public async Task Events_are_told_again_from_one_on()
    {
        var hook = await RegisterAsync(target.Url);
        var caseId = await Samples.StartedAsync(host);
        var heard = await target.UntilAsync(caseId, "task.opened");
        await system.PostAsync($"/api/webhooks/{hook["id"]}/replay", TestHost.Json($$"""{"from":"{{heard[0].Id}}"}""")).JsonAsync();
        var again = await target.UntilAsync(caseId, "task.opened");
        Assert.That(again.Select(told => told.Id), Is.EqualTo(heard.Select(told => told.Id)));
        Assert.That((await system.PostAsync($"/api/webhooks/{hook["id"]}/replay", TestHost.Json("""{"from":"khong-co"}""")).ProblemAsync(404)).Rule, Is.EqualTo("not-found"));
    }

    [Test]
    public async Task The_secret_is_told_once_and_kept_protected()
    {
        var hook = await RegisterAsync(target.Url);
        var shown = await system.GetAsync($"/api/webhooks/{hook["id"]}").JsonAsync();
        Assert.That(shown["secret"], Is.Null);
        var stored = (await host.Store.Webhooks.FindAsync((string)hook["id"]!, default))!;
        Assert.That(stored.Webhook.Secret, Does.Not.Contain(((string)hook["secret"]!)["whsec_".Length..]));
    }

    [Test]
    public async Task Registering_refuses_what_cannot_be_told()
    {
        await RegisterAsync(target.Url);
        Assert.That((await PostAsync($$"""{"url":"{{target.Url}}"}""").ProblemAsync(409)).Rule, Is.EqualTo("webhook-exists"));
        Assert.That(await PostAsync("""{"url":"ftp://example.vn/"}""").ProblemAsync(422), Is.EqualTo(("webhook-url", new[] { "url" })).Using<(string, string[])>((a, b) => a.Item1 == b.Item1 && a.Item2.SequenceEqual(b.Item2)));
        Assert.That((await PostAsync("""{"url":"https://ai:matkhau@example.vn/"}""").ProblemAsync(422)).Rule, Is.EqualTo("webhook-url"));
        Assert.That((await PostAsync("""{"url":"https://example.vn/","types":["khong.co"]}""").ProblemAsync(422)).Rule, Is.EqualTo("unknown-type"));
        Assert.That((await PostAsync("""{"url":"https://example.vn/","types":null}""").ProblemAsync(400)).Fields, Is.EqualTo(new[] { "body.types" }));
        Assert.That((await PostAsync("""{"url":"https://example.vn/","procedures":["khong-co"]}""").ProblemAsync(404)).Rule, Is.EqualTo("not-found"));
    }

    [Test]
    public async Task Where_private_targets_are_not_allowed_they_are_refused_at_the_door_and_at_the_connection()
    {
        await using var strict = new TestHost("Development", null, ("Webhooks:AllowPrivateTargets", "false"));
        using var caller = strict.System();
        foreach (var url in new[] { "https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://10.1.2.3/", "https://169.254.169.254/latest", "https://[::ffff:192.168.0.1]/" })
            Assert.That((await caller.PostAsync("/api/webhooks", TestHost.Json($$"""{"url":"{{url}}"}""")).ProblemAsync(422)).Rule, Is.EqualTo("private-target"), url);
        Assert.That((await caller.PostAsync("/api/webhooks", TestHost.Json("""{"url":"http://example.vn/"}""")).ProblemAsync(422)).Rule, Is.EqualTo("webhook-url"), "only https");

        using var sender = new WebhookSender(new WebhookOptions { AllowPrivateTargets = false, Timeout = TimeSpan.FromSeconds(5) });
        Assert.That(await sender.TrySendAsync(target.Url, WebhookSignature.NewSecret(), "x", Instant.FromUnixTimeSeconds(1), "{}", default), Is.EqualTo("its name means a private, loopback or link-local address"));
    }

    private async Task<JsonNode> RegisterAsync(Uri url, string? more = null)
    {
        var body = new JsonObject { ["url"] = url.ToString() };
        foreach (var (name, value) in more is null ? [] : JsonNode.Parse(more[1..])!.AsObject())
            body[name] = value!.DeepClone();
        return await PostAsync(body.ToJsonString()).JsonAsync(HttpStatusCode.Created);
    }

    private Task<HttpResponseMessage> PostAsync(string json) => system.PostAsync("/api/webhooks", TestHost.Json(json));

    private async Task WithdrawAsync(string caseId) =>
        await system.PostAsync($"/api/cases/{caseId}/withdraw", TestHost.Json("""{"reason":"Đã tự nguyện thi hành."}""")).JsonAsync();

    private async Task AdvanceAsync(Duration by) => Assert.That(await host.Store.AdvanceClockAsync(await host.Store.NowAsync(default) + by, default), Is.True);

    private async Task<JsonNode> UntilAsync(JsonNode hook, Func<JsonNode, bool> isWaitedFor)
    {
        var started = Stopwatch.StartNew();
        JsonNode standing;
        do
            standing = await system.GetAsync($"/api/webhooks/{hook["id"]}").JsonAsync();
        while (!isWaitedFor(standing) && started.Elapsed < Patience);
        Assert.That(isWaitedFor(standing), Is.True, standing.ToJsonString());
        return standing;
    }

    private static string Hmac(string secret, string signed) => Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes(signed)));
}
