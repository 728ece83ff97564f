using Axe = ProcedureEngine.Browser.Tests.Dashboard.Axe;
using AxeFinding = ProcedureEngine.Browser.Tests.Dashboard.AxeFinding;

namespace ProcedureEngine.Browser.Tests.Studio;

/// <summary>
/// axe-core with the WCAG 2.2 AA tags over the screens of Elsa Studio, nothing left out: our bar and page have no finding. What Studio's own elements have is kept in
/// <c>docs/studio-accessibility.md</c>, rule by rule and screen by screen, and that list is true.
/// </summary>
[Category("Whole")]
internal sealed class StudioAccessibilityTests
{
    /// <summary>Element of the page in which Studio paints; what its scripts add beside it has no id.</summary>
    private static readonly string[] Own = ["host", string.Empty];

    private static readonly Lazy<ILookup<string, string>> Listed = new(Read);

    private Visitor visitor = null!;
    private StudioScreen screen = null!;
    private string faulted = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        faulted = await Cases.FaultedAsync(Stage.Site);
        visitor = await Visitor.ComeAsync("operator@namdinh");
        screen = new StudioScreen(visitor);
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await visitor.DisposeAsync();

    [Test]
    public async Task The_definitions()
    {
        await screen.OpenAsync("/studio/workflows/definitions");
        await Expect(screen.Page.GetByText("Hỗ trợ trực tuyến yêu cầu thi hành án").First).ToBeVisibleAsync();
        await CheckAsync("definitions");
    }

    [Test]
    public async Task A_definition_and_a_refused_run()
    {
        await screen.OpenAsync(StudioScreen.Definition("enforcement-request"));
        await Expect(screen.Node("check-validity")).ToBeAttachedAsync();
        await Expect(screen.Page.GetByText("read-only mode").First).ToBeVisibleAsync();
        await CheckAsync("definition");
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Run" }).First.ClickAsync();
        await Expect(screen.Word).ToBeVisibleAsync();
        Assert.That((await Axe.FindAsync(screen.Page)).Where(IsOurs), Is.Empty, "our word about a refusal");
    }

    [Test]
    public async Task The_instances()
    {
        await screen.OpenAsync($"/studio/workflows/instances?search={faulted}");
        await Expect(screen.Page.GetByText(faulted).First).ToBeVisibleAsync();
        await CheckAsync("instances");
    }

    [Test]
    public async Task An_instance_with_its_journal_a_run_the_call_stack_and_incidents()
    {
        await screen.OpenAsync(StudioScreen.Instance(faulted));
        await Expect(screen.Badge("confirm-receipt", "error")).ToBeAttachedAsync();
        await Expect(screen.JournalLine("Báo đã nhận - Completed").First).ToBeVisibleAsync();
        await CheckAsync("instance");
        await screen.SelectRunAsync("Báo đã nhận - Completed", await Cases.RunAsync(Stage.Site, faulted, "acknowledge"));
        await CheckAsync("run");
        await screen.CloseDetailsAsync();
        await screen.OpenCallStackAsync();
        await Expect(screen.Page.GetByText("Call stack (3)")).ToBeVisibleAsync();
        await CheckAsync("call stack");
        await screen.Page.GetByRole(AriaRole.Tab, new() { Name = "Incidents" }).ClickAsync();
        await Expect(screen.Page.GetByText(FailingStep.Message).First).ToBeVisibleAsync();
        await CheckAsync("incidents");
    }

    [Test]
    public async Task On_a_phone_our_menu_when_it_is_open()
    {
        await using var phone = await Visitor.ComeAsync("operator@namdinh", 390, 800);
        await phone.Page.GotoAsync("/studio/workflows/definitions");
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Danh mục" }).ClickAsync();
        await Expect(phone.Page.GetByRole(AriaRole.Link, new() { Name = "Lượt chạy" })).ToBeVisibleAsync();
        Assert.That((await Axe.FindAsync(phone.Page)).Where(IsOurs), Is.Empty);
    }

    private static bool IsOurs(AxeFinding finding) => !Own.Contains(finding.Part, StringComparer.Ordinal);

    /// <summary>Studio paints in several goes: what it has in the end counts.</summary>
    private async Task CheckAsync(string name)
    {
        IReadOnlyList<AxeFinding> found = [];
        for (var look = 0; look < 8; look++)
        {
            found = await Axe.FindAsync(screen.Page);
            Assert.That(found.Where(IsOurs), Is.Empty, $"our bar and page around '{name}'");
            if (Rules(found).SequenceEqual(Listed.Value[name].Order(StringComparer.Ordinal), StringComparer.Ordinal))
                break;
        }

        await visitor.ShootAsync($"studio-{name.Replace(' ', '-')}");
        var lines = string.Join('\n', found.GroupBy(finding => finding.Rule, StringComparer.Ordinal).Select(group => $"| {name} | {group.Key} | {group.Count()} | {group.First().Text}"));
        Assert.That(Rules(found), Is.EqualTo(Listed.Value[name].Order(StringComparer.Ordinal)), $"docs/studio-accessibility.md is not true of '{name}' any more. Found:\n{lines}");
    }

    private static IEnumerable<string> Rules(IEnumerable<AxeFinding> found) => found.Select(finding => finding.Rule).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>Rules by screen, from the lines of the list that begin with a screen and a rule.</summary>
    private static ILookup<string, string> Read() => File.ReadLines(Tree.PathOf("docs", "studio-accessibility.md"))
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .ToLookup(cells => cells[1], cells => cells[2], StringComparer.Ordinal);
}
