namespace ProcedureEngine.Activities.Notification;

/// <summary>
/// Vietnamese mobile numbers, which alone take an SMS for sure: ten digits from 03, 05, 07, 08 or 09 (Ministry of Information and
/// Communications, Decision 798/QĐ-BTTTT of 2017 and Circular 22/2014/TT-BTTTT; the numbers of eleven digits ended in November 2018).
/// </summary>
public static class PhoneNumber
{
    private const string Country = "+84";

    /// <summary>Signs that people put between digits, the no-break space among them.</summary>
    private const string Between = " .-()\u00a0";

    /// <summary>Digits of a mobile number without the trunk 0.</summary>
    private const int Significant = 9;

    /// <summary>The number as networks write it, <c>+84</c> and nine digits, from any of the forms in which people write it.</summary>
    /// <returns>Null when it is no such number; <see cref="Check"/> says why.</returns>
    public static string? Normalise(string? text) => National(text) is { } national && IsMobile(national) ? Country + national : null;

    /// <summary>What is wrong with a number, at its field.</summary>
    public static IEnumerable<FieldError> Check(string field, string? text)
    {
        if (Normalise(text) is null)
            yield return new FieldError(field, Rule(text).Rule, Rule(text).Message);
    }

    /// <summary>An old number is not turned into today's: one digit too many looks the same, and the message would reach a stranger.</summary>
    private static (string Rule, LocalizedText Message) Rule(string? text) => National(text) switch
    {
        { } old when IsOldMobile(old) => ("phone-old-form", new LocalizedText(
            "Số di động 11 số không còn dùng từ 11/2018; hãy ghi số 10 số.", "Mobile numbers of eleven digits ended in November 2018; give the one of ten digits.")),
        ['2', ..] => ("phone-landline", new LocalizedText("Số cố định không nhận được tin nhắn; hãy ghi số di động.", "A landline takes no message; give a mobile number.")),
        _ => ("phone", new LocalizedText(
            "Số điện thoại phải là số di động Việt Nam, ví dụ 0912 345 678 hoặc +84 912 345 678.", "The phone must be a Vietnamese mobile number, such as 0912 345 678 or +84 912 345 678.")),
    };

    /// <summary>Digits after the trunk 0 or the country code; null when other signs than people put between digits stand in it.</summary>
    private static string? National(string? text)
    {
        var written = string.Concat((text ?? string.Empty).Trim().Where(c => !Between.Contains(c)));
        var digits = written.StartsWith('+') ? "00" + written[1..] : written;
        if (digits.Length == 0 || !digits.All(char.IsAsciiDigit))
            return null;
        return digits switch
        {
            ['0', '0', '8', '4', '0', .. var national] => national, // +84 (0)912...
            ['0', '0', '8', '4', .. var national] => national,
            ['0', '0', ..] => null,
            ['8', '4', .. { Length: Significant } national] => national,
            ['0', .. var national] => national,
            _ => null,
        };
    }

    private static bool IsMobile(string national) => national.Length == Significant && "35789".Contains(national[0], StringComparison.Ordinal);

    private static bool IsOldMobile(string national) => national.Length == Significant + 1 && national[0] == '1';
}
