using System.Net;
using System.Text;

namespace ProcedureEngine.Kill.Tests;

/// <summary>
/// One driver: people and a system that work on while the Host dies under them. A call that got no answer is made again with the same key
/// when the Host is back; what was answered goes to the ledger.
/// </summary>
internal sealed class Driver(int number, HostProcess host, Ledger ledger, LoadState state)
{
    public const string Office = "namdinh";

    private static readonly string Request = """
        {"requester":{"name":"Nguyễn Thị Lan","identityNumber":"036180001234","address":"Nam Định","capacity":"judgmentCreditor"},
         "judgment":{"number":"12/2026/DS-ST","date":"2026-01-12","court":"TAND Nam Định","effectiveOn":"2026-02-12"},
         "otherParty":{"name":"Trần Văn Hùng","address":"Nam Định"},
         "obligations":[{"kind":"money","content":"Nợ gốc","amount":1000000}],"form":"inPersonWritten","delivery":"notifyAtAddress"}
        """;

    private readonly Dictionary<string, HttpClient> people = new(StringComparer.Ordinal);
    private int calls;

    public async Task RunAsync()
    {
        for (var round = 0; !state.IsStopping; round++)
        {
            if ((number + round) % 3 == 0)
                await MailAsync(round);
            else
                await DecideAsync();
        }
    }

    private async Task MailAsync(int round)
    {
        var id = $"<kill-{number}-{round}@example.vn>";
        var raw = $"From: Lan <lan{number}.{round}@example.vn>\r\nTo: htttycthanamdinh@moj.gov.vn\r\nSubject: Yeu cau\r\nDate: Mon, 02 Mar 2026 08:00:00 +0700\r\nMessage-ID: {id}\r\n\r\nToi yeu cau thi hanh an.\r\n";
        var answer = await CallAsync("system", HttpMethod.Post, "/api/mail?mailbox=htttycthanamdinh@moj.gov.vn", () => new StringContent(raw, Encoding.UTF8, "message/rfc822"));
        ledger.Write(new LedgerLine("mail", id, (string)answer["caseId"]!));
    }

    /// <summary>A case of the counter from its start to its decision number: six completions by three people.</summary>
    private async Task DecideAsync()
    {
        var started = await PostAsync("intake-officer", "/api/procedures/enforcement-request/cases", $$"""{"office":"{{Office}}","channel":"counter","data":{{Request}}}""");
        var id = (string)started["id"]!;
        ledger.Write(new LedgerLine("case", id, (string)started["number"]!["text"]!));
        await CompleteAsync("intake-officer", id, "check-validity", "Valid", $$"""{"request":{{Request}}}""");
        await CompleteAsync("intake-officer", id, "draft-decision", "Drafted", """{"legalBases":"Luật Thi hành án dân sự"}""");
        await CompleteAsync("intake-officer", id, "record-original", "Recorded", $$"""{"original":{{Request}},"hasJudgment":true}""");
        await CompleteAsync("intake-officer", id, "submit-proposal", "Submitted", """{"text":"Đề nghị."}""");
        await CompleteAsync("head", id, "sign-decision", "Signed", """{"signerTitle":"Cục trưởng","bailiff":"bailiff@namdinh","bailiffName":"Long","isDeputy":false}""");
        await CompleteAsync("clerk", id, "issue-decision", "Issued", """{"copies":1,"sealed":true,"archiveReference":"A","handedOver":true}""");
    }

    private async Task CompleteAsync(string role, string caseId, string step, string outcome, string data)
    {
        if (state.IsStopping)
            return;
        var tasks = await CallAsync(role, HttpMethod.Get, $"/api/cases/{caseId}/tasks", () => null);
        var task = tasks["items"]!.AsArray().Single(t => (string)t!["activityId"]! == step && (string)t["state"]! == "open")!;
        await PostAsync(role, $"/api/tasks/{task["id"]}/complete", $$"""{"outcome":"{{outcome}}","data":{{data}},"expectedRevision":{{task["revision"]}}}""");
        ledger.Write(new LedgerLine("task", (string)task["id"]!, outcome));
    }

    private Task<JsonNode> PostAsync(string role, string path, string json) => CallAsync(role, HttpMethod.Post, path, () => new StringContent(json, Encoding.UTF8, "application/json"));

    private async Task<JsonNode> CallAsync(string role, HttpMethod method, string path, Func<HttpContent?> content)
    {
        var key = $"{number}-{++calls}";
        while (true)
        {
            var client = await PersonAsync(role);
            using var request = new HttpRequestMessage(method, path) { Content = content() };
            request.Headers.Add("Idempotency-Key", key);
            try
            {
                using var response = await SendAsync(client, request);
                var text = await response.Content.ReadAsStringAsync();
                return response.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"{method} {path} as {role}: {(int)response.StatusCode} {text}");
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException)
            {
                await state.WaitForHostAsync();
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpRequestMessage request)
    {
        state.Enter(request.Method);
        try
        {
            return await client.SendAsync(request);
        }
        finally
        {
            state.Leave(request.Method);
        }
    }

    private async Task<HttpClient> PersonAsync(string role)
    {
        if (people.TryGetValue(role, out var known))
            return known;
        var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Add("Origin", host.Address.GetLeftPart(UriPartial.Authority));
        if (role == "system")
            client.DefaultRequestHeaders.Add("Authorization", "ApiKey development");
        else
            await SignInAsync(client, $"{role}@{Office}");
        return people[role] = client;
    }

    private async Task SignInAsync(HttpClient client, string user)
    {
        while (true)
        {
            try
            {
                using var body = new StringContent($$"""{"user":"{{user}}","password":"{{user}}"}""", Encoding.UTF8, "application/json");
                (await client.PostAsync("/api/session", body)).EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException exception) when (exception.StatusCode is null)
            {
                await state.WaitForHostAsync();
            }
        }
    }
}

/// <summary>What drivers and killer tell each other.</summary>
internal sealed class LoadState
{
    private volatile TaskCompletionSource hostIsBack = new();
    private int inFlight;

    public bool IsStopping { get; set; }

    /// <summary>Writing calls that were sent and not answered.</summary>
    public int InFlight => Volatile.Read(ref inFlight);

    public void Enter(HttpMethod method) => Interlocked.Add(ref inFlight, method == HttpMethod.Post ? 1 : 0);

    public void Leave(HttpMethod method) => Interlocked.Add(ref inFlight, method == HttpMethod.Post ? -1 : 0);

    public void HostGoes() => hostIsBack = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void HostComes() => hostIsBack.TrySetResult();

    public Task WaitForHostAsync() => hostIsBack.Task.WaitAsync(TimeSpan.FromMinutes(2));
}
