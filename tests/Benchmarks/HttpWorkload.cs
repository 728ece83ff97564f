using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ProcedureEngine.Benchmarks;

/// <summary>
/// Over HTTP the enforcement request at the counter stands for W: one start and six completions by three people, each with its form, limits,
/// papers and role checks; more work a completion than W, and all of it real.
/// </summary>
internal sealed class HttpWorkload : IDisposable
{
    private const string Request = """
        {"requester":{"name":"Nguyễn Thị Lan","identityNumber":"036180001234","address":"Nam Định","capacity":"judgmentCreditor"},
         "judgment":{"number":"12/2026/DS-ST","date":"2026-01-12","court":"TAND Nam Định","effectiveOn":"2026-02-12"},
         "otherParty":{"name":"Trần Văn Hùng","address":"Nam Định"},
         "obligations":[{"kind":"money","content":"Nợ gốc","amount":1000000}],"form":"inPersonWritten","delivery":"notifyAtAddress"}
        """;

    private static readonly (string Role, string Step, string Outcome, string Data)[] Steps =
    [
        ("intake-officer", "check-validity", "Valid", $$"""{"request":{{Request}}}"""), ("intake-officer", "draft-decision", "Drafted", """{"legalBases":"Luật"}"""),
        ("intake-officer", "record-original", "Recorded", $$"""{"original":{{Request}},"hasJudgment":true}"""), ("intake-officer", "submit-proposal", "Submitted", """{"text":"Đề nghị."}"""),
        ("head", "sign-decision", "Signed", """{"signerTitle":"Cục trưởng","bailiff":"bailiff@namdinh","bailiffName":"Long","isDeputy":false}"""),
        ("clerk", "issue-decision", "Issued", """{"copies":1,"sealed":true,"archiveReference":"A","handedOver":true}"""),
    ];

    private readonly Process process;
    private readonly Dictionary<string, SignedIn> people = new(StringComparer.Ordinal);

    private HttpWorkload(Process process) => this.process = process;

    public TimeSpan Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public static async Task<HttpWorkload> StartAsync(string hostAssembly, string folder, string? postgres)
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        var started = new TaskCompletionSource();
        var info = new ProcessStartInfo("dotnet", [hostAssembly, "--urls", address]) { RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = folder };
        info.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        info.Environment["Data__Folder"] = folder;
        info.Environment["Logging__LogLevel__Default"] = "Warning";
        info.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        if (postgres is not null)
            info.Environment["Store__Postgres"] = postgres;
        var process = new Process { StartInfo = info };
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("Application started", StringComparison.Ordinal) == true)
                started.TrySetResult();
        };
        process.Start();
        process.BeginOutputReadLine();
        var workload = new HttpWorkload(process);
        try
        {
            await started.Task.WaitAsync(TimeSpan.FromMinutes(2));
            foreach (var role in new[] { "intake-officer", "head", "clerk" })
                workload.people[role] = await SignInAsync(address, $"{role}@namdinh");
            return workload;
        }
        catch
        {
            workload.Dispose();
            throw;
        }
    }

    public async Task RunAsync(Action<long> completed)
    {
        var id = await StartCaseAsync();
        foreach (var (role, step, outcome, data) in Steps)
        {
            var tasks = JsonNode.Parse(await people[role].Client.GetStringAsync($"/api/cases/{id}/tasks"))!["items"]!.AsArray();
            var task = (string)tasks.First(t => (string)t!["activityId"]! == step && (string)t["state"]! == "open")!["id"]!;
            var from = Stopwatch.GetTimestamp();
            await SendAsync(role, $"/api/tasks/{task}/complete", $$"""{"outcome":"{{outcome}}","data":{{data}},"expectedRevision":1}""");
            completed(Stopwatch.GetTimestamp() - from);
        }
    }

    /// <returns>The id of a new case, taken in at the counter.</returns>
    public async Task<string> StartCaseAsync() =>
        (string)(await SendAsync("intake-officer", "/api/procedures/enforcement-request/cases", $$"""{"office":"namdinh","channel":"counter","data":{{Request}}}"""))["id"]!;

    public SignedIn Person(string role) => people[role];

    /// <summary>One burst: the case's first task is taken, or given back when it was taken.</summary>
    public async Task TurnAsync(string caseId)
    {
        var task = JsonNode.Parse(await people["intake-officer"].Client.GetStringAsync($"/api/cases/{caseId}/tasks"))!["items"]![0]!;
        await SendAsync("intake-officer", $"/api/tasks/{task["id"]}/{((string)task["state"]! == "claimed" ? "release" : "claim")}", $$"""{"expectedRevision":{{task["revision"]}}}""");
    }

    public async Task ReadyAsync()
    {
        using var response = await people["clerk"].Client.GetAsync("/health/ready");
        response.EnsureSuccessStatusCode();
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    private async Task<JsonNode> SendAsync(string role, string path, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await people[role].Client.PostAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"{path}: {(int)response.StatusCode} {text}");
    }

    private static async Task<SignedIn> SignInAsync(string address, string user)
    {
        var cookies = new CookieContainer();
        var client = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies }) { BaseAddress = new Uri(address) };
        client.DefaultRequestHeaders.Add("Origin", address);
        using var body = new StringContent($$"""{"user":"{{user}}","password":"{{user}}"}""", Encoding.UTF8, "application/json");
        (await client.PostAsync("/api/session", body)).EnsureSuccessStatusCode();
        return new SignedIn(client, cookies);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
