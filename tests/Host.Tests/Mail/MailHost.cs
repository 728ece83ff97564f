using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Engine.Execution;
using ProcedureEngine.Persistence;

namespace ProcedureEngine.Host.Tests.Mail;

/// <summary>Which store the Host keeps its cases in.</summary>
public enum HostStore
{
    Sqlite,

    /// <summary>A database of its own on the server that PE_POSTGRES names; without it the test fails.</summary>
    Postgres,
}

/// <summary>A started Host with a store of its own, and the people and mails of one office.</summary>
internal sealed class MailHost : IAsyncDisposable
{
    public const string Mailbox = "htttycthanamdinh@moj.gov.vn";
    public const string OtherMailbox = "htttycthahanoi@moj.gov.vn";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static int counter;

    private readonly Dictionary<string, HttpClient> people = new(StringComparer.Ordinal);
    private readonly (string Name, string Value)[] settings;
    private WebApplicationFactory<Program> factory;
    private HttpClient? client;
    private string? database;

    private MailHost(string folder, (string Name, string Value)[] settings, Action<IServiceCollection>? broken = null) =>
        (Folder, this.settings, factory) = (folder, settings, broken is null ? Factory(folder, settings) : Factory(folder, settings).WithWebHostBuilder(builder => builder.ConfigureTestServices(broken)));

    /// <summary>The API key of the development start. The host starts with the first call.</summary>
    private HttpClient Caller
    {
        get
        {
            if (client is not null)
                return client;
            client = factory.CreateClient();
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("ApiKey", "development");
            return client;
        }
    }

    public string Folder { get; }

    /// <summary>Settings by which another host shares this one's database.</summary>
    public (string Name, string Value) SharedStore => ("Store:Postgres", new NpgsqlConnectionStringBuilder(Server()) { Database = database }.ToString());

    public string MailOut => Path.Combine(Folder, "mail-out");

    /// <summary>The folder with one Maildir a mailbox.</summary>
    public string MailIn => Path.Combine(Folder, "mail-in");

    public int LmtpPort => factory.Services.GetRequiredService<ProcedureEngine.Host.Mail.LmtpDoor>().Port;

    public DurableStore Store => factory.Services.GetRequiredService<DurableStore>();

    public static MailHost Start(params (string Name, string Value)[] settings)
    {
        var host = new MailHost(Directory.CreateTempSubdirectory("mail-host").FullName, settings);
        _ = host.Caller;
        return host;
    }

    /// <summary>With a part that fails.</summary>
    public static MailHost StartBroken(Action<IServiceCollection> broken) => new(Directory.CreateTempSubdirectory("mail-host").FullName, [], broken);

    public static async Task<MailHost> StartAsync(HostStore kind, params (string Name, string Value)[] settings)
    {
        if (kind == HostStore.Sqlite)
            return Start(settings);
        var name = $"pe_mail_{Environment.ProcessId}_{Interlocked.Increment(ref counter)}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        var connection = new NpgsqlConnectionStringBuilder(Server()) { Database = name }.ToString();
        var host = Start([.. settings, ("Store:Postgres", connection)]);
        host.database = name;
        return host;
    }

    /// <summary>Stopped, and started again on the same data.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        factory = Factory(Folder, settings);
        _ = Caller;
    }

    /// <summary>The database takes no connections until <see cref="FindDatabaseAsync"/>.</summary>
    public async Task LoseDatabaseAsync()
    {
        await ExecuteAsync($"ALTER DATABASE {database} ALLOW_CONNECTIONS false");
        await ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'");
    }

    public Task FindDatabaseAsync() => ExecuteAsync($"ALTER DATABASE {database} ALLOW_CONNECTIONS true");

    public static string NewId() => $"m{Interlocked.Increment(ref counter)}-{Environment.ProcessId}@example.vn";

    /// <summary>A plain mail; headers given replace those of the same name, an empty value leaves one out.</summary>
    public static byte[] Mail(string? id = null, string from = "Nguyen Thi Lan <lan@example.vn>", string body = "Tôi yêu cầu thi hành án.",
        params (string Name, string Value)[] headers)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["From"] = from,
            ["To"] = Mailbox,
            ["Subject"] = "Yeu cau thi hanh an",
            ["Date"] = "Mon, 02 Mar 2026 08:15:00 +0700",
            ["Message-ID"] = $"<{id ?? NewId()}>",
            ["MIME-Version"] = "1.0",
            ["Content-Type"] = "text/plain; charset=utf-8",
        };
        foreach (var (name, value) in headers)
            fields[name] = value;
        return Encoding.UTF8.GetBytes(string.Concat(fields.Where(f => f.Value.Length > 0).Select(f => $"{f.Key}: {f.Value}\r\n")) + "\r\n" + body + "\r\n");
    }

    /// <summary>A message of the folder <c>Messages</c>; <c>@ID@</c> in it becomes a fresh Message-ID, <c>@ANSWERED@</c> the one given.</summary>
    public static byte[] File(string name, string answered = "")
    {
        var text = Encoding.Latin1.GetString(System.IO.File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Mail", "Messages", name)));
        return Encoding.Latin1.GetBytes(text.ReplaceLineEndings("\r\n").Replace("@ID@", NewId(), StringComparison.Ordinal).Replace("@ANSWERED@",
            answered, StringComparison.Ordinal));
    }

    public async Task<Answer> PostAsync(byte[] raw, string? mailbox = Mailbox, string contentType = "message/rfc822", HttpClient? client = null)
    {
        using var content = new ByteArrayContent(raw);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        using var response = await (client ?? Caller).PostAsync(mailbox is null ? "/api/mail" : $"/api/mail?mailbox={Uri.EscapeDataString(mailbox)}", content);
        return await Answer.OfAsync(response);
    }

    /// <summary>A client without key or session.</summary>
    public HttpClient Anonymous()
    {
        var client = factory.CreateClient();
        client.DefaultRequestHeaders.Add("Origin", "http://localhost");
        return client;
    }

    /// <summary>A person signed in.</summary>
    public async Task<HttpClient> PersonAsync(string user)
    {
        if (people.TryGetValue(user, out var known))
            return known;
        var client = factory.CreateClient();
        client.DefaultRequestHeaders.Add("Origin", "http://localhost");
        using var response = await client.PostAsJsonAsync("/api/session", new { user, password = user });
        response.EnsureSuccessStatusCode();
        return people[user] = client;
    }

    public async Task<JsonNode> GetAsync(string path)
    {
        using var response = await Caller.GetAsync(path);
        return (await Answer.OfAsync(response)).Body;
    }

    public async Task<Answer> SendAsync(string path, object body, string user = "intake-officer@namdinh")
    {
        using var response = await (await PersonAsync(user)).PostAsJsonAsync(path, body);
        return await Answer.OfAsync(response);
    }

    public async Task<Answer> CompleteAsync(string taskId, string outcome, object data) =>
        await SendAsync($"/api/tasks/{taskId}/complete", new { outcome, data, expectedRevision = 1 });

    public async Task<IReadOnlyList<JsonNode>> ItemsAsync(string path) => [.. (await GetAsync(path))["items"]!.AsArray().Select(item => item!)];

    public async Task<IReadOnlyList<JsonNode>> OpenTasksAsync(string caseId) =>
        [.. (await ItemsAsync($"/api/cases/{caseId}/tasks")).Where(task => (string?)task["state"] is "open" or "claimed")];

    public async Task<string> TaskAsync(string caseId, string activity) => (string)(await OpenTasksAsync(caseId)).Single(task =>
        (string?)task["activityId"] == activity)["id"]!;

    /// <summary>The files of an office (cases, and mail kept for a look) that a sender has opened, once there are so many.</summary>
    public Task<IReadOnlyList<CaseFile>> FilesOfAsync(string sender, int count, string office = "namdinh") => UntilAsync<IReadOnlyList<CaseFile>>(
        async () => [.. (await Store.Queries.CasesAsync(new CaseFilter([office], null, Limit: 500), default)).Items.Where(file => file.ApplicantAddress == sender)],
        files => files.Count == count, $"{sender} has {count} files at {office}");

    public async Task<int> CasesAsync() => (await ItemsAsync("/api/cases?procedure=enforcement-request&limit=500")).Count;

    public async Task AdvanceAsync(string period) => Assert.That((await SystemAsync("/api/sandbox/clock", new { advance = period })).Status,
        Is.EqualTo(HttpStatusCode.OK));

    /// <summary>What no endpoint asks for.</summary>
    public Task RunAsync(Stimulus stimulus) => factory.Services.GetRequiredService<WorkflowRunner>().RunAsync(stimulus, default);

    /// <param name="now">ISO 8601.</param>
    public async Task MoveClockAsync(string now) => Assert.That((await SystemAsync("/api/sandbox/clock", new { now })).Status, Is.EqualTo(HttpStatusCode.OK));

    /// <summary>Waits for what a background loop brings about.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> look, Func<T, bool> isSo, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var seen = await look();
            if (isSo(seen))
                return seen;
            if (patience.IsCancellationRequested)
                throw new AssertionException($"It never came about that {what}; seen last: {seen}");
            await ticks.WaitForNextTickAsync();
        }
    }

    /// <summary>The letters of a case once so many have left, failed or been tried.</summary>
    public Task<IReadOnlyList<JsonNode>> LettersAsync(string caseId, int count, Func<JsonNode, bool> isSo) => UntilAsync<IReadOnlyList<JsonNode>>(
        async () => [.. (await ItemsAsync($"/api/cases/{caseId}/messages")).Where(m => (string?)m["direction"] == "out")],
        letters => letters.Count == count && letters.All(isSo), $"{count} letters of {caseId} are as expected");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
        if (database is not null)
            await ExecuteAsync($"DROP DATABASE {database} WITH (FORCE)");
    }

    private static WebApplicationFactory<Program> Factory(string folder, (string Name, string Value)[] settings) => new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
    {
        builder.UseSetting("Data:Folder", folder);
        builder.UseSetting("Logging:LogLevel:Default", "Critical");
        builder.UseSetting("Mail:MaxCasesPerSenderHour", "1000");
        foreach (var (name, value) in settings)
            builder.UseSetting(name, value);
    });

    private async Task StopAsync()
    {
        foreach (var person in people.Values)
            person.Dispose();
        people.Clear();
        client?.Dispose();
        client = null;
        await factory.DisposeAsync();
    }

    private static string Server() => Environment.GetEnvironmentVariable("PE_POSTGRES")
        ?? throw new InvalidOperationException("PE_POSTGRES is not set: start the tests by deploy/test.sh, or name a PostgreSQL in which databases may be created.");

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Server());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<Answer> SystemAsync(string path, object body)
    {
        using var response = await Caller.PostAsJsonAsync(path, body);
        return await Answer.OfAsync(response);
    }
}

internal sealed record Answer(HttpStatusCode Status, JsonNode Body)
{
    public string? this[string member] => (string?)Body[member];

    public string CaseId => this["caseId"] ?? throw new AssertionException($"No case: {this}");

    public static async Task<Answer> OfAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return new Answer(response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }

    public override string ToString() => $"{(int)Status} {Body.ToJsonString()}";
}
