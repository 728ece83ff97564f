using System.Globalization;
using ProcedureEngine.Activities.Linting.Rules;
using ProcedureEngine.Host.Linting;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests;

/// <summary>The linter over the procedures of the product: as a command, at start and over HTTP.</summary>
public sealed class LintTests
{
    private const string Complaint = "/api/procedures/compensation-complaint/findings";

    private TestHost host = null!;

    [OneTimeSetUp]
    public void Start() => host = new TestHost();

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task No_procedure_of_the_product_has_a_finding_that_nobody_accepted()
    {
        var (code, text, _) = await LintAsync("--lang", "en", "--at", "2026-11-25");
        Assert.That(code, Is.Zero, text);
        Assert.That(text, Does.Contain("== enforcement-request").And.Contain("== compensation-complaint").And.Contain("== compensation-claim").And.Contain("Accepted:"));
    }

    [Test]
    public async Task The_complaint_s_41_days_are_found_and_told_part_by_part()
    {
        var finding = Single(await JsonAsync("--procedure", "compensation-complaint", "--at", "2026-11-25"), "PE102");
        Assert.That((string?)finding["place"], Is.EqualTo("completed"));
        var (vi, en) = ((string)finding["message"]!["vi"]!, (string)finding["message"]!["en"]!);
        Assert.That(en, Does.Contain("41 days = 10 (step-B1-B2) + 20 (step-B3-B4) + 10 (step-B5) + 1 (step-B6)").And.Contain("40 days = 10 (decide-acceptance) + 30 (resolve), of it 'Resolve the complaint' 30 days"));
        Assert.That(en, Does.Contain("(10 days): 10 days = 10 (step-B1-B2).").And.Contain("(30 days): 30 days = 20 (step-B3-B4) + 10 (step-B5).").And.Contain("Outside every statutory limit: 1 day = 1 (step-B6)."));
        Assert.That(vi, Does.Contain("41 ngày = 10 (step-B1-B2) + 20 (step-B3-B4) + 10 (step-B5) + 1 (step-B6)"));
        Assert.That((string?)finding["accepted"]!["reason"]!["vi"], Does.Contain("không thời hạn luật nào bị vượt"));
        Assert.That(finding["path"]!.AsArray().Select(step => (string?)step), Does.Contain("sign-decision").And.Contain("returned"));
    }

    [TestCase("2018-06-30", 0, TestName = "On 30 June 2018 the Law of 2009 is in force")]
    [TestCase("2018-07-01", 5, TestName = "On 1 July 2018 it is not, nor are the four acts under it")]
    public async Task The_law_of_2009_is_found_from_the_day_on_which_it_is_replaced(string day, int findings)
    {
        var found = (await JsonAsync("--procedure", "compensation-complaint", "--at", day))["findings"]!.AsArray().Where(finding => (string?)finding!["rule"] == "PE201").ToList();
        Assert.That(found, Has.Count.EqualTo(findings));
        if (findings > 0)
            Assert.That((string?)found.Single(finding => (string?)finding!["place"] == "35/2009/QH12")!["message"]!["en"], Does.Contain("replaced by Law on State Compensation Liability 2017 (10/2017/QH14)"));
    }

    [Test]
    public async Task Under_the_law_of_2026_the_ward_s_10_days_exceed_the_law_s_7_working_days()
    {
        var (code, text, _) = await LintAsync("--procedure", "compensation-complaint", "--lang", "en", "--at", "2026-11-25", "--Deadlines:Sets:compensation-complaint", "law-2026");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(text, Does.Contain("PE101 [error] decide-acceptance").And.Contain("7 working days").And.Contain("10 days = 10 (step-B1-B2)"));
    }

    [Test]
    public async Task An_edited_copy_is_linted_from_its_file_and_leaves_nothing_behind()
    {
        using var supervisor = await host.SignInAsync("supervisor@phuong-mau");
        var copy = await CopyAsync(supervisor);
        var file = Path.Combine(host.DataFolder, "copy.json");
        await File.WriteAllTextAsync(file, copy.ToJsonString());
        var (code, text, _) = await LintAsync("--file", file, "--procedure", "compensation-complaint", "--lang", "en");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(text, Does.Contain("PE301 [error] closed-transferred").And.Contain("PE501 [error] say-transferred"));
    }

    [TestCase("--at", "tomorrow")]
    [TestCase("--procedure", "unknown")]
    [TestCase("--lang", "fr")]
    [TestCase("--colour", "red")]
    [TestCase("--file", "/nowhere.json")]
    public async Task A_wrong_call_says_how_it_is_called(string option, string value)
    {
        var (code, _, errors) = await LintAsync(option, value);
        Assert.That(code, Is.EqualTo(2));
        Assert.That(errors, Does.Contain("lint [--at yyyy-MM-dd]"));
    }

    [Test]
    public async Task A_supervisor_reads_the_findings_of_any_day_at_his_offices()
    {
        using var supervisor = await host.SignInAsync("supervisor@phuong-mau");
        var today = await supervisor.GetAsync(Complaint).JsonAsync();
        Assert.That((int)today["open"]!, Is.Zero);
        var early = await supervisor.GetAsync($"{Complaint}?at=2016-09-01").JsonAsync();
        Assert.That((int)early["open"]!, Is.EqualTo(1));
        Assert.That((string?)Single(early, "PE201")["place"], Is.EqualTo("91/2015/QH13"), "limits cite the Civil Code of 2015, which was not yet in force");
        Assert.That(await supervisor.GetAsync($"{Complaint}?at=soon").ProblemAsync(422), Is.EqualTo(("validation", new[] { "at" })).Using<(string Rule, string[] Fields)>((one, other) => one.Fields.SequenceEqual(other.Fields, StringComparer.Ordinal)));
    }

    [Test]
    public async Task An_edited_copy_sent_in_is_linted_and_not_kept()
    {
        using var supervisor = await host.SignInAsync("supervisor@phuong-mau");
        var found = await supervisor.PostAsync(Complaint, TestHost.Json((await CopyAsync(supervisor)).ToJsonString())).JsonAsync();
        Assert.That((string?)Single(found, "PE301")["place"], Is.EqualTo("closed-transferred"));
        Assert.That((int)(await supervisor.GetAsync(Complaint).JsonAsync())["open"]!, Is.Zero);
        await supervisor.PostAsync(Complaint, TestHost.Json("""{"definitionId":"x"}""")).ProblemAsync(422);
    }

    [Test]
    public async Task Others_than_supervisors_and_operators_are_refused_by_role()
    {
        using var officer = await host.SignInAsync("judicial-officer@phuong-mau");
        Assert.That((await officer.GetAsync(Complaint).ProblemAsync(403)).Rule, Is.EqualTo("role-required"));
        using var operator1 = await host.SignInAsync("operator@phuong-mau");
        await operator1.GetAsync(Complaint).JsonAsync();
        await operator1.GetAsync("/api/procedures/unknown/findings").ProblemAsync(404);
    }

    [Test]
    public async Task A_role_without_a_holder_is_found_in_production_and_told_by_readiness_without_degrading()
    {
        await using var bare = new TestHost("Production");
        using var nobody = bare.Browser();
        var ready = await nobody.GetAsync("/health/ready").JsonAsync();
        Assert.That((string?)ready["status"], Is.EqualTo("ready"));
        var told = ready["information"]!.AsArray().Select(part => (string?)part!["reason"]).ToList();
        Assert.That(told, Has.Some.Match("PE401 ×[0-9]+.*/api/procedures/enforcement-request/findings"));
    }

    [Test]
    public async Task The_legal_bases_of_a_procedure_are_shown_with_their_days()
    {
        using var officer = await host.SignInAsync("judicial-officer@phuong-mau");
        var bases = (await officer.GetAsync("/api/procedures/compensation-complaint").JsonAsync())["legalBases"]!.AsArray();
        var law = bases.Single(act => (string?)act!["id"] == "35/2009/QH12")!;
        Assert.That(((string?)law["outOfForceFrom"], (string?)law["replacedBy"]), Is.EqualTo(("2018-07-01", "10/2017/QH14")));
        Assert.That(bases, Has.Count.EqualTo(6));
    }

    [Test]
    public async Task The_table_of_rules_in_the_documentation_is_the_one_of_the_code()
    {
        var page = await File.ReadAllLinesAsync(Path.Combine(Root(), "docs", "linter.md"));
        var table = page.Where(line => line.StartsWith("| PE", StringComparison.Ordinal)).ToList();
        Assert.That(table, Is.EqualTo(LintRules.All.Select(rule =>
            $"| {rule.Id} | {rule.Severity.ToString().ToLower(CultureInfo.InvariantCulture)} | {rule.Title.En}<br>{rule.Title.Vi} | {rule.Explanation.En} | {rule.Cure.En} |")));
        using var officer = await host.SignInAsync("judicial-officer@phuong-mau");
        Assert.That((await officer.GetAsync("/api/lint-rules").JsonAsync())["items"]!.AsArray(), Has.Count.EqualTo(table.Count));
    }

    /// <summary>The complaint as Elsa's JSON, with the transfer leading past its letter.</summary>
    private static async Task<JsonNode> CopyAsync(HttpClient supervisor)
    {
        var copy = await supervisor.GetAsync("/elsa/api/workflow-definitions/by-definition-id/compensation-complaint").JsonAsync();
        var arrow = copy["root"]!["connections"]!.AsArray().Single(arrow => (string?)arrow!["source"]!["activity"] == "transferred");
        arrow!["target"]!["activity"] = "archive-transfer";
        return copy;
    }

    private static JsonNode Single(JsonNode view, string rule) => view["findings"]!.AsArray().Single(finding => (string?)finding!["rule"] == rule)!;

    private static async Task<JsonNode> JsonAsync(params string[] arguments) =>
        JsonNode.Parse((await LintAsync([.. arguments, "--format", "json"])).Text)!["items"]!.AsArray().Single()!;

    private static async Task<(int Code, string Text, string Errors)> LintAsync(params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        var code = await LintCommand.RunAsync(arguments, output, errors);
        return (code, output.ToString(), errors.ToString());
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ProcedureEngine.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
