using System.Diagnostics;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace ProcedureEngine.Deadlines.Tests;

/// <summary>Tết and Hùng Kings against tables and against programs that compute them on their own.</summary>
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
        var rows = Read("tet-hungkings.json")["rows"]!.AsArray();
        Assert.That(rows, Has.Count.GreaterThan(20));
        foreach (var row in rows)
        {
            var year = (int)row!["year"]!;
            Assert.That(VietnameseLunar.Tet(year), Is.EqualTo(LocalDatePattern.Iso.Parse((string)row["tet"]!).Value), $"Tết {year}");
            Assert.That(VietnameseLunar.HungKings(year), Is.EqualTo(LocalDatePattern.Iso.Parse((string)row["hungKings"]!).Value), $"10/3 {year}");
        }
    }

    /// <summary>date-holidays rests on the package astronomia; astronomy-engine is another astronomy, with the calendar's rules written in the oracle.</summary>
    [TestCase("date_holidays.js")]
    [TestCase("astronomy.js")]
    public async Task Tet_and_Hung_Kings_of_1990_to_2055_equal_an_independent_library_s_but_for_the_named_differences(string oracle)
    {
        var known = Read("lunar-differences.json").AsArray().Where(difference => (string?)difference!["library"] == oracle)
            .Select(difference => $"{difference!["year"]} {difference["holiday"]}: {difference["theirs"]}, ours {difference["ours"]}");
        var found = new List<string>();
        var lines = await RunAsync(oracle, 1990, 2055);
        Assert.That(lines, Has.Length.EqualTo(66));
        foreach (var line in lines)
        {
            var parts = line.Split(' ');
            var year = int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture);
            Compare(year, "tet", parts[1], VietnameseLunar.Tet(year));
            Compare(year, "hungKings", parts[2], VietnameseLunar.HungKings(year));
        }

        Assert.That(found, Is.EqualTo(known));

        void Compare(int year, string holiday, string theirs, LocalDate ours)
        {
            if (theirs != LocalDatePattern.Iso.Format(ours))
                found.Add($"{year} {holiday}: {theirs}, ours {LocalDatePattern.Iso.Format(ours)}");
        }
    }

    [Test]
    public void Every_named_difference_has_its_reason() =>
        Assert.That(Read("lunar-differences.json").AsArray().Select(difference => (string?)difference!["reason"]), Has.All.Length.GreaterThan(40));

    [Test]
    public void A_year_of_the_notices_has_as_many_working_days_as_they_say()
    {
        var calendar = WorkingCalendar.National;
        foreach (var (year, value) in Read("holidays-by-year.json")["years"]!.AsObject())
        {
            var number = int.Parse(year, System.Globalization.CultureInfo.InvariantCulture);
            Assert.That(calendar.CountWorkingDays(new LocalDate(number - 1, 12, 31), new LocalDate(number, 12, 31)), Is.EqualTo((int)value!["workingDaysInYear"]!), year);
            Assert.That(calendar.IsCertified(number), Is.EqualTo(number <= 2026), year);
        }
    }

    private static JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Data", name)))!;

    /// <summary>The source folder, not the output folder: the oracles' node_modules are installed once, beside the lock file.</summary>
    private static async Task<string[]> RunAsync(string oracle, int first, int last)
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!Directory.Exists(Path.Combine(folder.FullName, "oracles")))
            folder = folder.Parent ?? throw new InvalidOperationException("The folder tests/Deadlines.Tests/oracles is missing.");
        var start = new ProcessStartInfo("node", [oracle, $"{first}", $"{last}"]) { WorkingDirectory = Path.Combine(folder.FullName, "oracles"), RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var said = await errors;
        Assert.That(process.ExitCode, Is.Zero, () => $"{oracle} failed; it needs 'npm ci' in tests/Deadlines.Tests/oracles: {said}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
