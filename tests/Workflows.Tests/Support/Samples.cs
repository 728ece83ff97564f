using ProcedureEngine.Activities.Intake;

namespace ProcedureEngine.Workflows.Tests.Support;

/// <summary>Data as officers and applicants enter it.</summary>
internal static class Samples
{
    private static int counter;

    public static JsonObject Request(string form = "inPersonWritten", string delivery = "waitAndCollect", long amount = 250_000_000) => (JsonObject)JsonNode.Parse($$"""
        {"requester":{"name":"Nguyễn Thị Lan","identityNumber":"036180001234","address":"12 Trần Hưng Đạo, Nam Định","capacity":"judgmentCreditor","email":"lan@example.vn"},
         "judgment":{"number":"12/2026/DS-ST","date":"2026-01-12","court":"Tòa án nhân dân thành phố Nam Định","effectiveOn":"2026-02-12"},
         "otherParty":{"name":"Trần Văn Hùng","address":"5 Hàng Tiện, Nam Định"},
         "obligations":[{"kind":"money","content":"Trả tiền nợ gốc","amount":{{amount}}}],
         "form":"{{form}}","delivery":"{{delivery}}"}
        """)!;

    public static ReceivedMail Mail(string text = "Tôi yêu cầu thi hành án.")
    {
        var n = Interlocked.Increment(ref counter);
        return new ReceivedMail(
            "htttycthanamdinh@moj.gov.vn", $"<m{n}@example.vn>", "lan@example.vn", "Nguyễn Thị Lan", "Yêu cầu thi hành án", text, text,
            CanonicalJson.Sha256($"mail {n}"), null, [], []);
    }

    public static JsonObject Valid(JsonObject? request = null) => new() { ["request"] = request ?? Request() };

    public static JsonObject Guidance(bool hasRight = true, bool competent = true) => new()
    {
        ["right"] = new JsonObject { ["hasRight"] = hasRight, ["text"] = "Người được thi hành án theo bản án." },
        ["competence"] = competent
            ? new JsonObject { ["competent"] = true, ["text"] = "Thuộc thẩm quyền." }
            : new JsonObject
            {
                ["competent"] = false,
                ["text"] = "Thuộc thẩm quyền cơ quan khác.",
                ["competentOffice"] = new JsonObject { ["name"] = "Cục Thi hành án dân sự thành phố Hà Nội", ["address"] = "Hà Nội" },
            },
        ["judgmentContent"] = "Buộc ông Hùng trả 250.000.000 đồng.",
        ["formsOfRequest"] = "Nộp đơn, trình bày trực tiếp, hoặc gửi qua bưu điện.",
        ["papersToHandIn"] = new JsonArray("Bản án"),
        ["reason"] = "Thiếu bản án.",
        ["missing"] = new JsonArray("Bản án có hiệu lực"),
    };

    public static JsonObject Visit(Instant at, string officer = "intake-officer@namdinh") => new()
    {
        ["visit"] = new JsonObject
        {
            ["officer"] = officer,
            ["officerName"] = "Phạm Thị Mai",
            ["officerPhone"] = "0228 3123 456",
            ["place"] = "Phòng tiếp công dân",
            ["at"] = EngineJson.ToNode(at),
            ["minutes"] = 30,
        },
    };

    public static JsonObject Original(JsonObject? request = null) => new() { ["original"] = request ?? Request(), ["hasJudgment"] = true };

    public static JsonObject Apology(LocalDate newDate) => new() { ["cause"] = "workload", ["explanation"] = "Hồ sơ tăng nhiều trong tuần.", ["newDate"] = EngineJson.ToNode(newDate) };

    public static JsonObject Draft() => new() { ["legalBases"] = "Luật Thi hành án dân sự\nBản án số 12/2026/DS-ST" };

    public static JsonObject Proposal() => new() { ["text"] = "Đề nghị ra quyết định." };

    public static JsonObject Signature() => new() { ["signerTitle"] = "Cục trưởng", ["bailiff"] = "bailiff@namdinh", ["bailiffName"] = "Vũ Đức Long", ["isDeputy"] = false };

    public static JsonObject Issue() => new() { ["copies"] = 4, ["sealed"] = true, ["archiveReference"] = "Kho A", ["handedOver"] = true };

    public static JsonObject Collected(Instant at) => new() { ["collectedBy"] = "Nguyễn Thị Lan", ["at"] = EngineJson.ToNode(at), ["signedBy"] = "Nguyễn Thị Lan" };

    public static JsonObject Notified(string on, string manner = "direct") => new() { ["manner"] = manner, ["on"] = on, ["proof"] = "Biên bản số 1" };

    public static JsonObject NotNotified(string on, string manner = "direct") => new() { ["manner"] = manner, ["on"] = on, ["reason"] = "Không có mặt" };
}
