namespace ProcedureEngine.Deadlines;

/// <summary>The other readings in Vietnamese; their codes are the English words.</summary>
public static class ReadingNames
{
    private static readonly Dictionary<string, string> Vietnamese = new(StringComparer.Ordinal)
    {
        ["literal"] = "Ngày nhận theo đúng ngày thực tế",
        ["OH"] = "Nhận ngoài giờ hành chính tính là ngày làm việc tiếp theo",
        ["1 March"] = "Ngày 01 tháng 3 thay cho ngày 29 tháng 2",
        ["make-up day not counted"] = "Không tính ngày làm bù",
        ["compensatory Monday"] = "Ngày Văn hóa Việt Nam trùng ngày nghỉ được nghỉ bù",
        ["literal: compensatory day not rolled over"] = "Ngày nghỉ bù không làm dời ngày cuối",
        ["extension from the nominal end"] = "Gia hạn tính từ ngày cuối danh nghĩa",
        ["Tết: two days before and the first three"] = "Tết: hai ngày cuối năm và ba ngày đầu năm",
        ["Tết: three days before and the first two"] = "Tết: ba ngày cuối năm và hai ngày đầu năm",
        ["Tết: the first five"] = "Tết: năm ngày đầu năm",
        ["National Day: 2 and 3 September"] = "Quốc khánh: ngày 02 và 03 tháng 9",
        ["Tết: two days before and the first three; National Day: 2 and 3 September"] = "Tết: hai ngày cuối năm và ba ngày đầu năm; Quốc khánh: ngày 02 và 03 tháng 9",
    };

    /// <summary>A reading in words.</summary>
    public static string Of(string reading, bool inVietnamese)
    {
        if (!inVietnamese)
            return reading;
        if (Vietnamese.TryGetValue(reading, out var name))
            return name;
        return reading.StartsWith("read as ", StringComparison.Ordinal) ? $"Hiểu là {reading["read as ".Length..].Replace("WD", "ngày làm việc", StringComparison.Ordinal)}" : reading;
    }
}
