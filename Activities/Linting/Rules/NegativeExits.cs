using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Engine.Definitions;

namespace ProcedureEngine.Activities.Linting.Rules;

/// <summary>
/// Who is refused, redirected, given up or has withdrawn hears so by letter, on every way. A letter counts from the point after which only such
/// ends remain: what was written before the case took its turn does not tell of it.
/// </summary>
internal static class NegativeExits
{
    public static IEnumerable<Finding> Find(LintSubject subject)
    {
        var exits = subject.Steps.Where(step => step.ClosingStatus is not null).ToList();
        var hopeful = subject.Graph.Before(exits.Where(exit => exit.ClosingStatus == CaseStatus.Completed).Select(exit => exit.Id));
        foreach (var exit in exits.Where(exit => exit.ClosingStatus != CaseStatus.Completed))
        {
            if (subject.Graph.Way(exit.Id, arrow => !TellsOn(subject, arrow, hopeful)) is { } silent)
            {
                yield return subject.Found(
                    LintRules.ExitWithoutLetter, exit.Id,
                    $"Hồ sơ có thể kết thúc tại {subject.Named(exit.Id)} mà người dân không nhận được thư nào về việc đó; đường đi: {string.Join(" → ", silent)}.",
                    $"A case can end at {subject.NamedEn(exit.Id)} without a letter to the citizen about it; the path: {string.Join(" → ", silent)}.", silent);
            }
        }
    }

    /// <summary>Going over the arrow, the source has written a letter that knows of the turn: with this very outcome, or where only negative ends were left.</summary>
    private static bool TellsOn(LintSubject subject, Connection arrow, IReadOnlySet<string> hopeful) => subject.Step(arrow.SourceId).Templates
        .Any(template => template.IsLetter && (template.On is null ? !hopeful.Contains(arrow.SourceId) : template.On == arrow.Port && !hopeful.Contains(arrow.TargetId)));
}
