namespace ProcedureEngine.Browser.Tests.Dashboard;

/// <summary>What is asked over HTTP of a case that was walked to its end.</summary>
internal sealed class Ended(HttpClient person, string caseId)
{
    public async Task<JsonNode> CaseAsync() => await person.GetAsync($"/api/cases/{caseId}").JsonAsync();

    /// <summary>The case's line of a register of the office.</summary>
    public async Task<JsonNode> LineAsync(string register, string office, int year) =>
        (await person.GetAsync($"/api/registers/{register}?office={office}&year={year}").JsonAsync())["items"]!.AsArray().Single(line => (string)line!["caseId"]! == caseId)!;

    public async Task<IReadOnlyList<string>> PapersAsync() => [.. (await ItemsAsync("documents")).Select(paper => (string)paper["kind"]!)];

    /// <summary>Time limits by name, with how they ended.</summary>
    public async Task<IReadOnlyList<(string Limit, string State)>> LimitsAsync() => [.. (await ItemsAsync("deadlines")).Select(limit => ((string)limit["limitId"]!, (string)limit["state"]!))];

    /// <summary>Kinds of the letters that went out; the outbox works behind the answers, so it is asked until all have left.</summary>
    public async Task<IReadOnlyList<string>> SentAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while ((await OutAsync()).Any(letter => (string?)letter["state"] != "sent"))
            await clock.WaitForNextTickAsync(patience.Token);
        return [.. (await OutAsync()).Select(letter => (string)letter["kind"]!)];
    }

    /// <summary>The sum of the one payment of a kind in the journal.</summary>
    public async Task<long> PaidAsync(string payment) => (long)(await ItemsAsync("journal")).Single(entry => (string)entry["event"]! == payment)["payload"]!["sum"]!;

    private async Task<IEnumerable<JsonNode>> OutAsync() => (await ItemsAsync("messages")).Where(letter => (string)letter["direction"]! == "out");

    private async Task<IReadOnlyList<JsonNode>> ItemsAsync(string part) => [.. (await person.GetAsync($"/api/cases/{caseId}/{part}").JsonAsync())["items"]!.AsArray().Select(item => item!)];
}
