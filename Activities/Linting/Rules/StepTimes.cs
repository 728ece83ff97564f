using System.Globalization;
using ProcedureEngine.Deadlines;

namespace ProcedureEngine.Activities.Linting.Rules;

/// <summary>Adds up the office's own step times on every way through the procedure, and holds them against the law's.</summary>
internal static class StepTimes
{
    public static IEnumerable<Finding> Find(LintSubject subject)
    {
        var ways = subject.Graph.Paths().ToList();
        if (ways.Count >= StepGraph.MostPaths)
            yield return subject.Found(LintRules.TooManyPaths, subject.Definition.StartActivityId, $"Trên {StepGraph.MostPaths} đường đi.", $"More than {StepGraph.MostPaths} paths.");
        var seen = new HashSet<(string Rule, string Place)>();
        foreach (var office in Figures(subject))
        {
            var paths = ways.Select(way => TimedPath.Of(subject, way, office)).Where(path => path.Spans.Any(span => span.StepTime is not null)).OrderBy(path => path.Steps.Length);
            foreach (var finding in paths.SelectMany(path => Over(subject, path, office)).Where(finding => seen.Add((finding.Rule.Id, finding.Place))))
                yield return finding;
        }
    }

    /// <summary>The catalogue's own figures, and those of each office that has set its own.</summary>
    private static IEnumerable<string?> Figures(LintSubject subject) => subject.Surroundings.Limits.All
        .Where(rule => rule.Office is not null && rule.Procedure == subject.Profile.DefinitionId && rule.IsInForce(subject.Surroundings.Day)).Select(rule => rule.Office)
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Prepend(null);

    private static IEnumerable<Finding> Over(LintSubject subject, TimedPath path, string? office)
    {
        foreach (var limit in path.Spans.Where(span => span.Statutory is not null))
        {
            var steps = path.Spans.Where(span => span.StepTime is not null && span != limit && span.Rule.Id != limit.Rule.Id && span.IsWithin(limit)).ToList();
            if (Sum.Of(steps, [limit]) is { IsOver: true } sum)
                yield return Inside(subject, path, sum, limit, office);
        }

        // Step times that all lie outside the law's limits are about other work than those: there is nothing to compare.
        if (Sum.Of([.. path.Spans.Where(span => span.StepTime is not null)], [.. path.Spans.Where(span => span.Statutory is not null)]) is { IsOver: true, HasCommonWork: true } whole)
            yield return Whole(subject, path, whole, office);
    }

    private static Finding Inside(LintSubject subject, TimedPath path, Sum sum, LimitSpan limit, string? office) => subject.Found(
        LintRules.StepTimesOverLimit, limit.Rule.Id + At(office),
        $"Trong thời hạn '{limit.Rule.NameVi}' ({limit.Statutory!.TextVi}, {limit.Rule.LegalBasis}) các bước được {sum.StepsVi}.",
        $"Within '{limit.Rule.NameEn}' ({limit.Statutory.TextEn}, {limit.Rule.LegalBasis}) the steps have {sum.StepsEn}.", path.Steps);

    private static Finding Whole(LintSubject subject, TimedPath path, Sum sum, string? office)
    {
        var parts = sum.Laws.Select(law => (Law: law, Steps: sum.Steps.Where(step => step.IsWithin(law)).ToList())).Where(part => part.Steps.Count > 0).ToList();
        var outside = sum.Steps.Where(step => sum.Laws.All(law => !step.IsWithin(law))).ToList();
        var longest = sum.Laws.MaxBy(law => Total.DaysOf(law.Statutory!, sum.IsWorking))!;
        return subject.Found(
            LintRules.PathOverLimits, path.End + At(office),
            $"Đường đi đến {subject.Named(path.End)}: các bước được {sum.StepsVi}; luật định {sum.LawsVi}, riêng '{longest.Rule.NameVi}' {longest.Statutory!.TextVi}{Variants(longest.Rule, vi: true)}. "
            + string.Concat(parts.Select(part => $"Trong '{part.Law.Rule.NameVi}' ({part.Law.Statutory!.TextVi}): {sum.Added(part.Steps, vi: true)}. "))
            + (outside.Count == 0 ? string.Empty : $"Ngoài mọi thời hạn luật định: {sum.Added(outside, vi: true)}."),
            $"The path to {subject.NamedEn(path.End)}: the steps have {sum.StepsEn}; the law has {sum.LawsEn}, of it '{longest.Rule.NameEn}' {longest.Statutory.TextEn}{Variants(longest.Rule, vi: false)}. "
            + string.Concat(parts.Select(part => $"Within '{part.Law.Rule.NameEn}' ({part.Law.Statutory!.TextEn}): {sum.Added(part.Steps, vi: false)}. "))
            + (outside.Count == 0 ? string.Empty : $"Outside every statutory limit: {sum.Added(outside, vi: false)}."),
            path.Steps);
    }

    private static string Variants(LimitRule rule, bool vi) => rule.Variants.Length == 0
        ? string.Empty
        : $" ({string.Join(", ", rule.Variants.Select(variant => $"{variant.Id}: {(vi ? variant.Amount.TextVi : variant.Amount.TextEn)}"))})";

    private static string At(string? office) => office is null ? string.Empty : $"@{office}";

    /// <summary>The longest chain of step times and that of statutory limits, in one unit.</summary>
    private sealed record Sum(ImmutableArray<LimitSpan> Steps, ImmutableArray<LimitSpan> Laws, bool IsWorking)
    {
        public bool IsOver => Days(Steps, span => span.StepTime!) > Days(Laws, span => span.Statutory!);

        public bool HasCommonWork => Steps.Any(step => Laws.Any(law => law != step && step.IsWithin(law)));

        public string StepsVi => Added(Steps, vi: true);

        public string StepsEn => Added(Steps, vi: false);

        public string LawsVi => Text(Laws, span => span.Statutory!, vi: true);

        public string LawsEn => Text(Laws, span => span.Statutory!, vi: false);

        /// <returns>Null when one side has nothing to compare.</returns>
        public static Sum? Of(IReadOnlyCollection<LimitSpan> steps, IReadOnlyCollection<LimitSpan> laws)
        {
            if (steps.Count == 0 || laws.Count == 0)
                return null;
            var isWorking = steps.All(step => step.StepTime!.CountsWorkingDays) && laws.All(law => law.Statutory!.CountsWorkingDays);
            return new Sum(
                TimedPath.LongestChain(steps, step => Total.DaysOf(step.StepTime!, isWorking)), TimedPath.LongestChain(laws, law => Total.DaysOf(law.Statutory!, isWorking)), isWorking);
        }

        /// <summary>'41 days = 10 (step-B1-B2) + 20 (step-B3-B4) + ...'.</summary>
        public string Added(IReadOnlyCollection<LimitSpan> steps, bool vi) => Text(steps, span => span.StepTime!, vi);

        private string Text(IReadOnlyCollection<LimitSpan> spans, Func<LimitSpan, LimitAmount> amount, bool vi)
        {
            var total = new Total(Days(spans, amount), IsWorking);
            return $"{(vi ? total.Vi : total.En)} = {string.Join(" + ", spans.Select(span => $"{Total.DaysOf(amount(span), IsWorking).ToString(CultureInfo.InvariantCulture)} ({span.Rule.Id})"))}";
        }

        private int Days(IEnumerable<LimitSpan> spans, Func<LimitSpan, LimitAmount> amount) => spans.Sum(span => Total.DaysOf(amount(span), IsWorking));
    }
}
