namespace ProcedureEngine.Browser.Tests.Support;

/// <summary>Cases of Nam Định at the stages that the screens show, made through the doors that everybody uses.</summary>
internal static class Cases
{
    public const string Office = "namdinh";

    private static int counter;

    public static string Request(string name = "Nguyễn Thị Lan") => $$"""
        {"requester":{"name":"{{name}}","identityNumber":"036180001234","address":"Nam Định","capacity":"judgmentCreditor","email":"lan@example.vn"},
         "judgment":{"number":"12/2026/DS-ST","date":"2026-01-12","court":"TAND Nam Định","effectiveOn":"2026-02-12"},
         "otherParty":{"name":"Trần Văn Hùng","address":"Nam Định"},
         "obligations":[{"kind":"money","content":"Nợ gốc","amount":250000000}],"form":"inPersonWritten","delivery":"waitAndCollect"}
        """;

    /// <summary>Waits at the first check, and at any time for letters.</summary>
    public static async Task<string> RunningAsync(Site site, string name = "Nguyễn Thị Lan")
    {
        using var system = site.System();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/procedures/enforcement-request/cases")
        {
            Content = Site.Json($$"""{"office":"{{Office}}","channel":"http","data":{{Request(name)}}}"""),
        };
        request.Headers.Add("Idempotency-Key", $"browser-{Interlocked.Increment(ref counter)}");
        return (string)(await system.SendAsync(request).JsonAsync(HttpStatusCode.Created))["id"]!;
    }

    /// <summary>Checked as valid: waits for the receipt to be confirmed.</summary>
    public static async Task CheckAsync(Site site, string id)
    {
        using var officer = await site.SignInAsync($"intake-officer@{Office}");
        await CompleteAsync(officer, id, "check-validity", "Valid", $$"""{"request":{{Request()}}}""");
    }

    /// <summary>Withdrawn by the applicant at the counter.</summary>
    public static async Task<string> FinishedAsync(Site site)
    {
        var id = await RunningAsync(site, "Phạm Văn Sáu");
        using var officer = await site.SignInAsync($"intake-officer@{Office}");
        await officer.PostAsync($"/api/cases/{id}/withdraw", Site.Json("""{"reason":"Đã tự thỏa thuận"}""")).JsonAsync();
        return id;
    }

    /// <summary>Its check was completed and undone again by the defect in the step behind it.</summary>
    public static async Task<string> FaultedAsync(Site site)
    {
        var id = await RunningAsync(site);
        using var officer = await site.SignInAsync($"intake-officer@{Office}");
        await CompleteAsync(officer, id, "check-validity", "Valid", $$"""{"request":{{Request(FailingStep.Applicant)}}}""", HttpStatusCode.Conflict);
        return id;
    }

    /// <returns>The id of the step's first run.</returns>
    public static async Task<string> RunAsync(Site site, string id, string step)
    {
        using var officer = await site.SignInAsync($"intake-officer@{Office}");
        var runs = await officer.GetAsync($"/elsa/api/activity-executions/list?WorkflowInstanceId={id}&ActivityNodeId=Workflow1:Flowchart1:{step}").JsonAsync();
        return (string)runs["items"]![0]!["id"]!;
    }

    public static async Task CompleteAsync(HttpClient person, string id, string step, string outcome, string data, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var tasks = await person.GetAsync($"/api/cases/{id}/tasks").JsonAsync();
        var task = tasks["items"]!.AsArray().First(task => (string)task!["activityId"]! == step)!;
        await person.PostAsync($"/api/tasks/{task["id"]}/complete", Site.Json($$"""{"outcome":"{{outcome}}","data":{{data}},"expectedRevision":{{task["revision"]}}}""")).JsonAsync(expected);
    }
}
