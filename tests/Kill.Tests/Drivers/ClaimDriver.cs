using NodaTime.Text;

namespace ProcedureEngine.Kill.Tests;

/// <summary>The claim for compensation, at an office with a desk at the service centre and at one without: from each channel to the payment, or to the withdrawal.</summary>
internal sealed class ClaimDriver(int number, LoadSite site) : Driver(number, site)
{
    private const string Procedure = "compensation-claim";

    /// <summary>How long before a session people are invited to it; what is done meanwhile is done beside it.</summary>
    private static readonly Duration Ahead = Duration.FromSeconds(3);

    private static readonly (string Id, bool HasServiceCentre)[] Offices = [("so-ha-nam", true), ("cuc-khong-quay", false)];

    protected override async Task WalkAsync(int round)
    {
        var way = ClaimWay.All[(Number + round) % ClaimWay.All.Length];
        var (office, hasServiceCentre) = Offices[round % Offices.Length];
        var account = way.Channel == ClaimWay.Portal ? $"vnconnect-{Number}-{round}" : null;
        var started = await StartAsync(account is null ? $"reception@{office}" : Callers.Portal, Procedure, ClaimForms.Start(office, way, hasServiceCentre, account));
        var claim = new RunningClaim((string)started["id"]!, office, account, (string?)started["code"], 50_000_000 + (1000 * Number) + round, 10_000_001 + Number + round);
        if (account is not null)
            Ledger.Write(new LedgerLine(LedgerKinds.Sms, claim.Id, $"{ClaimForms.Phone} {claim.Code}"));
        if (way.Channel != "counter")
            await CompleteAsync(claim.Reception, claim.Id, "acknowledge", "Sent");
        if (way.Withdraws)
            await WithdrawAsync(claim);
        else
            await SettleAsync(claim, way);
    }

    private async Task WithdrawAsync(RunningClaim claim)
    {
        await ActAsync(Callers.Portal, claim.Id, $"/api/portal/cases/{claim.Code}/withdrawal", $$"""{"account":"{{claim.Account}}","reason":"Đã thỏa thuận."}""", "Withdrawn");
        await CompleteAsync(claim.Head, claim.Id, "terminate", "Signed", ClaimForms.Signature);
        await EndAsync(claim.Head, claim.Id, "closed-withdrawn");
    }

    private async Task SettleAsync(RunningClaim claim, ClaimWay way)
    {
        await CheckAsync(claim, way);
        var officer = await AcceptAsync(claim, way);
        if (way.Advance != Advance.NotAsked)
            await CompleteAsync(officer, claim.Id, "propose-advance", "Proposed", ClaimForms.Proposal);
        await CompleteAsync(officer, claim.Id, "verify-damage", "Verified", ClaimForms.Verified);
        await CompleteAsync(officer, claim.Id, "verification-report", "Reported", ClaimForms.Report);
        var session = await InviteAsync(claim, officer);
        if (way.Advance == Advance.Paid)
            await PayAdvanceAsync(claim);
        await AgreeAsync(claim, officer, session);
        await PayAsync(claim, way.Advance == Advance.Paid ? claim.Agreed - claim.Advance : claim.Agreed);
        await EndAsync(claim.Head, claim.Id, "completed");
    }

    /// <summary>2: the file is complete, or becomes so by the account's supplement.</summary>
    private async Task CheckAsync(RunningClaim claim, ClaimWay way)
    {
        await CompleteAsync(claim.Reception, claim.Id, "prepare-check", "Prepared", ClaimForms.Found(way, way.LacksPaper));
        if (way.LacksPaper)
        {
            await CompleteAsync(claim.Head, claim.Id, "check-completeness", "SupplementNeeded", """{"others":[]}""");
            await ActAsync(
                Callers.Portal, claim.Id, $"/api/portal/cases/{claim.Code}/supplement", $$"""{"account":"{{claim.Account}}","text":"Bổ sung giấy tờ nhân thân."}""", "Supplemented");
            await CompleteAsync(claim.Reception, claim.Id, "prepare-check", "Prepared", ClaimForms.Found(way, lacksIdentity: false));
        }

        await CompleteAsync(claim.Head, claim.Id, "check-completeness", "Complete");
    }

    /// <summary>3 and 4: accepted, and somebody is appointed.</summary>
    /// <returns>Who settles it.</returns>
    private async Task<string> AcceptAsync(RunningClaim claim, ClaimWay way)
    {
        await CompleteAsync(claim.Head, claim.Id, "decide-acceptance", "Accepted", ClaimForms.Conditions);
        var officer = $"settlement-officer@{claim.Office}";
        await CompleteAsync(claim.Head, claim.Id, "appoint", "Appointed", ClaimForms.Officer(officer));
        if (!way.ReplacesOfficer)
            return officer;
        var next = $"settlement-officer2@{claim.Office}";
        await ActAsync(claim.Head, claim.Id, $"/api/cases/{claim.Id}/settlement-officer", ClaimForms.Replacement(next), "OfficerReplaced");
        return next;
    }

    /// <summary>5a: fixed by the head and paid.</summary>
    private async Task PayAdvanceAsync(RunningClaim claim)
    {
        await CompleteAsync(claim.Head, claim.Id, "fix-advance", "EnoughBudget", $$"""{"sum":{{claim.Advance}},"reason":"Không dưới 50% giá trị thiệt hại."}""");
        await CompleteAsync(claim.Head, claim.Id, "pay-advance", "Paid", ClaimForms.Paid(claim.Advance, await TodayAsync(claim.Head)));
        Ledger.Write(new LedgerLine(LedgerKinds.Advance, claim.Id, $"{claim.Advance}"));
    }

    /// <summary>7: who was cut off while he invited may find the hour gone by, and names another.</summary>
    /// <returns>When the session begins.</returns>
    private async Task<string> InviteAsync(RunningClaim claim, string officer)
    {
        while (true)
        {
            var at = InstantPattern.ExtendedIso.Format(await NowAsync(officer) + Ahead);
            switch (await TryCompleteAsync(officer, claim.Id, "invite", "Invited", ClaimForms.Invitation(at)))
            {
                case null: return at;
                case "in-the-past": break;
                case var rule: throw new InvalidOperationException($"The invitation of {claim.Id} is refused: {rule}");
            }
        }
    }

    /// <summary>7 and 8: when the hour has come they agree, the head signs, and the decision is handed over.</summary>
    private async Task AgreeAsync(RunningClaim claim, string officer, string session)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await NowAsync(officer) < InstantPattern.ExtendedIso.Parse(session).Value)
            await ticks.WaitForNextTickAsync();
        await CompleteAsync(officer, claim.Id, "hold-session", "Agreed", ClaimForms.Agreement(session, claim.Agreed));
        Ledger.Write(new LedgerLine(LedgerKinds.Agreed, claim.Id, $"{claim.Agreed}"));
        await CompleteAsync(claim.Head, claim.Id, "sign-decision", "Signed", ClaimForms.Signature);
        await CompleteAsync(officer, claim.Id, "hand-over", "HandedOver", ClaimForms.HandOver(await TodayAsync(officer)));
    }

    /// <summary>9: funded and paid, exactly what is due.</summary>
    private async Task PayAsync(RunningClaim claim, long due)
    {
        await CompleteAsync(claim.Head, claim.Id, "request-funds", "Sent", """{"text":"Kèm quyết định, biên bản, văn bản yêu cầu."}""");
        await CompleteAsync($"finance-body@{claim.Office}", claim.Id, "grant-funds", "Granted", $$"""{"sum":{{due}},"document":"12/TB-STC"}""");
        await CompleteAsync(claim.Head, claim.Id, "pay-compensation", "Paid", ClaimForms.Paid(due, await TodayAsync(claim.Head)));
        Ledger.Write(new LedgerLine(LedgerKinds.Payment, claim.Id, $"{due}"));
    }

    /// <param name="Code">The reference code that the portal shows.</param>
    /// <param name="Agreed">What the parties will agree on, whole đồng.</param>
    /// <param name="Advance">What the head will fix, whole đồng.</param>
    private sealed record RunningClaim(string Id, string Office, string? Account, string? Code, long Agreed, long Advance)
    {
        public string Reception => $"reception@{Office}";

        public string Head => $"head@{Office}";
    }
}
