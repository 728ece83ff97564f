using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace ProcedureEngine.Deadlines.Tests;

public sealed class Lunar
{
    /// <summary>Years in which Vietnam and China differ are the ones a copied Chinese calendar gets wrong.</summary>
    [TestCase(2007, "2007-02-17")]
    [TestCase(2030, "2030-02-02")]
    [TestCase(2053, "2053-02-18")]
    [TestCase(2026, "2026-02-17")]
    public void Tet_is_the_Vietnamese_one(int year, string date) => Assert.That(VietnameseLunar.Tet(year), Is.EqualTo(LocalDatePattern.Iso.Parse(date).Value));

    [Test]
    public void Tet_and_Hung_Kings_agree_with_four_independent_computations()
    {
        var rows = JsonNode.Parse(File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Data", "tet-hungkings.json")))!["rows"]!.AsArray();
        Assert.That(rows, Has.Count.GreaterThan(20));
        foreach (var row in rows)
        {
            var year = (int)row!["year"]!;
            Assert.That(VietnameseLunar.Tet(year), Is.EqualTo(LocalDatePattern.Iso.Parse((string)row["tet"]!).Value), $"Tết {year}");
            Assert.That(VietnameseLunar.HungKings(year), Is.EqualTo(LocalDatePattern.Iso.Parse((string)row["hungKings"]!).Value), $"10/3 {year}");
        }
    }

    [Test]
    public void A_year_of_the_notices_has_as_many_working_days_as_they_say()
    {
        var calendar = WorkingCalendar.National;
        Assert.That(calendar.CountWorkingDays(new LocalDate(2023, 12, 31), new LocalDate(2024, 12, 31)), Is.EqualTo(251));
        Assert.That(calendar.CountWorkingDays(new LocalDate(2015, 12, 31), new LocalDate(2016, 12, 31)), Is.EqualTo(251));
    }
}
