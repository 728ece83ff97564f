using NodaTime.Text;
using ProcedureEngine.Deadlines;

namespace ProcedureEngine.Activities.Linting.Rules;

/// <summary>Every limit has an entry of the catalogue on the day, and an entry of a law or a province cites where it stands.</summary>
internal static class LimitBases
{
    public static IEnumerable<Finding> Find(LintSubject subject)
    {
        foreach (var id in subject.LimitIds.Where(id => subject.Limit(id) is null))
        {
            yield return subject.Found(
                LintRules.LimitWithoutBasis, id,
                $"Danh mục thời hạn không có mục '{id}' có hiệu lực ngày {Day(subject)}.", $"The catalogue of limits has no entry '{id}' in force on {Day(subject)}.");
        }

        foreach (var rule in subject.LimitRules().Where(rule => !HasBasis(subject, rule)))
        {
            yield return subject.Found(
                LintRules.LimitWithoutBasis, rule.Office is null ? rule.Id : $"{rule.Id}@{rule.Office}",
                $"Thời hạn '{rule.NameVi}' dẫn '{rule.LegalBasis}', không phải văn bản nào được biết.", $"The limit '{rule.NameEn}' cites '{rule.LegalBasis}', which names no act that is known.");
        }

        var started = subject.Steps.SelectMany(step => step.Starts.Select(start => start.Limit)).ToHashSet(StringComparer.Ordinal);
        foreach (var id in subject.Profile.Limits.Where(id => !started.Contains(id)))
            yield return subject.Found(LintRules.LimitNeverRuns, id, $"Không bước nào bắt đầu thời hạn '{id}'.", $"No step starts the limit '{id}'.");
    }

    /// <summary>An internal limit is the office's own order and may say just that; the others cite an act. A number that is not in the catalogue of acts is told by another rule.</summary>
    private static bool HasBasis(LintSubject subject, LimitRule rule) => !string.IsNullOrWhiteSpace(rule.LegalBasis)
        && (rule.Kind == LimitKind.Internal || subject.Surroundings.Acts.CitedIn(rule.LegalBasis).Any() || subject.Surroundings.Acts.UnknownIn(rule.LegalBasis).Any());

    private static string Day(LintSubject subject) => LocalDatePattern.Iso.Format(subject.Surroundings.Day);
}
