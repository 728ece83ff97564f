namespace ProcedureEngine.Host.Tests.Support;

internal static class Samples
{
    public const string Office = "namdinh";
    public const string Mailbox = "htttycthanamdinh@moj.gov.vn";

    private static int counter;

    public static string NewKey() => $"key-{Interlocked.Increment(ref counter)}";

    public static string Request(string name = "Nguyễn Thị Lan") => $$"""
        {"requester":{"name":"{{name}}","identityNumber":"036180001234","address":"Nam Định","capacity":"judgmentCreditor","email":"lan@example.vn"},
         "judgment":{"number":"12/2026/DS-ST","date":"2026-01-12","court":"TAND Nam Định","effectiveOn":"2026-02-12"},
         "otherParty":{"name":"Trần Văn Hùng","address":"Nam Định"},
         "obligations":[{"kind":"money","content":"Nợ gốc","amount":250000000}],"form":"inPersonWritten","delivery":"waitAndCollect"}
        """;

    public static string Start(string? data = null, string office = Office, string channel = "http") => $$"""{"office":"{{office}}","channel":"{{channel}}","data":{{data ?? Request()}}}""";

    public static string Mail(string? id = null, string from = "Lan <lan@example.vn>", string subject = "Yeu cau thi hanh an", string more = "", string body = "Toi yeu cau thi hanh an.") =>
        $"From: {from}\r\nTo: {Mailbox}\r\nSubject: {subject}\r\nDate: Mon, 02 Mar 2026 08:00:00 +0700\r\nMessage-ID: {id ?? $"<m{Interlocked.Increment(ref counter)}@example.vn>"}\r\n{more}\r\n{body}\r\n";

    public static async Task<string> StartedAsync(TestHost host, string office = Office)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/procedures/enforcement-request/cases") { Content = TestHost.Json(Start(office: office)) };
        request.Headers.Add("Idempotency-Key", NewKey());
        using var system = host.System();
        return (string)(await system.SendAsync(request).JsonAsync(HttpStatusCode.Created))["id"]!;
    }

    /// <summary>The open task of a step with its revision.</summary>
    public static async Task<JsonNode> TaskAsync(HttpClient person, string caseId, string step) =>
        (await person.GetAsync($"/api/cases/{caseId}/tasks").JsonAsync())["items"]!.AsArray().First(t => (string)t!["activityId"]! == step && (string)t["state"]! is "open" or "claimed")!;

    public static Task<HttpResponseMessage> CompleteAsync(HttpClient person, JsonNode task, string outcome, string? data, int? revision = null) => person.PostAsync(
        $"/api/tasks/{task["id"]}/complete", TestHost.Json($$"""{"outcome":"{{outcome}}","data":{{data ?? "null"}},"expectedRevision":{{revision ?? (int)task["revision"]!}}}"""));
}
