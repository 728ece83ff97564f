using NodaTime.Text;
using ProcedureEngine.Deadlines;

namespace ProcedureEngine.Activities.Linting.Rules;

/// <summary>Holds the legal bases of the procedure and of its time limits against the catalogue of acts, for one day.</summary>
internal static class LegalBases
{
    public static IEnumerable<Finding> Find(LintSubject subject)
    {
        var cited = Cited(subject).ToList();
        var acts = subject.Surroundings.Acts;
        foreach (var group in cited.SelectMany(basis => acts.CitedIn(basis.Text).Select(act => (Act: act, basis.By))).Where(pair => !pair.Act.IsInForce(subject.Surroundings.Day)).GroupBy(pair => pair.Act))
            yield return OutOfForce(subject, group.Key, [.. group.Select(pair => pair.By).Distinct()]);
        foreach (var group in cited.SelectMany(basis => acts.UnknownIn(basis.Text).Select(number => (Number: number, basis.By))).GroupBy(pair => pair.Number, StringComparer.Ordinal))
        {
            var by = group.Select(pair => pair.By).Distinct().ToList();
            yield return subject.Found(
                LintRules.UnknownAct, group.Key, $"Văn bản {group.Key} không có trong danh mục; dẫn tại: {Join(by, vi: true)}.", $"The act {group.Key} is not in the catalogue; cited by: {Join(by, vi: false)}.");
        }
    }

    private static Finding OutOfForce(LintSubject subject, LegalAct act, IReadOnlyList<LocalizedText> by)
    {
        var day = Date(subject.Surroundings.Day);
        var next = act.ReplacedBy is { } id ? subject.Surroundings.Acts.Find(id) : null;
        var (whenVi, whenEn) = subject.Surroundings.Day >= act.OutOfForceFrom
            ? ($"hết hiệu lực từ {Date(act.OutOfForceFrom.Value)}", $"out of force since {Date(act.OutOfForceFrom.Value)}")
            : ($"chỉ có hiệu lực từ {Date((act.InForceFrom ?? act.SignedOn)!.Value)}", $"in force only from {Date((act.InForceFrom ?? act.SignedOn)!.Value)}");
        return subject.Found(
            LintRules.ActOutOfForce, act.Id,
            $"{act.NameVi} ({act.Id}) không có hiệu lực ngày {day}: {whenVi}{(next is null ? string.Empty : $", thay bằng {next.NameVi} ({next.Id})")}. Dẫn tại: {Join(by, vi: true)}. Nguồn: {act.Source}.",
            $"{act.NameEn} ({act.Id}) is not in force on {day}: {whenEn}{(next is null ? string.Empty : $", replaced by {next.NameEn} ({next.Id})")}. Cited by: {Join(by, vi: false)}. Source: {act.Source}.");
    }

    /// <summary>Every text that cites acts, with who cites.</summary>
    private static IEnumerable<(string Text, LocalizedText By)> Cited(LintSubject subject)
    {
        foreach (var act in subject.Profile.LegalBases)
            yield return (act, new LocalizedText("căn cứ của quy trình", "the bases of the procedure"));
        foreach (var rule in subject.LimitRules())
        {
            foreach (var text in Texts(rule))
                yield return (text, new LocalizedText($"thời hạn {rule.Id}", $"limit {rule.Id}"));
        }
    }

    private static IEnumerable<string> Texts(LimitRule rule)
    {
        IEnumerable<string?> texts =
        [
            rule.LegalBasis, rule.Law?.LegalBasis, rule.Extension?.LegalBasis, .. rule.Variants.SelectMany(variant => new[] { variant.LegalBasis, variant.Law?.LegalBasis }),
            .. rule.Suspension?.Grounds.Select(ground => ground.LegalBasis) ?? [],
        ];
        return texts.OfType<string>();
    }

    private static string Join(IEnumerable<LocalizedText> by, bool vi) => string.Join(", ", by.Select(text => vi ? text.Vi : text.En));

    private static string Date(LocalDate date) => LocalDatePattern.Iso.Format(date);
}
