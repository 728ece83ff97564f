namespace ProcedureEngine.Kill.Tests;

/// <summary>Numbers of cases, decisions, receipts and register lines: from 1, without gap or double per office, kind and year; and a line in a register for each case that took its number, once.</summary>
internal static class NumberChecker
{
    public static IEnumerable<string> Check(Facts facts) =>
    [
        .. Sequences("numbers", facts.Numbers.Select(number => (number.Series, number.Sequence))),
        .. Sequences("register", facts.Lines.Select(line => (line.Series, line.Sequence))),
        .. facts.Lines.GroupBy(line => (line.CaseId, line.Series)).Where(lines => lines.Count() > 1).Select(lines => $"two lines of a case: {lines.Key}"),
        .. Differences(facts),
        .. Unshown(facts),
    ];

    /// <summary>What the case took is what it shows.</summary>
    private static IEnumerable<string> Unshown(Facts facts)
    {
        var shown = facts.Cases.ToDictionary(file => file.Id, file => file.Sequence, StringComparer.Ordinal);
        return facts.Numbers.Where(number => number.Series.Contains("/case/", StringComparison.Ordinal) && shown.GetValueOrDefault(number.CaseId) != number.Sequence).Select(number => $"number not shown: {number}");
    }

    private static IEnumerable<string> Sequences(string where, IEnumerable<(string Series, long Sequence)> taken)
    {
        foreach (var series in taken.GroupBy(number => number.Series, StringComparer.Ordinal))
        {
            var sequence = series.Select(number => number.Sequence).Order().ToList();
            if (!sequence.SequenceEqual(Enumerable.Range(1, sequence.Count).Select(n => (long)n)))
                yield return $"gap or double in {where}: {series.Key}: {string.Join(",", sequence)}";
        }
    }

    /// <summary>The numbers of a counter that has a register are its lines, case by case. Decisions of the compensation procedures have none.</summary>
    private static IEnumerable<string> Differences(Facts facts)
    {
        var withRegister = facts.Lines.Select(line => line.Series).ToHashSet(StringComparer.Ordinal);
        var numbers = facts.Numbers.Where(number => withRegister.Contains(number.Series) || number.Series.Contains($"/{FactsReader.Register(string.Empty)}", StringComparison.Ordinal))
            .Select(number => (number.CaseId, number.Series, number.Sequence)).ToHashSet();
        var lines = facts.Lines.Select(line => (line.CaseId, line.Series, line.Sequence)).ToHashSet();
        return
        [
            .. numbers.Except(lines).Select(number => $"number without its line: {number}"),
            .. lines.Except(numbers).Select(line => $"line without its number: {line}"),
        ];
    }
}
