namespace ProcedureEngine.Kill.Tests.TwoHosts;

/// <summary>
/// People and systems whose acts go by message, where there is a command for them and their role has a sending system: starts by the channel <c>http</c>,
/// completions, withdrawals by a system. What is only read, and every other act, goes over HTTP.
/// </summary>
internal sealed class MessageCallers(ICallers http, CommandSender commands) : ICallers
{
    /// <summary>Those with a sending system of their own. A task that is given to one person by name stays his.</summary>
    public static ImmutableArray<string> People { get; } =
    [
        "intake-officer@namdinh", "head@namdinh", "clerk@namdinh",
        .. new[] { "phuong-mau", "xa-vung-xa" }.SelectMany(ward => new[] { $"judicial-officer@{ward}", $"case-handler@{ward}", $"ward-leader@{ward}" }),
        .. new[] { "so-ha-nam", "cuc-khong-quay" }.SelectMany(office => new[] { $"reception@{office}", $"head@{office}", $"finance-body@{office}" }),
    ];

    public static ImmutableArray<string> Offices { get; } = [.. People.Select(who => who.Split('@')[1]).Distinct(StringComparer.Ordinal)];

    /// <summary>What stands for the command that has no twin over HTTP.</summary>
    public static string Supplement(string caseId) => $"/api/cases/{caseId}/supplement";

    public Task EnterAsync(string who) => http.EnterAsync(who);

    public async Task<Answer> AskAsync(Call call)
    {
        if (CommandOf(call) is not var (type, message) || call.Key is null)
            return await http.AskAsync(call);
        var (kind, told) = await commands.AskAsync(call.Who, call.Key, type, message);
        return kind == "CommandAccepted"
            ? new Answer(200, new JsonObject { ["id"] = told["caseId"]!.DeepClone(), ["number"] = told["number"]?.DeepClone(), ["status"] = told["status"]?.DeepClone() }.ToJsonString())
            : new Answer(kind == "CommandRejected" ? 409 : 500, new JsonObject { ["type"] = $"rule/{told["rule"]}", ["told"] = told.DeepClone() }.ToJsonString());
    }

    /// <returns>Null where there is no command for it.</returns>
    private static (string Type, JsonObject Message)? CommandOf(Call call)
    {
        if (call.Method != HttpMethod.Post || (call.Who != Callers.System && !People.Contains(call.Who, StringComparer.Ordinal)) || call.Type != "application/json")
            return null;
        var body = JsonNode.Parse(call.Body!)!;
        return call.Path.Split('/') switch
        {
            ["", "api", "procedures", var procedure, "cases"] when (string?)body["channel"] == "http" =>
                ("StartProcedure", new JsonObject { ["procedure"] = procedure, ["office"] = body["office"]!.DeepClone(), ["data"] = body["data"]!.DeepClone() }),
            ["", "api", "tasks", var task, "complete"] => ("CompleteTask", new JsonObject
            {
                ["taskId"] = task, ["outcome"] = body["outcome"]!.DeepClone(), ["expectedRevision"] = body["expectedRevision"]!.DeepClone(), ["data"] = body["data"]?.DeepClone(),
            }),
            ["", "api", "cases", var id, "withdraw"] => Deliver(id, "withdrawal", body),
            ["", "api", "cases", var id, "supplement"] => Deliver(id, "supplement", body),
            _ => null,
        };
    }

    private static (string Type, JsonObject Message) Deliver(string caseId, string name, JsonNode payload) =>
        ("DeliverStimulus", new JsonObject { ["caseId"] = caseId, ["name"] = name, ["payload"] = payload.DeepClone() });
}

/// <summary>Counts what was written over HTTP and answered.</summary>
internal sealed class CountedCallers(LoadSite site, AnswerCount count) : ICallers
{
    private readonly Callers callers = new(site);

    public Task EnterAsync(string who) => callers.EnterAsync(who);

    public async Task<Answer> AskAsync(Call call)
    {
        var answer = await callers.AskAsync(call);
        if (call.Method == HttpMethod.Post)
            count.Add();
        return answer;
    }
}

/// <summary>Callers who keep step with others: before they write, they wait for as long as they are ahead.</summary>
internal sealed class PacedCallers(ICallers callers, Func<bool> isAhead) : ICallers
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public Task EnterAsync(string who) => callers.EnterAsync(who);

    public async Task<Answer> AskAsync(Call call)
    {
        using var ticks = new PeriodicTimer(Look);
        while (call.Method == HttpMethod.Post && isAhead())
            await ticks.WaitForNextTickAsync();
        return await callers.AskAsync(call);
    }
}

/// <summary>How many writing calls were answered.</summary>
internal sealed class AnswerCount
{
    private int value;

    public int Value => Volatile.Read(ref value);

    public void Add() => Interlocked.Increment(ref value);
}
