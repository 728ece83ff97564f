namespace ProcedureEngine.Workflows.Tests.Support;

/// <summary>Forms of the complaint procedure, filled in as people would.</summary>
internal static class ComplaintSamples
{
    public static JsonObject Complaint(int subject = 1, string ground = "1b", string? email = "tran.thi.mai@example.vn")
    {
        var complainant = new JsonObject
        {
            ["name"] = "Trần Thị Mai",
            ["isOrganisation"] = false,
            ["identityNumber"] = "036180001234",
            ["address"] = "Số 7, tổ 3, phường mẫu",
            ["capacity"] = subject == 7 ? "reimbursingOfficial" : "injuredPerson",
        };
        if (email is not null)
            complainant["email"] = email;
        return new JsonObject
        {
            ["complainant"] = complainant,
            ["scope"] = "stateManagement",
            ["subject"] = subject,
            ["grounds"] = new JsonArray(ground),
            ["body"] = new JsonObject { ["name"] = "Ủy ban nhân dân quận mẫu", ["address"] = "Số 9" },
            ["form"] = "written",
            ["isSigned"] = true,
            ["madeOn"] = "2026-03-02",
            ["content"] = "Không được hướng dẫn bổ sung hồ sơ yêu cầu bồi thường.",
            ["reason"] = "Đã quá 05 ngày làm việc kể từ ngày nộp hồ sơ.",
            ["relief"] = "Buộc thụ lý hồ sơ.",
            ["facts"] = new JsonObject { ["fileReceivedOn"] = "2026-02-02" },
        };
    }

    public static JsonObject TakenIn() => new() { ["identityShown"] = true, ["papers"] = new JsonArray(Paper("Đơn khiếu nại"), Paper("Bản sao biên nhận hồ sơ", isOriginal: false)) };

    public static JsonObject Reasons(string reason = "Vụ việc đã được Tòa án thụ lý.") => new() { ["items"] = new JsonArray(reason) };

    public static JsonObject Signature() => new() { ["signerTitle"] = "CHỦ TỊCH", ["isDeputy"] = false };

    public static JsonObject Guidance(string manner = "writing") => manner == "phone"
        ? new() { ["manner"] = manner, ["missing"] = new JsonArray("Giấy ủy quyền"), ["text"] = "Đề nghị bổ sung giấy ủy quyền.", ["callRecord"] = "9 giờ ngày 04/3/2026, bà Mai nghe" }
        : new() { ["manner"] = manner, ["missing"] = new JsonArray("Giấy ủy quyền"), ["text"] = "Đề nghị bổ sung giấy ủy quyền." };

    public static JsonObject Note() => new() { ["text"] = "Hồ sơ đủ căn cứ để giải quyết." };

    public static JsonObject Report(string conclusion = "founded")
    {
        var report = new JsonObject { ["conclusion"] = conclusion, ["report"] = "Đã xác minh tại cơ quan bị khiếu nại.", ["decision"] = "Buộc cơ quan bị khiếu nại thụ lý hồ sơ.", ["papers"] = new JsonArray(Paper("Biên bản xác minh")) };
        if (conclusion == "notFounded")
            report["reasons"] = new JsonArray("Đã có văn bản hướng dẫn đúng hạn.");
        return report;
    }

    public static JsonObject Delivery(string on) => new() { ["on"] = on, ["manner"] = "Trực tiếp", ["receivedBy"] = "Trần Thị Mai", ["proof"] = "Ký nhận" };

    public static JsonObject Paper(string name, bool isOriginal = true) => new() { ["name"] = name, ["isOriginal"] = isOriginal };
}
