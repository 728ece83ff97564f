namespace ProcedureEngine.Kill.Tests;

/// <summary>Forms of the claim, filled in as people would.</summary>
internal static class ClaimForms
{
    public const string Phone = "+84912345678";
    public const string Yes = """{"holds":true,"text":"Có tại hồ sơ."}""";
    public const string Signature = """{"signerTitle":"GIÁM ĐỐC","isDeputy":false}""";
    public const string Conditions = $$"""{"ground":{{Yes}},"damage":{{Yes}},"causalLink":{{Yes}}}""";
    public const string Proposal = """{"mentalDamage":15000000,"immediateDamage":5000001,"sum":12000000,"reckoning":"Theo bảng kê và mức lương cơ sở."}""";
    public const string Report = """{"text":"Thiệt hại có thật, tính theo hợp đồng thuê.","proposed":60000000}""";

    public const string Verified =
        """{"damages":[{"damage":"Thu nhập bị mất","sum":108000000,"evidence":"Hợp đồng thuê nhà"}],"places":["Tổ 3, phường mẫu"],"result":"Nhà bị niêm phong sáu tháng."}""";

    /// <param name="account">The portal's account; null by any other channel.</param>
    public static string Start(string office, ClaimWay way, bool hasServiceCentre, string? account)
    {
        var beside = account is null ? string.Empty : $$""" "account":"{{account}}","phone":"{{Phone}}",""";
        var handedIn = way.Channel == "counter" ? $$""" ,"handedInAt":"{{(hasServiceCentre ? "serviceCentre" : "office")}}" """ : string.Empty;
        return $$"""
            {"office":"{{office}}","channel":"{{way.Channel}}",{{beside}}"data":{"claimant":{"kind":"injuredPerson","name":"Lê Văn Nam","identityNumber":"035080001234","address":"Số 12","email":"nam@example.vn"},
             "madeOn":"2026-02-23","causedBy":{"name":"Chi cục mẫu","address":"Số 3"},"act":"Kê biên nhầm","damage":"Mất thu nhập","causalLink":"Không cho thuê được","sum":120000000,"reckoning":"Sáu tháng",
             "paymentAccount":{"holder":"Lê Văn Nam","number":"001","bank":"Ngân hàng mẫu"},"asksAdvance":{{(way.Advance == Advance.NotAsked ? "false" : "true")}},"basis":"enclosed","papers":{{Papers(way, way.LacksPaper)}}{{handedIn}} } }
            """;
    }

    /// <summary>What the file holds, in the form that the channel asks for.</summary>
    public static string Papers(ClaimWay way, bool lacksIdentity)
    {
        var (claim, copy) = way.Channel switch { ClaimWay.Portal => ("scan", "scan"), "post" => ("original", "certifiedCopy"), _ => ("original", "copyOriginalShown") };
        var identity = lacksIdentity ? string.Empty : $$""",{"kind":"injuredPersonIdentity","form":"{{copy}}"}""";
        return $$"""[{"kind":"claim","form":"{{claim}}"},{"kind":"basisDocument","form":"{{copy}}"}{{identity}}]""";
    }

    public static string Found(ClaimWay way, bool lacksIdentity) => $$"""{"papers":{{Papers(way, lacksIdentity)}}}""";

    public static string Officer(string officer) =>
        $$"""{"officerId":"{{officer}}","officerName":"Phạm Thị Thu","inCharge":{{Yes}},"experienced":{{Yes}},"unrelated":{{Yes}},"signature":{{Signature}}}""";

    public static string Replacement(string officer) => $$"""{"reason":"Có quan hệ thân thích.","officer":{{Officer(officer)}}}""";

    public static string Paid(long sum, string on) => $$"""{"sum":{{sum}},"paidOn":"{{on}}","receipt":"UNC 08"}""";

    public static string Invitation(string at) => $$"""{"at":"{{at}}","place":"Phòng họp số 2","participants":[{"name":"Lê Văn Bình","agency":"Sở Tài chính"}]}""";

    public static string Agreement(string at, long sum) => $$"""
        {"heldAt":"{{at}}","minutes":"Hai bên thống nhất mức bồi thường.","sum":{{sum}},"paymentManner":"Chuyển khoản một lần","claimantSigned":true,"officerSigned":true,
         "participants":[{"name":"Lê Văn Bình","agency":"Sở Tài chính","signed":true}]}
        """;

    public static string HandOver(string on) => $$"""{"on":"{{on}}","receivedBy":"Lê Văn Nam","minutes":"Trao tại buổi thương lượng."}""";
}
