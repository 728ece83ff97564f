using ProcedureEngine.Activities.Linting.Rules;

namespace ProcedureEngine.Activities.Linting;

/// <summary>
/// Checks a procedure as it is stored, without running it: its steps and arrows, the time limits and legal bases of a day, its letters, and the
/// people of the offices that run it. Pure: the same subject has the same findings.
/// </summary>
public static class Linter
{
    private static readonly ImmutableArray<Func<LintSubject, IEnumerable<Finding>>> Checks =
    [
        StepTimes.Find, LegalBases.Find, LimitBases.Find, NegativeExits.Find, RoleHolders.Find, StepReach.Find, UnboundLoops.Find, OpenWaits.Find, TemplateSlotRules.Find,
    ];

    /// <returns>All findings, the accepted ones with their acceptance, by rule and place; an acceptance whose finding is gone is a finding too.</returns>
    public static IReadOnlyList<Finding> Check(LintSubject subject, AcceptedFindings accepted)
    {
        var found = Checks.SelectMany(check => check(subject)).Select(finding => finding with { Acceptance = accepted.Items.FirstOrDefault(entry => entry.Accepts(subject, finding)) }).ToList();
        var stale = accepted.Items.Where(entry => entry.IsExpected(subject) && !found.Exists(finding => entry.Accepts(subject, finding))).Select(entry => subject.Found(
            LintRules.Stale, $"{entry.Rule}:{entry.Place}",
            $"Phát hiện {entry.Rule} tại '{entry.Place}' được chấp nhận nhưng không còn nữa.", $"The finding {entry.Rule} at '{entry.Place}' is accepted, and does not occur any more."));
        return [.. found.Concat(stale).OrderBy(finding => finding.Rule.Id, StringComparer.Ordinal).ThenBy(finding => finding.Place, StringComparer.Ordinal)];
    }
}
