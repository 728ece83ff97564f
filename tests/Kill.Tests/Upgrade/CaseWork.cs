namespace ProcedureEngine.Kill.Tests.Upgrade;

/// <summary>Cases at the counter from their start to their end, each step by whoever has it; every answer goes to the ledger.</summary>
internal sealed class CaseWork(int number, Office office, Ledger ledger)
{
    private int calls;

    /// <summary>Case after case until <paramref name="stop"/>; what was begun is ended.</summary>
    public async Task RunAsync(Task stop)
    {
        while (!stop.IsCompleted)
            await EndAsync(await StartAsync());
    }

    /// <returns>The case's id.</returns>
    public async Task<string> StartAsync() => Enter(await PostAsync("intake-officer", StartPath, StartBody));

    /// <summary>At one host, which must take it.</summary>
    public async Task<string> StartAtAsync(HostProcess host)
    {
        var (status, text, _) = await office.TryAsync(host, "intake-officer", HttpMethod.Post, StartPath, StartBody, NextKey());
        Assert.That(status, Is.EqualTo(201), text);
        return Enter(JsonNode.Parse(text)!);
    }

    /// <summary>Every open task of the case, until none is left.</summary>
    public async Task EndAsync(string caseId)
    {
        while (await OpenTaskAsync(caseId) is { } task)
        {
            var (role, outcome, data) = EnforcementForms.Answer((string)task["activityId"]!, (string)(await ClockAsync())!)!.Value;
            await CompleteAsync(role, task, outcome, data);
        }
    }

    /// <summary>The request that completes the case's open task, without sending it: to show what one host says.</summary>
    public async Task<(string Role, string Path, string Body, string Key, string Task, string Outcome)> NextActAsync(string caseId)
    {
        var task = await OpenTaskAsync(caseId) ?? throw new InvalidOperationException($"Case {caseId} has no open task.");
        var (role, outcome, data) = EnforcementForms.Answer((string)task["activityId"]!, (string)(await ClockAsync())!)!.Value;
        return (role, $"/api/tasks/{task["id"]}/complete", Body(task, outcome, data), NextKey(), (string)task["id"]!, outcome);
    }

    private static string StartPath => "/api/procedures/enforcement-request/cases";

    private static string StartBody => $$"""{"office":"{{Office.Id}}","channel":"counter","data":{{EnforcementForms.Request}}}""";

    private static string Body(JsonNode task, string outcome, string data) => $$"""{"outcome":"{{outcome}}","data":{{data}},"expectedRevision":{{task["revision"]}}}""";

    private string Enter(JsonNode started)
    {
        ledger.Write(new LedgerLine("case", (string)started["id"]!, (string)started["number"]!["text"]!));
        return (string)started["id"]!;
    }

    private async Task CompleteAsync(string role, JsonNode task, string outcome, string data)
    {
        await PostAsync(role, $"/api/tasks/{task["id"]}/complete", Body(task, outcome, data));
        ledger.Write(new LedgerLine("task", (string)task["id"]!, outcome));
    }

    /// <summary>A step that is open. Tasks beside the steps (apologies for limits that were missed) are left: they end with the case.</summary>
    private async Task<JsonNode?> OpenTaskAsync(string caseId)
    {
        var tasks = await office.CallAsync("intake-officer", HttpMethod.Get, $"/api/cases/{caseId}/tasks", null, NextKey());
        return tasks["items"]!.AsArray().FirstOrDefault(task => (string)task!["state"]! is "open" or "claimed" && IsStep(task));
    }

    private static bool IsStep(JsonNode task) => EnforcementForms.Answer((string)task["activityId"]!, string.Empty.PadLeft(10)) is { } answer
        && task["outcomes"]!.AsArray().Any(outcome => (string)outcome!["name"]! == answer.Outcome);

    private async Task<JsonNode?> ClockAsync() => (await office.CallAsync("intake-officer", HttpMethod.Get, "/api/sandbox/clock", null, NextKey()))["now"];

    private Task<JsonNode> PostAsync(string role, string path, string json) => office.CallAsync(role, HttpMethod.Post, path, json, NextKey());

    private string NextKey() => $"upgrade-{number}-{Interlocked.Increment(ref calls)}";
}
