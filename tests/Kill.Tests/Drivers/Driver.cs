using NodaTime.Text;

namespace ProcedureEngine.Kill.Tests;

/// <summary>
/// One driver: people and systems that bring one case after another from its start to its end. Now and then a call is made twice on purpose, at once, one after
/// the other, or when the case has ended; what was answered goes to the ledger.
/// </summary>
internal abstract class Driver(int number, LoadSite site)
{
    /// <summary>One call in so many is made twice at once, and one in so many once more after its answer.</summary>
    private const int Twice = 8;

    /// <summary>How many calls of a case are made again after its end.</summary>
    private const int Late = 3;

    private readonly Random random = new(number);
    private readonly ICallers callers = site.Way(site);
    private readonly List<(Call Call, Answer First)> made = [];
    private int calls;

    protected int Number => number;

    protected Ledger Ledger => site.Ledger;

    public async Task RunAsync()
    {
        for (var round = 0; !site.State.IsStopping; round++)
        {
            made.Clear();
            await WalkAsync(round);
            await RepeatLateAsync();
        }
    }

    /// <summary>One case, from its start to its end.</summary>
    protected abstract Task WalkAsync(int round);

    protected async Task<JsonNode> ReadAsync(string who, string path)
    {
        var call = new Call(who, HttpMethod.Get, path, null);
        return Required(call, await callers.AskAsync(call)).Json;
    }

    protected Task<JsonNode> PostAsync(string who, string path, string json) => PostAsync(Post(who, path, json));

    protected async Task<JsonNode> PostAsync(Call call) => Required(call, await AskAsync(call)).Json;

    protected Call Post(string who, string path, string body) => new(who, HttpMethod.Post, path, $"{number}-{++calls}") { Body = body };

    /// <summary>Starts a case and writes down its number.</summary>
    protected async Task<JsonNode> StartAsync(string who, string procedure, string json)
    {
        var started = await PostAsync(who, $"/api/procedures/{procedure}/cases", json);
        Ledger.Write(new LedgerLine(LedgerKinds.Case, (string)started["id"]!, (string)started["number"]!["text"]!));
        return started;
    }

    protected async Task CompleteAsync(string who, string caseId, string step, string outcome, string data = "null")
    {
        if (await TryCompleteAsync(who, caseId, step, outcome, data) is { } rule)
            throw new InvalidOperationException($"{step} {outcome} of {caseId} as {who} is refused: {rule}");
    }

    /// <returns>Null, or the rule by which it was refused.</returns>
    protected async Task<string?> TryCompleteAsync(string who, string caseId, string step, string outcome, string data)
    {
        var tasks = await ReadAsync(who, $"/api/cases/{caseId}/tasks");
        var task = tasks["items"]!.AsArray().Single(t => (string)t!["activityId"]! == step && (string)t["state"]! is "open" or "claimed" && Offers(t, outcome))!;
        var answer = await AskAsync(Post(who, $"/api/tasks/{task["id"]}/complete", $$"""{"outcome":"{{outcome}}","data":{{data}},"expectedRevision":{{task["revision"]}}}"""));
        if (answer.IsSuccess)
            Ledger.Write(new LedgerLine(LedgerKinds.Task, (string)task["id"]!, outcome));
        return answer.Rule;
    }

    /// <summary>An act beside the steps, and the event that it leaves in the journal.</summary>
    protected async Task ActAsync(string who, string caseId, string path, string json, string journalEvent)
    {
        await PostAsync(who, path, json);
        Ledger.Write(new LedgerLine(LedgerKinds.Act, caseId, journalEvent));
    }

    protected async Task EndAsync(string who, string caseId, string status)
    {
        var found = (string)(await ReadAsync(who, $"/api/cases/{caseId}"))["status"]!;
        if (found != status)
            throw new InvalidOperationException($"{caseId} ended as {found}, not as {status}.");
        Ledger.Write(new LedgerLine(LedgerKinds.End, caseId, status));
    }

    /// <summary>The sandbox's clock, as whoever fills in a form reads it.</summary>
    protected async Task<Instant> NowAsync(string who) => InstantPattern.ExtendedIso.Parse((string)(await ReadAsync(who, "/api/sandbox/clock"))["now"]!).Value;

    /// <summary>The day of the sandbox's clock in Asia/Ho_Chi_Minh, as a form takes it.</summary>
    protected async Task<string> TodayAsync(string who) => LocalDatePattern.Iso.Format((await NowAsync(who)).InZone(DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"]).Date);

    /// <summary>Makes a call, now and then twice.</summary>
    private async Task<Answer> AskAsync(Call call)
    {
        await callers.EnterAsync(call.Who);
        var chance = random.Next(Twice);
        var twin = chance == 0 ? callers.AskAsync(call) : null;
        var first = await callers.AskAsync(call);
        if (twin is not null)
            WriteTwice(call, first, await twin);
        else if (chance == 1)
            WriteTwice(call, first, await callers.AskAsync(call));
        if (first.IsSuccess)
            made.Add((call, first));
        return first;
    }

    private async Task RepeatLateAsync()
    {
        foreach (var (call, first) in made.OrderBy(_ => random.Next()).Take(Late).ToList())
            WriteTwice(call, first, await callers.AskAsync(call));
    }

    /// <summary>A step may have tasks beside its own, such as an extension by agreement.</summary>
    private static bool Offers(JsonNode task, string outcome) => task["outcomes"]!.AsArray().Any(offered => (string)offered!["name"]! == outcome);

    /// <summary>A refusal leaves nothing behind and need not be told in the same words.</summary>
    private void WriteTwice(Call call, Answer first, Answer second)
    {
        if (first.IsSuccess)
            Ledger.Write(new LedgerLine(LedgerKinds.Twice, $"{call} ({call.Key})", call.IsSame(first, second) ? LedgerKinds.Same : $"first {first}, then {second}"));
    }

    private static Answer Required(Call call, Answer answer) => answer.IsSuccess ? answer : throw new InvalidOperationException($"{call}: {answer}");
}
