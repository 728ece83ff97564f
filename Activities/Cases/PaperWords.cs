namespace ProcedureEngine.Activities.Cases;

/// <summary>What kinds of papers in a file are called.</summary>
public static class PaperWords
{
    private static readonly Dictionary<string, LocalizedText> Kinds = new(StringComparer.Ordinal)
    {
        ["attachment"] = new("Tài liệu kèm theo", "Attachment"),
        ["letter"] = new("Thư, thông báo", "Letter"),
        ["draft"] = new("Dự thảo quyết định", "Draft decision"),
        ["proposal"] = new("Đề xuất", "Proposal"),
        ["decision"] = new("Quyết định", "Decision"),
        ["order"] = new("Quyết định, thông báo trong quá trình giải quyết", "Order"),
        ["hand-over-record"] = new("Biên bản giao nhận", "Record of handing over"),
        ["notification-record"] = new("Biên bản thông báo", "Record of notification"),
        ["receipt"] = new("Giấy biên nhận", "Receipt"),
        ["archive-list"] = new("Mục lục hồ sơ lưu", "Archive list"),
        ["verification-report"] = new("Báo cáo xác minh", "Verification report"),
        ["minutes"] = new("Biên bản", "Minutes"),
        ["reckoning"] = new("Bảng xác định số tiền", "Reckoning"),
        ["advance-record"] = new("Văn bản về tạm ứng", "Record on the advance"),
        ["advance-request"] = new("Đề nghị cấp tạm ứng", "Request for the advance"),
        ["funds-request"] = new("Hồ sơ đề nghị cấp kinh phí", "Request for funds"),
        ["payment-receipt"] = new("Biên nhận chi trả", "Receipt of payment"),
    };

    /// <summary>The kind itself when it has no words yet.</summary>
    public static LocalizedText Of(string kind) => Kinds.GetValueOrDefault(kind) ?? new LocalizedText(kind, kind);
}
