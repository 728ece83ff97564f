using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests.Elsa;

/// <summary>Calls of Studio, as the real one writes them.</summary>
internal static class ElsaCases
{
    public const string Api = "/elsa/api";

    public static string NodeId(string activity) => $"Workflow1:Flowchart1:{activity}";

    public static Task<JsonNode> ReadAsync(this HttpClient person, string path) => person.GetAsync(new Uri(Api + path, UriKind.Relative)).JsonAsync();

    public static Task<HttpResponseMessage> SendAsync(this HttpClient person, string path, string body) => person.PostAsync(Api + path, TestHost.Json(body));

    public static async Task<JsonNode> InstancesAsync(this HttpClient person, string body = "{}") => await person.SendAsync("/workflow-instances", body).JsonAsync();

    public static async Task<string[]> IdsAsync(this HttpClient person, string body = "{}") => [.. (await person.InstancesAsync(body))["items"]!.AsArray().Select(item => (string)item!["id"]!)];

    /// <summary>Counts by activity: started, completed, waiting, blocked, faulted.</summary>
    public static async Task<Dictionary<string, (int Started, int Completed, int Waiting, bool IsBlocked, bool IsFaulted)>> ReportAsync(this HttpClient person, string id, string nodes = "[]") =>
        (await person.SendAsync("/activity-executions/report", $$"""{"workflowInstanceId":"{{id}}","activityNodeIds":{{nodes}}}""").JsonAsync())["stats"]!.AsArray().ToDictionary(
            stat => (string)stat!["activityId"]!,
            stat => ((int)stat!["startedCount"]!, (int)stat["completedCount"]!, (int)stat["uncompletedCount"]!, (bool)stat["isBlocked"]!, (bool)stat["isFaulted"]!), StringComparer.Ordinal);

    public static async Task<JsonArray> JournalAsync(this HttpClient person, string id, string filter = "{}", string paging = "?skip=0&take=110") =>
        (await person.SendAsync($"/workflow-instances/{id}/journal{paging}", $$"""{"filter":{{filter}}}""").JsonAsync())["items"]!.AsArray();

    /// <summary>The case's first check is done: it waits for the receipt to be confirmed.</summary>
    public static async Task CheckAsync(HttpClient officer, string id)
    {
        using var answer = await Samples.CompleteAsync(officer, await Samples.TaskAsync(officer, id, "check-validity"), "Valid", $$"""{"request":{{Samples.Request()}}}""");
        Assert.That(answer.IsSuccessStatusCode, Is.True, await answer.Content.ReadAsStringAsync());
    }
}
