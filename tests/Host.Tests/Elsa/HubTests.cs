using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests.Elsa;

/// <summary>The hub through which viewers hear of commits.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class HubTests(HostStore store)
{
    private TestHost host = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync(store);

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task A_viewer_hears_of_every_commit_of_its_instance_and_of_no_other()
    {
        using var officer = await host.SignInAsync("intake-officer@namdinh");
        var (id, other) = (await Samples.StartedAsync(host), await Samples.StartedAsync(host));
        await using var viewer = await Viewer.ConnectAsync(host, "intake-officer@namdinh");
        Assert.That((string?)(await viewer.ObserveAsync(id))["error"], Is.Null);
        Assert.That(Counts(await viewer.HearAsync("ActivityExecutionLogUpdatedAsync"), "check-validity"), Is.EqualTo((1, 0, true)), "how it stands at once");
        await ElsaCases.CheckAsync(officer, other);
        await ElsaCases.CheckAsync(officer, id);
        var told = await viewer.HearCountsAsync("check-validity", (1, 1, false));
        Assert.That(Counts(told, "confirm-receipt"), Is.EqualTo((1, 0, true)));
        await viewer.HearAsync("WorkflowExecutionLogUpdatedAsync");
        Assert.That((string?)(await viewer.HearAsync("WorkflowInstanceUpdatedAsync"))["workflowInstanceId"], Is.EqualTo(id));
    }

    [TestCase("operator@hanoi", null, Description = "an instance of another office")]
    [TestCase("intake-officer@namdinh", "none", Description = "no instance at all")]
    public async Task What_one_does_not_see_cannot_be_observed(string user, string? instance)
    {
        var id = instance ?? await Samples.StartedAsync(host);
        await using var viewer = await Viewer.ConnectAsync(host, user);
        Assert.That((string?)(await viewer.ObserveAsync(id))["error"], Does.Contain("not-found"));
    }

    [TestCase(null, 401, Description = "nobody has signed in")]
    [TestCase("intake-officer@namdinh", 403, Description = "a page of another origin carries the cookie")]
    public async Task Nobody_comes_in_without_a_session_of_our_own_pages(string? user, int status)
    {
        using var socket = new ClientWebSocket();
        socket.Options.Cookies = user is null ? null : await Viewer.CookiesAsync(host, user);
        socket.Options.SetRequestHeader("Origin", status == 401 ? Viewer.Origin(host) : "https://evil.example");
        socket.Options.CollectHttpResponseDetails = true;
        await Assert.ThatAsync(() => socket.ConnectAsync(Viewer.Address(host), default), Throws.TypeOf<WebSocketException>());
        Assert.That((int)socket.HttpStatusCode, Is.EqualTo(status));
    }

    internal static (int Started, int Completed, bool IsBlocked) Counts(JsonNode message, string activity)
    {
        var stat = message["stats"]!.AsArray().First(stat => (string)stat!["activityId"]! == activity)!;
        return ((int)stat["startedCount"]!, (int)stat["completedCount"]!, (bool)stat["isBlocked"]!);
    }
}

/// <summary>Two hosts on one PostgreSQL: a viewer at one hears of what the other commits.</summary>
public sealed class HubAcrossHostsTests
{
    [Test]
    public async Task What_another_host_commits_is_heard()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var first = new TestHost("Development", null, ("Store:Postgres", database.ConnectionString));
        await using var second = new TestHost("Development", null, ("Store:Postgres", database.ConnectionString));
        var id = await Samples.StartedAsync(first);
        await using var viewer = await Viewer.ConnectAsync(first, "intake-officer@namdinh");
        await viewer.ObserveAsync(id);
        await viewer.HearCountsAsync("check-validity", (1, 0, true));
        using var officer = await second.SignInAsync("intake-officer@namdinh");
        await ElsaCases.CheckAsync(officer, id);
        var told = await viewer.HearCountsAsync("check-validity", (1, 1, false));
        Assert.That(HubTests.Counts(told, "confirm-receipt"), Is.EqualTo((1, 0, true)));
    }
}

/// <summary>The store cannot be read just when viewers are to be told.</summary>
public sealed class HubAfterAFailureTests
{
    [Test]
    public async Task What_could_not_be_read_is_told_when_it_can_be()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var host = new TestHost("Development", null, ("Store:Postgres", database.ConnectionString), ("Logging:LogLevel:ProcedureEngine.Host.ElsaApi.Live.LiveUpdates", "Error"));
        var id = await Samples.StartedAsync(host);
        await using var viewer = await Viewer.ConnectAsync(host, "intake-officer@namdinh");
        await viewer.ObserveAsync(id);
        await viewer.HearCountsAsync("check-validity", (1, 0, true));

        // A turn may have read the revisions just before; two more failures are of one that has not: of what has moved, and of who is starting.
        using var failures = new Failures(3);
        host.Services.GetRequiredService<ILoggerFactory>().AddProvider(failures);
        await database.RunAsync($"ALTER TABLE journal RENAME TO journal_away; UPDATE instances SET revision = revision + 1 WHERE id = '{id}'");
        await failures.HaveCome.WaitAsync(TimeSpan.FromSeconds(30));
        await database.RunAsync("ALTER TABLE journal_away RENAME TO journal");
        Assert.That((string?)(await viewer.HearAsync("WorkflowInstanceUpdatedAsync"))["workflowInstanceId"], Is.EqualTo(id));
    }

    /// <summary>Counts what a logger says.</summary>
    private sealed class Failures(int wanted) : ILoggerProvider, ILogger
    {
        private readonly TaskCompletionSource come = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int heard;

        public Task HaveCome => come.Task;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (Interlocked.Increment(ref heard) == wanted)
                come.SetResult();
        }

        public void Dispose() => come.TrySetCanceled();
    }
}
