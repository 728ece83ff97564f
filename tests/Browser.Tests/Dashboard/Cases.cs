namespace ProcedureEngine.Browser.Tests.Dashboard;

/// <summary>Cases to click on, made over HTTP as another system makes them.</summary>
internal static class Cases
{
    public const string Office = "namdinh";
    private static int counter;

    /// <returns>Id and number of a new case, whose first task is the check of validity.</returns>
    public static async Task<(string Id, string Number)> StartAsync(string name = "Nguyễn Thị Lan", string office = Office)
    {
        using var system = Stage.Site.System();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/procedures/enforcement-request/cases")
        {
            Content = Site.Json($$$"""
                {"office":"{{{office}}}","channel":"http","data":{"requester":{"name":"{{{name}}}","identityNumber":"036180001234","address":"Nam Định","capacity":"judgmentCreditor","email":"lan@example.vn"},
                 "judgment":{"number":"12/2026/DS-ST","date":"2026-01-12","court":"TAND Nam Định","effectiveOn":"2026-02-12"},"otherParty":{"name":"Trần Văn Hùng","address":"Nam Định"},
                 "obligations":[{"kind":"money","content":"Nợ gốc","amount":250000000}],"form":"inPersonWritten","delivery":"waitAndCollect"}}
                """),
        };
        request.Headers.Add("Idempotency-Key", $"dashboard-{Interlocked.Increment(ref counter)}");
        var started = await system.SendAsync(request).JsonAsync(HttpStatusCode.Created);
        return ((string)started["id"]!, (string)started["number"]!["text"]!);
    }

    /// <returns>Id and reference code of a case that a mail opens.</returns>
    /// <param name="fields">More lines of the header, each with its line end.</param>
    public static async Task<(string Id, string Code)> MailAsync(string body = "Toi yeu cau thi hanh an.", string fields = "")
    {
        using var system = Stage.Site.System();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(
            $"From: Lan <lan@example.vn>\r\nTo: htttycthanamdinh@moj.gov.vn\r\nSubject: Yeu cau thi hanh an\r\nDate: Mon, 02 Mar 2026 08:00:00 +0700\r\nMessage-ID: <d{Interlocked.Increment(ref counter)}@example.vn>\r\n{fields}\r\n{body}\r\n"));
        content.Headers.TryAddWithoutValidation("Content-Type", "message/rfc822");
        var id = (string)(await system.PostAsync("/api/mail?mailbox=htttycthanamdinh@moj.gov.vn", content).JsonAsync(HttpStatusCode.Created))["caseId"]!;
        return (id, (string)(await system.GetAsync($"/api/cases/{id}").JsonAsync())["referenceCode"]!);
    }

    public static async Task<JsonNode> TaskAsync(string caseId, string step)
    {
        using var officer = await Stage.Site.SignInAsync($"intake-officer@{Office}");
        return (await officer.GetAsync($"/api/cases/{caseId}/tasks").JsonAsync())["items"]!.AsArray().First(task => (string)task!["activityId"]! == step)!.DeepClone();
    }

    /// <summary>How often a person's completion of a step stands in the journal.</summary>
    public static async Task<int> CompletionsAsync(string caseId, string step)
    {
        using var officer = await Stage.Site.SignInAsync($"intake-officer@{Office}");
        return (await officer.GetAsync($"/api/cases/{caseId}/journal").JsonAsync())["items"]!.AsArray().Count(line => (string)line!["event"]! == "TaskCompleted" && (string?)line["activityId"] == step);
    }

    /// <summary>The letters of a case that went out, or will.</summary>
    public static async Task<IReadOnlyList<JsonNode>> LettersAsync(string caseId)
    {
        using var officer = await Stage.Site.SignInAsync($"intake-officer@{Office}");
        return [.. (await officer.GetAsync($"/api/cases/{caseId}/messages").JsonAsync())["items"]!.AsArray().Where(letter => (string)letter!["direction"]! == "out").Select(letter => letter!)];
    }

    /// <returns>Id and number of a case whose applicant has been asked for more: his 60 days run.</returns>
    public static async Task<(string Id, string Number)> AskedAsync()
    {
        var (id, _) = await MailAsync();
        using var officer = await Stage.Site.SignInAsync($"intake-officer@{Office}");
        await officer.PostAsync($"/api/tasks/{(string)(await TaskAsync(id, "check-validity"))["id"]!}/complete", Site.Json("""
            {"outcome":"Incomplete","expectedRevision":1,"data":{"right":{"hasRight":true,"text":"Có quyền"},"competence":{"competent":true,"text":"Thuộc thẩm quyền"},"judgmentContent":"Bản án 12/2026/DS-ST",
             "formsOfRequest":"Trực tiếp","papersToHandIn":["Bản án"],"reason":"Thiếu trang cuối"}}
            """)).JsonAsync();
        return (id, (string)(await officer.GetAsync($"/api/cases/{id}").JsonAsync())["number"]!["text"]!);
    }

    /// <summary>The day that a limit ends on, as people write it; null while its clock is stopped.</summary>
    public static async Task<string?> DueAsync(string caseId, string limitId, string office = Office)
    {
        using var officer = await Stage.Site.SignInAsync($"intake-officer@{office}");
        var limit = (await officer.GetAsync($"/api/cases/{caseId}/deadlines").JsonAsync())["items"]!.AsArray().Single(known => (string)known!["limitId"]! == limitId)!;
        return (string?)limit["dueDate"] is { } due ? string.Join('/', due.Split('-').Reverse()) : null;
    }

    /// <summary>The day it is for the engine, as people write it.</summary>
    public static async Task<string> TodayAsync() => SandboxClock.Day(await SandboxClock.NowAsync());

    /// <returns>Id and name of a complaint that was handed in at the counter of the sample ward, and the task to take it in.</returns>
    public static async Task<(string Id, string Name, string Task)> ComplaintAsync()
    {
        using var officer = await Stage.Site.SignInAsync("judicial-officer@phuong-mau");
        var today = string.Join('-', (await TodayAsync()).Split('/').Reverse());
        var started = await officer.PostAsync("/api/procedures/compensation-complaint/cases", Site.Json($$$$"""
            {"office":"phuong-mau","channel":"counter","data":{"complainant":{"name":"Trần Thị Mai","isOrganisation":false,"identityNumber":"036180001234","address":"Số 7, tổ 3","capacity":"injuredPerson","email":"mai@example.vn"},
             "scope":"stateManagement","subject":1,"grounds":["1b"],"body":{"name":"Ủy ban nhân dân quận mẫu","address":"Số 9"},"form":"written","isSigned":true,"madeOn":"{{{{today}}}}",
             "content":"Không được hướng dẫn bổ sung hồ sơ.","reason":"Đã quá 05 ngày làm việc.","relief":"Buộc thụ lý hồ sơ.","facts":{"fileReceivedOn":"2026-02-02"}}}
            """)).JsonAsync(HttpStatusCode.Created);
        var id = (string)started["id"]!;
        var tasks = (await officer.GetAsync($"/api/cases/{id}/tasks").JsonAsync())["items"]!.AsArray();
        var file = await officer.GetAsync($"/api/cases/{id}").JsonAsync();
        return (id, (string?)file["number"]?["text"] ?? (string)file["referenceCode"]!, (string)tasks.Single(task => (string)task!["activityId"]! == "take-in")!["id"]!);
    }
}
