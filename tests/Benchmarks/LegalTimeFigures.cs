using ProcedureEngine.Deadlines;

namespace ProcedureEngine.Benchmarks;

/// <summary>What one count of legal time costs, in microseconds of processor time and of the clock, on one thread: the dates alone, with explanation and readings, and as a whole sheet.</summary>
internal static class LegalTimeFigures
{
    private const int Starts = 256;

    public static void Print(TimeSpan length)
    {
        var zone = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];
        var calculator = new DeadlineCalculator(WorkingCalendar.National, zone);
        var counter = new LimitCounter(CalendarBook.National(), zone);
        var entry = LimitCatalogue.Default.Find("enforcement-request", "decision-by-law", null, new LocalDate(2026, 1, 1))!;
        var starts = Enumerable.Range(0, Starts).Select(i => new LocalDate(2025, 1, 1).PlusDays(i * 2).At(new LocalTime(i % 24, 0))).ToArray();
        var (plain, days, stopped) = (Of(new WorkingDays(5)), Of(new CalendarDays(30)), starts.Select(Stopped).ToArray());
        var inputs = starts.Select(start => new LimitInputs(entry, start, WorkingCalendar.National.Version)).ToArray();

        Console.WriteLine($"{"legal time, one thread",-58}{"CPU µs",10}{"wall µs",10}");
        Show("count, 5 working days (target: under 2)", length, i => calculator.Count(plain[i]).DueDate!.Value.Day);
        Show("count, 30 days", length, i => calculator.Count(days[i]).DueDate!.Value.Day);
        Show("count, 15 working days, two stops, an extension", length, i => calculator.Count(stopped[i]).DueDate!.Value.Day);
        Show("explanation with readings, 5 working days (under 200)", length, i => calculator.Calculate(plain[i]).Explanation.Length);
        Show("explanation with readings, 30 days (under 200)", length, i => calculator.Calculate(days[i]).Explanation.Length);
        Show("explanation with readings, two stops, an extension", length, i => calculator.Calculate(stopped[i]).Explanation.Length);
        Show("sheet as JSON document with its digest", length, i => DeadlineSheet.Build(inputs[i], counter).Count);

        DeadlineRequest[] Of(LimitAmount amount) => [.. starts.Select(start => new DeadlineRequest(start, amount))];
    }

    private static DeadlineRequest Stopped(LocalDateTime start) => new(
        start, new WorkingDays(15), ReceiptPolicy.S, [new Stop(start.Date.PlusDays(4), start.Date.PlusDays(6)), new Stop(start.Date.PlusDays(5), start.Date.PlusDays(9))], [new CalendarDays(10)]);

    private static void Show(string name, TimeSpan length, Func<int, int> count)
    {
        var (rounds, sum) = (0L, 0L);
        for (var i = 0; i < Starts * 4; i++)
            sum += count(i % Starts);
        using var self = Process.GetCurrentProcess();
        var before = self.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < length)
        {
            for (var i = 0; i < Starts; i++)
                sum += count(i);
            rounds += Starts;
        }

        self.Refresh();
        var cpu = self.TotalProcessorTime - before;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-58}{cpu.TotalMicroseconds / rounds,10:F2}{watch.Elapsed.TotalMicroseconds / rounds,10:F2}{(sum == 0 ? "   nothing was counted" : string.Empty)}"));
    }
}
