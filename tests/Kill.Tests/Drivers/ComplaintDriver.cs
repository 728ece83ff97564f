namespace ProcedureEngine.Kill.Tests;

/// <summary>The complaint about compensation, at two wards: decided, guided and complex, refused, withdrawn at the counter, and handed in by a system.</summary>
internal sealed class ComplaintDriver(int number, LoadSite site) : Driver(number, site)
{
    private const string Signature = """{"signerTitle":"CHỦ TỊCH","isDeputy":false}""";

    private static readonly string[] Wards = ["phuong-mau", "xa-vung-xa"];

    protected override async Task WalkAsync(int round)
    {
        var ward = Wards[round % Wards.Length];
        var way = (Number + round) % 5;
        var id = await StartAsync(ward, bySystem: way == 4);
        await CompleteAsync($"judicial-officer@{ward}", id, "take-in", "Received", """{"identityShown":true,"papers":[{"name":"Đơn khiếu nại","isOriginal":true}]}""");
        if (way == 3)
            await WithdrawAsync(ward, id);
        else if (way == 2)
            await RefuseAsync(ward, id);
        else
            await DecideAsync(ward, id, isGuided: way == 1);
    }

    private async Task<string> StartAsync(string ward, bool bySystem)
    {
        var (who, channel) = bySystem ? (Callers.System, "http") : ($"judicial-officer@{ward}", "counter");
        return (string)(await StartAsync(who, "compensation-complaint", Start(ward, channel)))["id"]!;
    }

    public static string Start(string ward, string channel) => $$"""
        {"office":"{{ward}}","channel":"{{channel}}","data":{
         "complainant":{"name":"Trần Thị Mai","isOrganisation":false,"identityNumber":"036180001234","address":"Số 7","capacity":"injuredPerson","email":"mai@example.vn"},
         "scope":"stateManagement","subject":1,"grounds":["1b"],"body":{"name":"UBND quận mẫu","address":"Số 9"},"form":"written","isSigned":true,"madeOn":"2026-03-02",
         "content":"Không được hướng dẫn bổ sung hồ sơ.","reason":"Đã quá 05 ngày làm việc.","relief":"Buộc thụ lý hồ sơ.","facts":{"fileReceivedOn":"2026-02-02"} } }
        """;

    private async Task DecideAsync(string ward, string id, bool isGuided)
    {
        var (officer, handler, leader) = ($"judicial-officer@{ward}", $"case-handler@{ward}", $"ward-leader@{ward}");
        await CompleteAsync(handler, id, "decide-acceptance", "Accepted", "{}");
        if (isGuided)
            await GuideAsync(officer, handler, leader, id);
        await CompleteAsync(handler, id, "appraise", "Sufficient", """{"text":"Hồ sơ đủ căn cứ để giải quyết."}""");
        await CompleteAsync(officer, id, "submit", "Submitted", """{"conclusion":"founded","report":"Đã xác minh.","decision":"Buộc thụ lý hồ sơ.","papers":[{"name":"Biên bản xác minh","isOriginal":true}]}""");
        await CompleteAsync(leader, id, "sign-decision", "Signed", Signature);
        await CompleteAsync(handler, id, "prepare-result", "Prepared", """{"papers":[]}""");
        await ReturnAsync(officer, id, "return-result");
        await EndAsync(officer, id, "completed");
    }

    /// <summary>The case is declared complex, the complainant is guided once and supplements.</summary>
    private async Task GuideAsync(string officer, string handler, string leader, string id)
    {
        await ActAsync(leader, id, $"/api/cases/{id}/complex", """{"reason":"Nhiều cơ quan liên quan."}""", "DeclaredComplex");
        await CompleteAsync(handler, id, "appraise", "SupplementNeeded", """{"manner":"writing","missing":["Giấy ủy quyền"],"text":"Đề nghị bổ sung giấy ủy quyền."}""");
        await CompleteAsync(officer, id, "await-supplement", "Supplied", """{"what":"Giấy ủy quyền"}""");
    }

    private async Task RefuseAsync(string ward, string id)
    {
        var officer = $"judicial-officer@{ward}";
        await CompleteAsync($"case-handler@{ward}", id, "decide-acceptance", "RefusalProposed", """{"items":["Vụ việc đã được Tòa án thụ lý."]}""");
        await CompleteAsync($"ward-leader@{ward}", id, "sign-refusal", "Signed", Signature);
        await ReturnAsync(officer, id, "deliver-notice");
        await EndAsync(officer, id, "closed-not-accepted");
    }

    private async Task WithdrawAsync(string ward, string id)
    {
        var officer = $"judicial-officer@{ward}";
        await ActAsync(officer, id, $"/api/cases/{id}/withdraw", """{"reason":"Đã thỏa thuận."}""", "Withdrawn");
        await EndAsync(officer, id, "closed-withdrawn");
    }

    private async Task ReturnAsync(string officer, string id, string step) =>
        await CompleteAsync(officer, id, step, "Returned", $$"""{"on":"{{await TodayAsync(officer)}}","manner":"Trực tiếp","receivedBy":"Trần Thị Mai","proof":"Ký nhận"}""");
}
