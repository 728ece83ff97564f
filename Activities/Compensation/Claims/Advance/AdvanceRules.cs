using ProcedureEngine.Activities.Cases;

namespace ProcedureEngine.Activities.Compensation.Claims.Advance;

/// <summary>What the law says of an advance's sum (invariant 1); exact, without division.</summary>
public static class AdvanceRules
{
    /// <summary>Source of the rules.</summary>
    public const string Basis = "Luật TNBTCNN 10/2017/QH14 Đ.44; Quy trình Hà Nam";

    /// <summary>True when the sum is not under half of the value: twice the sum reaches it.</summary>
    public static bool IsHalfOrMore(long sum, long value) => 2 * sum >= value;

    /// <param name="field">Path of the sum in what was sent.</param>
    /// <param name="sum">The advance, whole đồng.</param>
    /// <param name="value">Value of the damages of art. 44(1), whole đồng.</param>
    /// <exception cref="RejectedException">Under half of the value of the damages of art. 44(1), or over it.</exception>
    public static void RequireWithin(string field, long sum, long value)
    {
        if (!IsHalfOrMore(sum, value))
        {
            throw RejectedException.Invalid(
                field, "advance-under-half", $"Mức tạm ứng không dưới 50% giá trị thiệt hại {Dong.Text(value).Vi} đồng.",
                $"An advance is not under 50 % of the value of the damages of art. 44(1), {Dong.Text(value).En} đồng.", Basis);
        }

        if (sum > value)
        {
            throw RejectedException.Invalid(
                field, "advance-over-value", $"Mức tạm ứng không quá giá trị thiệt hại {Dong.Text(value).Vi} đồng.", $"An advance is not over the value of the damages of art. 44(1), {Dong.Text(value).En} đồng.", Basis);
        }
    }

    /// <summary>The recorded facts allow the advance to be paid: fixed within the bounds, covered, not ended.</summary>
    /// <exception cref="InvariantException">They do not; names the rule.</exception>
    internal static FixedAdvance RequirePayable(AdvancePart? part)
    {
        if (part?.Fixed is not { } fixing)
            throw new InvariantException("advance-fixed", "No head fixed this advance.");
        if (!IsHalfOrMore(fixing.Sum, part.Value.Total) || fixing.Sum > part.Value.Total)
            throw new InvariantException("advance-within-bounds", "An advance lies between half and the whole of the value of the damages of art. 44(1).");
        if (fixing.Available + (part.Grant?.Sum ?? 0) != fixing.Sum)
            throw new InvariantException("advance-covered", "The budget and the granted funds do not make up the advance.");
        return part.End is null ? fixing : throw new InvariantException("advance-ended", "This advance has ended; nothing more is paid on it.");
    }
}
