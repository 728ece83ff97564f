namespace ProcedureEngine.Kill.Tests;

/// <summary>The enforcement request: a third of the cases come by mail, the others are taken in at the counter and go to the decision's number.</summary>
internal sealed class EnforcementDriver(int number, LoadSite site) : Driver(number, site)
{
    private const string Office = "namdinh";
    private const string Mailbox = "htttycthanamdinh@moj.gov.vn";
    private const string Officer = $"intake-officer@{Office}";

    private static readonly string[] Steps = ["check-validity", "draft-decision", "record-original", "submit-proposal", "sign-decision", "issue-decision"];

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
        var started = await StartAsync(Officer, "enforcement-request", $$"""{"office":"{{Office}}","channel":"counter","data":{{EnforcementForms.Request}}}""");
        foreach (var step in Steps)
        {
            var (role, outcome, data) = EnforcementForms.Answer(step, string.Empty)!.Value;
            await CompleteAsync($"{role}@{Office}", (string)started["id"]!, step, outcome, data);
        }
    }
}
