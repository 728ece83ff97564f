using ProcedureEngine.Workflows.Tests.Walks;

namespace ProcedureEngine.Workflows.Tests;

/// <summary>
/// Random walks through every procedure: each way and each refusal is met often enough to show something, whatever breaks a rule is refused by that rule and changes
/// nothing, and no invariant breaks on the way.
/// </summary>
public sealed class RandomPaths
{
    private static readonly WalkPlan[] Plans = [RequestWalk.Plan, ComplaintWalk.Plan, ClaimWalk.Plan];

    private static IEnumerable<TestCaseData> Sizes()
    {
        foreach (var plan in Plans)
        {
            yield return new TestCaseData(plan.Procedure, 100, 0).SetArgDisplayNames(plan.Procedure, "100 cases");
            yield return new TestCaseData(plan.Procedure, 500, 2).SetArgDisplayNames(plan.Procedure, "500 cases").SetCategory("Whole");
        }
    }

    [TestCaseSource(nameof(Sizes))]
    public Task Every_way_is_travelled_every_misuse_is_refused_by_its_rule_and_no_invariant_breaks(string procedure, int cases, int leastOfEach) =>
        WalkRun.RunAsync(Plans.Single(plan => plan.Procedure == procedure), cases, leastOfEach);
}
