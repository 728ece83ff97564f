using System.Web;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests;

/// <summary>The desk without scripts: the same rules as the API's, refusals at their fields, and nothing typed is lost when the session has ended.</summary>
public sealed class PlainDesk
{
    private const string Officer = "intake-officer@namdinh";

    /// <summary>Text of a person that would be markup if it were forgotten to be encoded.</summary>
    private const string Markup = "Phòng \"3\" <script>alert(1)</script>";

    private TestHost host = null!;
    private HttpClient officer = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = new TestHost();
        officer = await host.SignInAsync(Officer);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        officer.Dispose();
        await host.DisposeAsync();
    }

    [TestCase("complete", "nobody")]
    [TestCase("complete", "clerk@namdinh")]
    [TestCase("preview", "clerk@namdinh")]
    public async Task Whom_a_form_names_must_hold_the_role_also_here(string act, string named)
    {
        var task = await ConfirmReceiptAsync();
        var page = await PostAsync(officer, $"/desk/tasks/{task["id"]}/{act}", Visit(task, named), HttpStatusCode.UnprocessableEntity);
        Assert.That(page, Does.Contain("""<span class="error" id="data.visit.officer-error">Người được giao không có vai trò này tại cơ quan.</span>""").And.Contain(Value("data.visit.officer", named)).And.Contain(Value("data.visit.place", Markup)));
        Assert.That((string)(await Samples.TaskAsync(officer, (string)task["caseId"]!, "confirm-receipt"))["state"]!, Is.EqualTo("open"));
    }

    [TestCase("clerk@namdinh", true)]
    [TestCase("drafting-officer@namdinh", false)]
    [TestCase("", false)]
    public async Task Who_shall_draft_must_hold_that_role(string named, bool isRefused)
    {
        var task = await ConfirmReceiptAsync();
        var visit = Visit(task, Officer);
        visit["data.draftingOfficer"] = named;
        var page = await PostAsync(officer, $"/desk/tasks/{task["id"]}/complete", visit, HttpStatusCode.UnprocessableEntity);
        Assert.That(page.Contains("id=\"data.draftingOfficer-error\"", StringComparison.Ordinal), Is.EqualTo(isRefused), "the appointment in the past is what else is wrong with it");
        Assert.That(page.Contains("id=\"data.visit.at-error\"", StringComparison.Ordinal), Is.EqualTo(!isRefused));
    }

    [Test]
    public async Task The_preview_of_the_api_refuses_whom_completing_refuses()
    {
        var task = await ConfirmReceiptAsync();
        var visit = $$$"""{"outcome":"InPerson","expectedRevision":{{{task["revision"]}}},"data":{"visit":{"officer":"clerk@namdinh","officerName":"Hoa","officerPhone":"0228","place":"Phòng 1","at":"2099-03-09T09:00:00+07:00","minutes":60} } }""";
        var refused = await officer.PostAsync($"/api/tasks/{task["id"]}/preview", TestHost.Json(visit)).ProblemAsync(422);
        Assert.That((refused.Rule, refused.Fields), Is.EqualTo(("assignee-role", new[] { "data.visit.officer" })));
    }

    [TestCase("complete")]
    [TestCase("preview")]
    public async Task A_form_sent_after_the_session_has_ended_comes_back_filled_after_sign_in_and_nothing_is_done(string act)
    {
        var task = await ConfirmReceiptAsync();
        using var gone = host.Browser();
        var asked = await PostAsync(gone, $"/desk/tasks/{task["id"]}/{act}", Visit(task, Officer), HttpStatusCode.Unauthorized);
        Assert.That(asked, Does.Contain("Chưa có gì được thực hiện").And.Contain("name=\"password\"").And.Not.Contain("<script>"));

        var wrong = await PostAsync(gone, "/desk/sign-in", SignIn(asked, Officer, "wrong"), HttpStatusCode.Unauthorized);
        Assert.That(wrong, Does.Contain("Sai tên đăng nhập").And.Contain("Chưa có gì được thực hiện"), "a mistyped password loses nothing");

        var filled = await PostAsync(gone, "/desk/sign-in", SignIn(wrong, Officer, Officer), HttpStatusCode.OK);
        Assert.That(filled, Does.Contain(Value("data.visit.place", Markup)).And.Contain("Chưa có gì được thực hiện").And.Contain($"action=\"/desk/tasks/{task["id"]}/complete\"").And.Not.Contain("<script>"));
        Assert.That(filled, Does.Not.Contain("người khác"));
        Assert.That((string)(await Samples.TaskAsync(officer, (string)task["caseId"]!, "confirm-receipt"))["state"]!, Is.EqualTo("open"), "only who signed in presses the button");

        var again = await PostAsync(gone, $"/desk/tasks/{task["id"]}/complete", Typed(filled), HttpStatusCode.UnprocessableEntity);
        Assert.That(again, Does.Contain("id=\"data.visit.at-error\""), "the session is there, and the form is judged");
    }

    [Test]
    public async Task Who_signs_in_as_another_is_told_whose_words_they_are()
    {
        var task = await ConfirmReceiptAsync();
        using var gone = host.Browser();
        var asked = await PostAsync(gone, $"/desk/tasks/{task["id"]}/complete", Visit(task, Officer), HttpStatusCode.Unauthorized);
        var filled = await PostAsync(gone, "/desk/sign-in", SignIn(asked, "intake-officer2@namdinh", "intake-officer2@namdinh"), HttpStatusCode.OK);
        Assert.That(filled, Does.Contain($"người khác gõ ({Officer})").And.Contain("intake-officer2@namdinh"));
        Assert.That((string)(await Samples.TaskAsync(officer, (string)task["caseId"]!, "confirm-receipt"))["state"]!, Is.EqualTo("open"));
    }

    [Test]
    public async Task Who_may_not_see_the_case_is_not_shown_the_form()
    {
        var task = await ConfirmReceiptAsync();
        using var gone = host.Browser();
        var asked = await PostAsync(gone, $"/desk/tasks/{task["id"]}/complete", Visit(task, Officer), HttpStatusCode.Unauthorized);
        var page = await PostAsync(gone, "/desk/sign-in", SignIn(asked, "intake-officer@haiphong", "intake-officer@haiphong"), HttpStatusCode.NotFound);
        Assert.That(page, Does.Not.Contain("Phòng").And.Contain("Đăng xuất"));
    }

    [Test]
    public async Task An_act_on_a_case_comes_back_filled_too()
    {
        var id = await Samples.StartedAsync(host);
        using var gone = host.Browser();
        var asked = await PostAsync(gone, $"/desk/cases/{id}/merge", new(StringComparer.Ordinal) { ["into"] = "ABC", ["reason"] = Markup, ["typedBy"] = Officer }, HttpStatusCode.Unauthorized);
        var filled = await PostAsync(gone, "/desk/sign-in", SignIn(asked, Officer, Officer), HttpStatusCode.OK);
        Assert.That(filled, Does.Contain("name=\"into\" maxlength=\"64\" value=\"ABC\"").And.Contain(HttpUtility.HtmlEncode("<script>alert(1)</script>")).And.Contain("Chưa có gì được thực hiện").And.Not.Contain("<script>"));
    }

    [TestCase("/desk/tasks/{task}/complete", "/desk/tasks/{task}")]
    [TestCase("/desk/tasks/{task}/preview", "/desk/tasks/{task}")]
    [TestCase("/desk/tasks/{task}/claim", "/desk/tasks/{task}")]
    [TestCase("/desk/cases/{case}/merge", "/desk/cases/{case}")]
    [TestCase("/desk/sign-out", "/desk")]
    public async Task A_page_that_is_only_posted_to_leads_to_the_page_of_its_form(string path, string expected)
    {
        var task = await ConfirmReceiptAsync();
        using var answer = await officer.GetAsync(Fill(path));
        Assert.That((answer.StatusCode, answer.Headers.Location?.OriginalString), Is.EqualTo((HttpStatusCode.Redirect, Fill(expected))));

        string Fill(string text) => text.Replace("{task}", (string)task["id"]!, StringComparison.Ordinal).Replace("{case}", (string)task["caseId"]!, StringComparison.Ordinal);
    }

    [TestCase("https://example.org/desk/tasks/1.2/complete")]
    [TestCase("//example.org/desk")]
    [TestCase("/desk//example.org")]
    [TestCase("/\\example.org")]
    [TestCase("/deskexample.org")]
    public async Task Nobody_is_sent_elsewhere_after_sign_in(string to)
    {
        using var gone = host.Browser();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["user"] = Officer, ["password"] = Officer, ["to"] = to, ["keptFor"] = to, ["kept:reason"] = "typed" });
        using var answer = await gone.PostAsync("/desk/sign-in", form);
        Assert.That((answer.StatusCode, answer.Headers.Location?.OriginalString), Is.EqualTo((HttpStatusCode.Redirect, "/desk")));
    }

    [Test]
    public async Task A_form_from_elsewhere_is_carried_nowhere()
    {
        var task = await ConfirmReceiptAsync();
        using var stranger = host.Browser(withOrigin: false);
        stranger.DefaultRequestHeaders.Add("Origin", "https://example.org");
        using var form = new FormUrlEncodedContent(Visit(task, Officer));
        Assert.That((await stranger.PostAsync($"/desk/tasks/{task["id"]}/complete", form).ProblemAsync(403)).Rule, Is.EqualTo("same-origin"));
    }

    /// <summary>A new case at step 3.</summary>
    private async Task<JsonNode> ConfirmReceiptAsync()
    {
        var id = await Samples.StartedAsync(host);
        await Samples.CompleteAsync(officer, await Samples.TaskAsync(officer, id, "check-validity"), "Valid", $$"""{"request":{{Samples.Request()}}}""").JsonAsync();
        return await Samples.TaskAsync(officer, id, "confirm-receipt");
    }

    /// <summary>The typed form of step 3; its appointment lies in the past, which is refused when it is completed.</summary>
    private static Dictionary<string, string> Visit(JsonNode task, string named) => new(StringComparer.Ordinal)
    {
        ["outcome"] = "InPerson", ["revision"] = task["revision"]!.ToString(), ["typedBy"] = Officer, ["data.visit.officer"] = named, ["data.visit.officerName"] = "Trần Thị Hoa",
        ["data.visit.officerPhone"] = "0228 123", ["data.visit.place"] = Markup, ["data.visit.at"] = "2016-07-15T09:00", ["data.visit.minutes"] = "60",
    };

    private static async Task<string> PostAsync(HttpClient browser, string path, Dictionary<string, string> typed, HttpStatusCode expected)
    {
        using var form = new FormUrlEncodedContent(typed);
        using var answer = await browser.PostAsync(path, form);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.That((answer.StatusCode, answer.Content.Headers.ContentType?.MediaType), Is.EqualTo((expected, "text/html")), page);
        return page;
    }

    /// <summary>What a browser sends of the sign-in page: the hidden fields as they stand there, user and password.</summary>
    private static Dictionary<string, string> SignIn(string page, string user, string password)
    {
        var fields = Hidden(page);
        (fields["user"], fields["password"]) = (user, password);
        return fields;
    }

    /// <summary>What a browser sends of the form that stands open.</summary>
    private static Dictionary<string, string> Typed(string page)
    {
        var form = page.Split("<details open>")[1].Split("</form>")[0];
        var fields = Hidden(form);
        foreach (var input in form.Split("<input type=\"").Skip(1).Where(input => !input.StartsWith("hidden", StringComparison.Ordinal) && input.Contains(" value=\"", StringComparison.Ordinal)))
            fields[Attribute(input, "name")] = Attribute(input, "value");
        return fields;
    }

    private static Dictionary<string, string> Hidden(string page) =>
        page.Split("<input type=\"hidden\"").Skip(1).ToDictionary(input => Attribute(input, "name"), input => Attribute(input, "value"), StringComparer.Ordinal);

    private static string Attribute(string input, string name) => HttpUtility.HtmlDecode(input.Split($" {name}=\"")[1].Split('"')[0]);

    private static string Value(string name, string value) => $"name=\"{name}\" value=\"{Encoded(value)}\"";

    private static string Encoded(string text) => text.Replace("\"", "&quot;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
