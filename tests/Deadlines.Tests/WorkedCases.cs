using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace ProcedureEngine.Deadlines.Tests;

/// <summary>Every worked case of the data file, with its other readings.</summary>
public sealed class WorkedCases
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];
    private static readonly DeadlineCalculator Calculator = new(WorkingCalendar.National, Zone);

    private static IEnumerable<TestCaseData> Cases() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Data", "deadline-cases.json")))!["cases"]!.AsArray()
            .Select(node => new TestCaseData(node!.AsObject()).SetArgDisplayNames($"{node["id"]} {node["title"]}"));

    [TestCaseSource(nameof(Cases))]
    public void A_worked_case_ends_on_the_day_that_its_reasoning_gives(JsonObject example)
    {
        if (example["steps"] is JsonArray steps)
            CheckChain(steps, example);
        else
            CheckOne(example);
    }

    private static void CheckOne(JsonObject example)
    {
        var result = Calculator.Calculate(new DeadlineRequest(
            Local((string)example["start"]!), Amount(example["limit"]!), Enum.Parse<ReceiptPolicy>((string?)example["receiptPolicy"] ?? "S"), Stops(example)));
        Assert.That(result.DueDate, Is.EqualTo(Date(example["expectedDueDate"])));
        Assert.That(result.DueAt, Is.EqualTo(OffsetDateTimePattern.ExtendedIso.Parse((string)example["expectedDueInstantExclusive"]!).Value.ToInstant()));
        var missing = example["alternatives"]!.AsArray().Select(other => Date(other!["dueDate"])).Where(date => result.Alternatives.All(reading => reading.DueDate != date)).ToList();
        Assert.That(missing, Is.Empty, () => $"readings returned: {string.Join("; ", result.Alternatives)}");
    }

    private static void CheckChain(JsonArray steps, JsonObject example)
    {
        var ends = new Dictionary<string, LocalDate>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            var start = step!["from"] is { } from ? ends[(string)from!].At(LocalTime.Noon) : Local((string)step["start"]!);
            var extension = step["extension"] is { } more ? System.Collections.Immutable.ImmutableArray.Create(Amount(more)) : [];
            var result = Calculator.Calculate(new DeadlineRequest(start, Amount(step), Extensions: extension));
            Assert.That(result.DueDate, Is.EqualTo(Date(step["due"])), (string)step["id"]!);
            ends[(string)step["id"]!] = result.DueDate!.Value;
        }

        Assert.That(ends.Values.Max(), Is.EqualTo(Date(example["expectedDueDate"])));
    }

    private static LimitAmount Amount(JsonNode limit) => LimitAmount.Of((int)limit["amount"]!, (string)limit["unit"]!, (bool?)limit["strictlyLess"] ?? false);

    private static System.Collections.Immutable.ImmutableArray<Stop> Stops(JsonObject example) =>
        [.. (example["suspensions"]?.AsArray() ?? []).Select(stop => new Stop(Date(stop!["from"])!.Value, Date(stop["to"])))];

    private static LocalDate? Date(JsonNode? node) => node is null ? null : LocalDatePattern.Iso.Parse((string)node!).Value;

    private static LocalDateTime Local(string text) => text.Contains('T', StringComparison.Ordinal)
        ? OffsetDateTimePattern.ExtendedIso.Parse(text).Value.ToInstant().InZone(Zone).LocalDateTime
        : LocalDatePattern.Iso.Parse(text).Value.At(LocalTime.Noon);
}
