using ProcedureEngine.Activities.Compensation.Claims.Advance;
using ProcedureEngine.Activities.Compensation.Claims.Funding;
using ProcedureEngine.Engine.Execution;

namespace ProcedureEngine.Activities.Tests.Compensation;

/// <summary>The sums of the claim, without a case: half of a value and what remains to be paid are exact to the đồng.</summary>
public sealed class SettlementRuleTests
{
    [TestCase(50, 100, null, TestName = "An advance of exactly half")]
    [TestCase(51, 101, null, TestName = "An advance of half a dong over half of an odd value")]
    [TestCase(50, 101, "advance-under-half", TestName = "An advance of half a dong under half of an odd value")]
    [TestCase(4_999, 10_000, "advance-under-half", TestName = "An advance of 49.99 %")]
    [TestCase(100, 100, null, TestName = "An advance of the whole value")]
    [TestCase(101, 100, "advance-over-value", TestName = "An advance of one dong over the value")]
    [TestCase(0, 0, null, TestName = "No damage, no advance")]
    [TestCase(500_000_000_000_000, 1_000_000_000_000_000, null, TestName = "Half of the highest sum")]
    [TestCase(499_999_999_999_999, 1_000_000_000_000_000, "advance-under-half", TestName = "One dong under half of the highest sum")]
    public void An_advance_lies_between_half_and_the_whole(long sum, long value, string? rule)
    {
        if (rule is null)
            Assert.That(() => AdvanceRules.RequireWithin("data.sum", sum, value), Throws.Nothing);
        else
            Assert.That(Assert.Throws<RejectedException>(() => AdvanceRules.RequireWithin("data.sum", sum, value))!.Rule, Is.EqualTo(rule));
    }

    [TestCase(50_000_000, 0, 50_000_000, 0, TestName = "Nothing was advanced")]
    [TestCase(50_000_000, 10_000_001, 39_999_999, 0, TestName = "The advance is deducted to the dong")]
    [TestCase(10, 10, 0, 0, TestName = "All was advanced")]
    [TestCase(10, 11, 0, 1, TestName = "One dong too much was advanced")]
    public void What_is_paid_is_the_decision_less_the_advance_and_never_negative(long decided, long advance, long toPay, long excess)
    {
        var reckoning = new Reckoning(decided, advance);
        Assert.That((reckoning.ToPay, reckoning.Excess), Is.EqualTo((toPay, excess)));
    }
}
