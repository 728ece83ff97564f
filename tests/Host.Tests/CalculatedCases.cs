using NodaTime;
using NodaTime.Text;
using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests;

/// <summary>Every worked case of the data file, asked over HTTP; a chain is asked step by step.</summary>
public sealed class CalculatedCases
{
    private TestHost host = null!;
    private HttpClient officer = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync(HostStore.Sqlite);
        officer = await host.SignInAsync("intake-officer@namdinh");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        officer.Dispose();
        await host.DisposeAsync();
    }

    private static IEnumerable<TestCaseData> Cases() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Data", "deadline-cases.json")))!["cases"]!.AsArray()
            .Select(node => new TestCaseData(node!.AsObject()).SetArgDisplayNames($"{node["id"]} {node["title"]}"));

    [TestCaseSource(nameof(Cases))]
    public async Task A_worked_case_asked_over_HTTP_ends_on_its_day(JsonObject example)
    {
        if (example["steps"] is not JsonArray steps)
        {
            var answer = await CalculateAsync((string)example["start"]!, example["limit"]!, example);
            Assert.That((string?)answer["dueDate"], Is.EqualTo((string?)example["expectedDueDate"]));
            Assert.That(Instant((string)answer["dueAt"]!), Is.EqualTo(Instant((string)example["expectedDueInstantExclusive"]!)));
            Assert.That(answer["alternatives"]!.AsArray().Select(other => (string)other!["dueDate"]!), Is.SupersetOf(example["alternatives"]!.AsArray().Select(other => (string)other!["dueDate"]!)));
            return;
        }

        var ends = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            var answer = await CalculateAsync(step!["from"] is { } from ? ends[(string)from!] : (string)step["start"]!, step, step);
            Assert.That((string?)answer["dueDate"], Is.EqualTo((string?)step["due"]), (string?)step["id"]);
            ends[(string)step["id"]!] = (string)step["due"]!;
        }
    }

    [Test]
    public async Task A_stopped_clock_has_no_end_but_what_is_left()
    {
        var answer = await CalculateAsync("2026-03-02", JsonNode.Parse("""{"amount":5,"unit":"workingDay"}""")!, JsonNode.Parse("""{"suspensions":[{"from":"2026-03-04"}]}""")!);
        Assert.That((answer["dueDate"], answer["dueAt"], (int)answer["remaining"]!), Is.EqualTo(((JsonNode?)null, (JsonNode?)null, 4)));
    }

    [Test]
    public async Task A_year_without_a_notice_says_what_it_assumed()
    {
        var answer = await CalculateAsync("2031-01-18", JsonNode.Parse("""{"amount":2,"unit":"workingDay"}""")!, new JsonObject());
        Assert.That((bool)answer["certified"]!, Is.False);
        Assert.That((string)answer["assumptions"]![0]!["vi"]!, Does.Contain("giả định"));
    }

    private Task<JsonNode> CalculateAsync(string start, JsonNode limit, JsonNode more)
    {
        var body = new JsonObject { ["start"] = start, ["amount"] = limit["amount"]!.DeepClone(), ["unit"] = limit["unit"]!.DeepClone() };
        if (limit["strictlyLess"] is { } strictly)
            body["strictlyLess"] = strictly.DeepClone();
        foreach (var name in new[] { "receiptPolicy", "suspensions", "extension" })
        {
            if (more[name] is { } value)
                body[name] = value.DeepClone();
        }

        return officer.PostAsync("/api/deadlines/calculate", TestHost.Json(body.ToJsonString())).JsonAsync();
    }

    private static Instant Instant(string text) => OffsetDateTimePattern.ExtendedIso.Parse(text).Value.ToInstant();
}
