namespace ProcedureEngine.Kill.Tests;

/// <summary>The enforcement request: a third of the cases come by mail, the others are taken in at the counter and go to the decision's number.</summary>
internal sealed class EnforcementDriver(int number, LoadSite site) : Driver(number, site)
{
    private const string Office = "namdinh";
    private const string Mailbox = "htttycthanamdinh@moj.gov.vn";
    private const string Officer = $"intake-officer@{Office}";

    private static readonly string Request = """
        {"requester":{"name":"Nguyễn Thị Lan","identityNumber":"036180001234","address":"Nam Định","capacity":"judgmentCreditor"},
         "judgment":{"number":"12/2026/DS-ST","date":"2026-01-12","court":"TAND Nam Định","effectiveOn":"2026-02-12"},
         "otherParty":{"name":"Trần Văn Hùng","address":"Nam Định"},
         "obligations":[{"kind":"money","content":"Nợ gốc","amount":1000000}],"form":"inPersonWritten","delivery":"notifyAtAddress"}
        """;

    protected override Task WalkAsync(int round) => (Number + round) % 3 == 0 ? MailAsync(round) : DecideAsync();

    private async Task MailAsync(int round)
    {
        var id = $"<kill-{Number}-{round}@example.vn>";
        var raw = $"From: Lan <lan{Number}.{round}@example.vn>\r\nTo: {Mailbox}\r\nSubject: Yeu cau\r\nDate: Mon, 02 Mar 2026 08:00:00 +0700\r\nMessage-ID: {id}\r\n\r\nToi yeu cau thi hanh an.\r\n";
        var answer = await PostAsync(Post(Callers.System, $"/api/mail?mailbox={Mailbox}", raw) with { Type = "message/rfc822", Tells = "caseId" });
        Ledger.Write(new LedgerLine(LedgerKinds.Mail, id, (string)answer["caseId"]!));
    }

    /// <summary>A case of the counter from its start to its decision number: six completions by three people.</summary>
    private async Task DecideAsync()
    {
        var started = await StartAsync(Officer, "enforcement-request", $$"""{"office":"{{Office}}","channel":"counter","data":{{Request}}}""");
        var id = (string)started["id"]!;
        await CompleteAsync(Officer, id, "check-validity", "Valid", $$"""{"request":{{Request}}}""");
        await CompleteAsync(Officer, id, "draft-decision", "Drafted", """{"legalBases":"Luật Thi hành án dân sự"}""");
        await CompleteAsync(Officer, id, "record-original", "Recorded", $$"""{"original":{{Request}},"hasJudgment":true}""");
        await CompleteAsync(Officer, id, "submit-proposal", "Submitted", """{"text":"Đề nghị."}""");
        await CompleteAsync($"head@{Office}", id, "sign-decision", "Signed", $$"""{"signerTitle":"Cục trưởng","bailiff":"bailiff@{{Office}}","bailiffName":"Long","isDeputy":false}""");
        await CompleteAsync($"clerk@{Office}", id, "issue-decision", "Issued", """{"copies":1,"sealed":true,"archiveReference":"A","handedOver":true}""");
    }
}
