using System.Globalization;

namespace ProcedureEngine.Activities.Cases;

/// <summary>Sums of money: whole đồng, exact. A fraction is refused where JSON is read, since a sum is a whole number there.</summary>
public static class Dong
{
    /// <summary>A sum above this is a typing error (10^15 đồng).</summary>
    public const long Max = 1_000_000_000_000_000;

    /// <summary>A sum in a message, grouped by thousands: 39.999.999 in Vietnamese, 39,999,999 in English.</summary>
    public static LocalizedText Text(long sum)
    {
        var grouped = sum.ToString("#,0", CultureInfo.InvariantCulture);
        return new LocalizedText(grouped.Replace(',', '.'), grouped);
    }

    /// <summary>What is wrong with a sum that must be paid or asked for: 1 đồng to <see cref="Max"/>. A sum that is not given is not looked at.</summary>
    public static IEnumerable<FieldError> Positive(string field, long? sum)
    {
        if (sum is <= 0 or > Max)
            yield return new FieldError(field, "sum-out-of-range", new LocalizedText("Số tiền phải là số nguyên dương, tính bằng đồng, không quá 10^15.", "A sum of money is a positive whole number of đồng, 10^15 at most."));
    }

    /// <summary>The same where nothing may be due: 0 đồng to <see cref="Max"/>.</summary>
    public static IEnumerable<FieldError> NotNegative(string field, long? sum) => sum == 0 ? [] : Positive(field, sum);
}
