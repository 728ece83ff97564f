using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace ProcedureEngine.Papers;

/// <summary>Dates, times and sums as Vietnamese offices write them. Times are those of Asia/Ho_Chi_Minh.</summary>
public static class VietnameseFormat
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];
    private static readonly string[] Weekdays = ["", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"];
    private static readonly string[] Digits = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

    /// <summary>'ngày 26 tháng 11 năm 2026': days under ten and the months January and February with a leading zero, as official papers write.</summary>
    public static string Date(LocalDate date) => FormattableString.Invariant($"ngày {date.Day:00} tháng {(date.Month < 3 ? "0" : string.Empty)}{date.Month} năm {date.Year}");

    /// <summary>'8 giờ 30 phút, Thứ Năm, ngày 26 tháng 11 năm 2026'.</summary>
    public static string Moment(Instant instant)
    {
        var local = instant.InZone(Zone).LocalDateTime;
        return FormattableString.Invariant($"{local.Hour} giờ {local.Minute:00} phút, {Weekdays[(int)local.DayOfWeek]}, {Date(local.Date)}");
    }

    /// <summary>'1.234.567.890 đồng'.</summary>
    public static string Money(long amount) => amount.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '.') + " đồng";

    /// <summary>'một tỷ hai trăm ba mươi tư triệu... đồng'.</summary>
    /// <param name="amount">0 to 10^18 - 1.</param>
    public static string InWords(long amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        if (amount == 0)
            return Digits[0];
        var words = new List<string>();
        if (amount >= 1_000_000_000)
            words.AddRange([InWords(amount / 1_000_000_000), "tỷ"]);
        var rest = (int)(amount % 1_000_000_000);
        Append(words, rest / 1_000_000, "triệu");
        Append(words, rest / 1000 % 1000, "nghìn");
        Append(words, rest % 1000, string.Empty);
        return string.Join(' ', words.Where(word => word.Length > 0));
    }

    internal static string Date(object? value) => value is string text && LocalDatePattern.Iso.Parse(text) is { Success: true } date ? Date(date.Value) : string.Empty;

    internal static string Moment(object? value) =>
        value is string text && OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true } moment ? Moment(moment.Value.ToInstant()) : string.Empty;

    internal static string Money(object? value) => value is long amount ? Money(amount) : string.Empty;

    internal static string MoneyInWords(object? value) => value is long amount and >= 0 ? InWords(amount) + " đồng" : string.Empty;

    /// <summary>What a coded value is called on paper.</summary>
    internal static string Label(string code) => code switch
    {
        "judgmentCreditor" => "người được thi hành án",
        "judgmentDebtor" => "người phải thi hành án",
        "authorisedRepresentative" => "người đại diện theo ủy quyền",
        "heir" => "người thừa kế",
        "direct" => "thông báo trực tiếp",
        "post" => "gửi qua bưu điện",
        "posting" => "niêm yết công khai",
        "massMedia" => "thông báo trên phương tiện thông tin đại chúng",
        "electronic" => "thông báo bằng phương tiện điện tử",
        "Match" => "khớp với yêu cầu trực tuyến",
        "Differs" => "hợp lệ, có nội dung khác yêu cầu trực tuyến",
        "Alone" => "nộp trực tiếp, không có yêu cầu trực tuyến",
        "founded" => "khiếu nại đúng",
        "partlyFounded" => "khiếu nại đúng một phần",
        "notFounded" => "khiếu nại không đúng",
        "continues" => "hẹn buổi thương lượng tiếp theo",
        "agreed" => "thương lượng thành",
        "failed" => "thương lượng không thành",
        "claimantAbsent" => "người yêu cầu bồi thường vắng mặt",
        "postponed" => "hoãn vì có lý do chính đáng",
        _ => code,
    };

    private static void Append(List<string> words, int group, string unit)
    {
        if (group == 0)
            return;
        words.Add(Hundreds(group, isFirst: words.Count == 0));
        words.Add(unit);
    }

    /// <summary>A group of three digits; after a higher group its zeros are read too ('không trăm linh năm').</summary>
    private static string Hundreds(int group, bool isFirst)
    {
        var (hundreds, tens, ones) = (group / 100, group / 10 % 10, group % 10);
        var words = new List<string>();
        if (hundreds > 0 || !isFirst)
            words.Add(Digits[hundreds] + " trăm");
        if (tens == 0 && ones > 0 && words.Count > 0)
            words.Add("linh");
        else if (tens == 1)
            words.Add("mười");
        else if (tens > 1)
            words.Add(Digits[tens] + " mươi");
        if (ones > 0)
            words.Add(Ones(tens, ones));
        return string.Join(' ', words);
    }

    private static string Ones(int tens, int ones) => (tens, ones) switch
    {
        (> 1, 1) => "mốt",
        (> 1, 4) => "tư",
        (> 0, 5) => "lăm",
        _ => Digits[ones],
    };
}
