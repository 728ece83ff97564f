using System.Globalization;
using System.Reflection;
using System.Text.Json;
using NodaTime.Text;

namespace ProcedureEngine.Deadlines;

/// <summary>The embedded data of 2016-2027, and the statute for the other years.</summary>
internal static class CalendarData
{
    private static readonly Dictionary<string, DayKind> Kinds = new(StringComparer.Ordinal)
    {
        ["holiday"] = DayKind.Holiday,
        ["compensatory"] = DayKind.Compensatory,
        ["swapped-off"] = DayKind.SwappedOff,
        ["make-up-working"] = DayKind.MakeUpWorking,
    };

    public static WorkingCalendar National()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("holidays-by-year.json")!;
        using var json = JsonDocument.Parse(stream);
        var years = json.RootElement.GetProperty("years").EnumerateObject().ToDictionary(year => int.Parse(year.Name, CultureInfo.InvariantCulture), year => year.Value);
        var certified = years.Where(year => year.Value.GetProperty("status").GetString() == "complete").Select(year => year.Key).ToList();
        var known = years.SelectMany(year => year.Value.GetProperty("entries").EnumerateArray().Select(entry => Read(entry, certified.Contains(year.Key))));
        var computed = Enumerable.Range(WorkingCalendar.First.Year, WorkingCalendar.Last.Year - WorkingCalendar.First.Year + 1)
            .Where(year => !years.ContainsKey(year)).SelectMany(year => StatutoryYear.Days(year));
        return new WorkingCalendar($"vn-{json.RootElement.GetProperty("generated").GetString()}", known.Concat(computed).DistinctBy(day => day.Date), certified, years.Keys);
    }

    private static CalendarDay Read(JsonElement entry, bool isCertain) => new(
        Date(entry.GetProperty("date")), Kinds[entry.GetProperty("kind").GetString()!],
        entry.GetProperty("nameVi").GetString()!, entry.GetProperty("nameEn").GetString()!, entry.GetProperty("legalBasis").GetString()!, isCertain)
    {
        Counterpart = entry.TryGetProperty("counterpart", out var other) ? Date(other) : null,
    };

    private static LocalDate Date(JsonElement text) => LocalDatePattern.Iso.Parse(text.GetString()!).Value;
}
