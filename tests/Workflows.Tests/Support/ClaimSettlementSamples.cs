namespace ProcedureEngine.Workflows.Tests.Support;

/// <summary>Forms of the claim procedure, steps 5 to 9a, filled in as people would.</summary>
internal static class ClaimSettlementSamples
{
    public const long Agreed = 50_000_000;
    public const long AdvanceValue = 20_000_001;

    public static JsonObject Proposal(long mental = 15_000_000, long immediate = 5_000_001, long sum = 12_000_000) => new()
    {
        ["mentalDamage"] = mental, ["immediateDamage"] = immediate, ["sum"] = sum, ["reckoning"] = "Theo bảng kê và mức lương cơ sở.",
    };

    public static JsonObject Sum(long sum = 10_000_001) => new() { ["sum"] = sum, ["reason"] = "Không dưới 50% giá trị thiệt hại." };

    public static JsonObject OverBudget(long sum = 10_000_001, long available = 4_000_000) => new() { ["sum"] = sum, ["available"] = available, ["reason"] = "Dự toán còn 4 triệu đồng." };

    public static JsonObject Reason(string reason = "Chưa đủ hồ sơ.") => new() { ["reason"] = reason };

    public static JsonObject FundsText() => new() { ["text"] = "Kèm quyết định, biên bản kết quả thương lượng, văn bản yêu cầu." };

    public static JsonObject Grant(long sum) => new() { ["sum"] = sum, ["document"] = "12/TB-STC ngày 03/3/2026" };

    public static JsonObject Payment(long sum, string paidOn) => new() { ["sum"] = sum, ["paidOn"] = paidOn, ["receipt"] = "UNC 07" };

    public static JsonObject Verified() => new()
    {
        ["damages"] = new JsonArray(
            new JsonObject { ["damage"] = "Thu nhập bị mất", ["sum"] = 108_000_000, ["evidence"] = "Hợp đồng thuê nhà" }, new JsonObject { ["damage"] = "Chi phí", ["sum"] = 0, ["evidence"] = "Không có hóa đơn" }),
        ["places"] = new JsonArray("Tổ 3, phường mẫu"), ["result"] = "Nhà bị niêm phong sáu tháng.",
    };

    public static JsonObject Report() => new() { ["text"] = "Thiệt hại có thật, tính theo hợp đồng thuê.", ["proposed"] = 60_000_000 };

    public static JsonObject Longer(int days, string agreedOn, string evidence = "Biên bản thỏa thuận ký ngày 02/3/2026") =>
        new() { ["amount"] = days, ["agreedOn"] = agreedOn, ["evidence"] = evidence, ["reason"] = "Chờ kết quả giám định." };

    public static JsonObject Invitation(string at) => new() { ["at"] = at, ["place"] = "Phòng họp số 2", ["participants"] = Bodies() };

    /// <summary>Both are invited; as a rule the second does not sign.</summary>
    private static JsonArray Bodies() => new(new JsonObject { ["name"] = "Lê Văn Bình", ["agency"] = "Sở Tài chính" }, new JsonObject { ["name"] = "Phạm Thị Hoa", ["agency"] = "Sở Tư pháp" });

    public static JsonObject Minutes(string at) => new() { ["heldAt"] = at, ["minutes"] = "Hai bên trình bày, hẹn buổi sau." };

    public static JsonObject Agreement(string at, long sum = Agreed) => new()
    {
        ["heldAt"] = at, ["minutes"] = "Hai bên thống nhất mức bồi thường.", ["sum"] = sum, ["paymentManner"] = "Chuyển khoản một lần", ["claimantSigned"] = true, ["officerSigned"] = true,
        ["participants"] = Signatures(),
    };

    public static JsonObject Failure(string at) => new() { ["heldAt"] = at, ["minutes"] = "Không thống nhất về mức bồi thường.", ["rightToSueExplained"] = true };

    public static JsonObject Missed(string at) => new() { ["heldAt"] = at, ["note"] = "Đã mời bằng thư điện tử, không đến." };

    public static JsonObject HandOver(string on) => new() { ["on"] = on, ["receivedBy"] = "Lê Văn Nam", ["minutes"] = "Trao tại buổi thương lượng." };

    public static JsonObject Refusal() => new() { ["minutes"] = "Người yêu cầu không nhận quyết định.", ["consequenceStated"] = true, ["participants"] = Signatures() };

    public static JsonObject Sent() => new() { ["proof"] = "Thư bảo đảm RN123" };

    public static JsonObject Continuation(string on) => new() { ["on"] = on, ["how"] = "Đơn đề nghị" };

    /// <summary>One signed, one refused to sign and is noted.</summary>
    public static JsonArray Signatures() => new(
        new JsonObject { ["name"] = "Lê Văn Bình", ["agency"] = "Sở Tài chính", ["signed"] = true },
        new JsonObject { ["name"] = "Phạm Thị Hoa", ["agency"] = "Sở Tư pháp", ["signed"] = false, ["note"] = "Không đồng ý với mức bồi thường" });
}
