namespace ProcedureEngine.Kill.Tests.TwoHosts;

/// <summary>The enforcement request as another system hands it in: the original comes by post and the case goes to the decision's number, or the request is withdrawn.</summary>
internal sealed class PostedRequestDriver(int number, LoadSite site) : Driver(number, site)
{
    private const string Office = "namdinh";
    private const string Officer = $"intake-officer@{Office}";

    public static readonly string Request = """
        {"requester":{"name":"Nguyễn Thị Lan","identityNumber":"036180001234","address":"Nam Định","capacity":"judgmentCreditor","email":"lan@example.vn"},
         "judgment":{"number":"12/2026/DS-ST","date":"2026-01-12","court":"TAND Nam Định","effectiveOn":"2026-02-12"},
         "otherParty":{"name":"Trần Văn Hùng","address":"Nam Định"},
         "obligations":[{"kind":"money","content":"Nợ gốc","amount":1000000}],"form":"post","delivery":"notifyAtAddress"}
        """;

    private const string Guidance = """
        {"right":{"hasRight":true,"text":"Người được thi hành án."},"competence":{"competent":true,"text":"Thuộc thẩm quyền."},"judgmentContent":"Buộc ông Hùng trả nợ.",
         "formsOfRequest":"Nộp đơn hoặc gửi qua bưu điện.","papersToHandIn":["Bản án"],"reason":"Thiếu bản án.","missing":["Bản án có hiệu lực"]}
        """;

    protected override async Task WalkAsync(int round)
    {
        var started = await StartAsync(Callers.System, "enforcement-request", $$"""{"office":"{{Office}}","channel":"http","data":{{Request}}}""");
        var id = (string)started["id"]!;
        var way = (Number + round) % 3;
        if (way > 0)
            await SupplementAsync(id);
        if (way == 2)
            await WithdrawAsync(id);
        else
            await DecideAsync(id);
    }

    /// <summary>The applicant is guided and supplements, which only a message brings in his name.</summary>
    private async Task SupplementAsync(string id)
    {
        await CompleteAsync(Officer, id, "check-validity", "Incomplete", Guidance);
        await ActAsync(Callers.System, id, MessageCallers.Supplement(id), """{"text":"Bổ sung bản án."}""", "Supplemented");
    }

    private async Task WithdrawAsync(string id)
    {
        await ActAsync(Callers.System, id, $"/api/cases/{id}/withdraw", """{"reason":"Đã tự nguyện thi hành."}""", "Withdrawn");
        await EndAsync(Officer, id, "closed-withdrawn");
    }

    private async Task DecideAsync(string id)
    {
        await CompleteAsync(Officer, id, "check-validity", "Valid", $$"""{"request":{{Request}}}""");
        await CompleteAsync(Officer, id, "confirm-receipt", "ByPost", "{}");
        await CompleteAsync(Officer, id, "draft-decision", "Drafted", """{"legalBases":"Luật Thi hành án dân sự"}""");
        await CompleteAsync(Officer, id, "await-post", "Arrived", $$"""{"receivedOn":"{{await TodayAsync(Officer)}}"}""");
        await CompleteAsync(Officer, id, "compare-post", "Match", $$"""{"original":{{Request}},"hasJudgment":true}""");
        await CompleteAsync(Officer, id, "submit-proposal", "Submitted", """{"text":"Đề nghị."}""");
        await CompleteAsync($"head@{Office}", id, "sign-decision", "Signed", $$"""{"signerTitle":"Cục trưởng","bailiff":"bailiff@{{Office}}","bailiffName":"Long","isDeputy":false}""");
        await CompleteAsync($"clerk@{Office}", id, "issue-decision", "Issued", """{"copies":1,"sealed":true,"archiveReference":"A","handedOver":true}""");
    }
}
