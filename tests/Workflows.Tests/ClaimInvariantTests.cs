using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Workflows.Tests.Support;
using static ProcedureEngine.Workflows.Tests.Support.ClaimSettlementSamples;
using static ProcedureEngine.Workflows.Tests.Support.ClaimSettlementStories;

namespace ProcedureEngine.Workflows.Tests;

/// <summary>Invariants 1, 2, 3 and 7 of the claim, each with a twin whose guard is removed, and the input of steps 5 to 9a that is refused with its rule.</summary>
public sealed class ClaimInvariantTests
{
    /// <summary>On a value of 20,000,001 đồng half is 10,000,000.5: 10,000,000 is under it, 10,000,001 is not.</summary>
    [TestCase(10_000_001, null)]
    [TestCase(20_000_001, null)]
    [TestCase(10_000_000, "advance-under-half")]
    [TestCase(9_998_000, "advance-under-half", Description = "49.99 %")]
    [TestCase(20_000_002, "advance-over-value")]
    public async Task Invariant_1_an_advance_lies_between_half_and_the_whole_of_the_value(long sum, string? rule)
    {
        await using var office = await OpenAsync();
        var story = await AdvanceAtAsync(office, "fix-advance");
        if (rule is null)
        {
            await story.DoAsync("fix-advance", "EnoughBudget", Sum(sum));
            await story.DoAsync("pay-advance", "Paid", Payment(sum, "2026-03-02"));
            Assert.That(await ClaimChecker.FindAsync(story), Is.Empty);
            return;
        }

        foreach (var (outcome, data) in new[] { ("EnoughBudget", Sum(sum)), ("InsufficientBudget", OverBudget(sum, 1)) })
        {
            var refused = await Assert.ThrowsAsync<RejectedException>(() => story.DoAsync("fix-advance", outcome, data));
            Assert.That((refused!.Rule, refused.Fields.Single().Field), Is.EqualTo((rule, "data.sum")));
            Assert.That(refused.Basis, Does.Contain("Đ.44"), "with its source");
        }
    }

    [Test]
    public async Task Invariant_1_the_payment_asks_the_recorded_facts_and_the_checker_reports_a_twin_that_pays_too_little()
    {
        await using var edited = await OpenAsync(activities: Unguarded.Replace(["Claims.FixAdvance"], does: (_, result) => Twins.Change(result, "advance", Lower)));
        var story = await AdvanceAtAsync(edited, "propose-advance");
        await story.DoAsync("propose-advance", "Proposed", Proposal());
        Assert.That((await story.DoAsync("fix-advance", "EnoughBudget", Sum())).Kind, Is.EqualTo("incident"), "the payment's own guard");
        Assert.That((await story.IncidentsAsync()).Single().Message, Does.Contain("advance-within-bounds"));

        await using var careless = await OpenAsync(activities: Unguarded.Replace(["Claims.PayAdvance"], does: (_, result) => Twins.Change(result, "advance", part => part["payment"]!["sum"] = 9_000_000)));
        var twin = await AskingAsync(careless);
        await PayAdvanceAsync(twin);
        Assert.That(await ClaimChecker.FindAsync(twin), Has.Some.StartsWith("1:"));

        static void Lower(JsonNode part) => (part["fixed"]!["sum"], part["fixed"]!["available"]) = (9_000_000, 9_000_000);
    }

    [Test]
    public async Task Invariant_1_the_advance_is_deducted_and_the_checker_reports_a_twin_that_pays_it_twice()
    {
        await using var edited = await OpenAsync(activities: Unguarded.Replace(["Claims.ReckonPayment"], does: (_, result) => Twins.Change(result, "funding", part => part["reckoning"]!["advance"] = 0)));
        var story = await AskingAsync(edited);
        await PayAdvanceAsync(story);
        await NegotiateAsync(story);
        await AgreeAsync(story);
        Assert.That((await story.DoAsync("hand-over", "HandedOver", HandOver("2026-03-02"))).Kind, Is.EqualTo("incident"));
        Assert.That((await story.IncidentsAsync()).Single().Message, Does.Contain("payment-less-advance"));

        await using var careless = await OpenAsync(activities: Unguarded.Replace(["Claims.PayCompensation"], does: (_, result) => Twins.Change(result, "funding", part => part["payment"]!["sum"] = Agreed)));
        Assert.That(await ClaimChecker.FindAsync(await AdvanceIsPaidAndDeducted(careless)), Has.Some.StartsWith("1:"));
        await using var office = await OpenAsync();
        Assert.That(await ClaimChecker.FindAsync(await AdvanceIsPaidAndDeducted(office)), Is.Empty);
        Assert.That(await ClaimChecker.FindAsync(await AdvanceExceedsTheDecision(office)), Is.Empty, "never negative");
    }

    [TestCase("verify-damage", 15)]
    [TestCase("complete-negotiation", 10)]
    public async Task Invariant_2_extensions_carry_the_agreement_and_stay_within_the_maximum_also_in_two(string limit, int most)
    {
        await using var office = await OpenAsync();
        var story = await AppointedAsync(office);
        var step = limit == "verify-damage" ? limit : "invite";
        if (step == "invite")
        {
            await NegotiateAsync(story);
            await story.DoAsync("hold-session", "Continues", Minutes(await NowAsync(story)), taskName: "task");
        }

        Assert.That(await RuleAsync(() => ExtendAsync(most, evidence: " ")), Is.EqualTo("agreement-required"));
        Assert.That(await RuleAsync(() => ExtendAsync(0)), Is.EqualTo("at-least-one-day"));
        Assert.That(await ErrorsAsync(() => ExtendAsync(most + 1)), Is.EqualTo(new[] { ("data.amount", "extension-cap") }));
        await ExtendAsync(most - 1);
        Assert.That(await RuleAsync(() => ExtendAsync(2)), Is.EqualTo("extension-cap"), "the second goes over");
        Assert.That(await RuleAsync(() => ExtendAsync(1, "2026-03-03")), Is.EqualTo("in-the-future"));
        await ExtendAsync(1);
        Assert.That(await ClaimChecker.FindAsync(story), Is.Empty);
        await office.MoveToAsync((await story.FindLimitAsync(limit)).DueAt!.Value);
        Assert.That(await RuleAsync(() => ExtendAsync(1)), Is.EqualTo("limit-ended"), "what is over is not extended");

        Task ExtendAsync(int days, string agreedOn = "2026-03-02", string evidence = "Biên bản thỏa thuận") => story.DoAsync(step, "Agreed", Longer(days, agreedOn, evidence), taskName: "extension");
    }

    [Test]
    public async Task Invariant_2_the_checker_reports_a_twin_that_loses_the_agreement_and_one_that_goes_over()
    {
        foreach (var change in new Action<JsonNode>[] { extension => extension["evidence"] = string.Empty, extension => extension["amount"] = 16 })
        {
            await using var careless = await OpenAsync(activities: Unguarded.Replace(["Claims.VerifyDamage"], does: (_, result) => result with { Effects = [.. result.Effects.Select(effect => Edit(effect, change))] }));
            var twin = await AppointedAsync(careless);
            await twin.DoAsync("verify-damage", "Agreed", Longer(5, "2026-03-02"), taskName: "extension");
            Assert.That(await ClaimChecker.FindAsync(twin), Has.Some.StartsWith("2:"));
        }

        static Effect Edit(Effect effect, Action<JsonNode> change)
        {
            if (effect is not WriteRecord { Record: TimeLimit limit } || limit.Calculation["extensions"] is not JsonArray { Count: > 0 })
                return effect;
            var calculation = (JsonObject)limit.Calculation.DeepClone();
            change(calculation["extensions"]![0]!);
            return new WriteRecord(limit with { Calculation = calculation });
        }
    }

    [Test]
    public async Task Invariant_3_nothing_is_decided_without_signed_minutes_of_agreement_and_the_checker_reports_the_twin()
    {
        var edited = Twins.Redirect(CompensationClaimProcedure.Build(), "hold-session", "Continues", "sign-decision");
        await using var office = await OpenAsync(edited);
        var story = await AppointedAsync(office);
        await NegotiateAsync(story);
        Assert.That((await story.DoAsync("hold-session", "Continues", Minutes(await NowAsync(story)), taskName: "task")).Kind, Is.EqualTo("incident"));
        Assert.That((await story.IncidentsAsync()).Single().Message, Does.Contain("minutes-of-agreement-required"));
        Assert.That(await ClaimChecker.FindAsync(story), Is.Empty);

        await using var careless = await OpenAsync(edited, Unguarded.Replace(["Claims.SignDecision", "Claims.RecordDecision", "Claims.HandOver"], sees: WithAgreement));
        var twin = await AppointedAsync(careless);
        await NegotiateAsync(twin);
        await twin.DoAsync("hold-session", "Continues", Minutes(await NowAsync(twin)), taskName: "task");
        await twin.DoAsync("sign-decision", "Signed", ClaimSamples.Signature());
        Assert.That(await ClaimChecker.FindAsync(twin), Has.Some.StartsWith("3:"));
    }

    [TestCase("claimantSigned", "minutes-signed")]
    [TestCase("officerSigned", "minutes-signed")]
    public async Task Invariant_3_unsigned_minutes_are_no_agreement(string field, string rule)
    {
        await using var office = await OpenAsync();
        var story = await AppointedAsync(office);
        await NegotiateAsync(story);
        var minutes = Agreement(await NowAsync(story));
        minutes[field] = false;
        Assert.That(await ErrorsAsync(() => story.DoAsync("hold-session", "Agreed", minutes, taskName: "task")), Is.EqualTo(new[] { ($"data.{field}", rule) }));
        minutes[field] = true;
        minutes["participants"]![1]!["note"] = null;
        Assert.That(await ErrorsAsync(() => story.DoAsync("hold-session", "Agreed", minutes, taskName: "task")), Is.EqualTo(new[] { ("data.participants[1].note", "refusal-to-sign-noted") }));
    }

    /// <summary>Agreement and refusal alike: every invited body is named, one of them at least has signed, who does not sign is noted.</summary>
    [Test]
    public async Task Invariant_3_minutes_that_no_body_signed_or_that_leave_one_out_are_no_minutes()
    {
        await using var office = await OpenAsync();
        var story = await AppointedAsync(office);
        await NegotiateAsync(story);
        await CheckAsync("hold-session", "Agreed", Agreement(await NowAsync(story)));
        await AgreeAsync(story);
        await CheckAsync("hand-over", "Refused", Refusal());
        await story.DoAsync("hand-over", "Refused", Refusal());
        Assert.That(await ClaimChecker.FindAsync(story), Is.Empty);

        async Task CheckAsync(string step, string outcome, JsonObject minutes)
        {
            var (signed, noted, stranger) = (minutes["participants"]![0]!.DeepClone(), minutes["participants"]![1]!.DeepClone(), minutes["participants"]![0]!.DeepClone());
            stranger["agency"] = "Sở Xây dựng";
            var unsigned = signed.DeepClone();
            (unsigned["signed"], unsigned["note"]) = (false, "Không ký");
            foreach (var (participants, rule) in new[] { (new[] { unsigned, noted }, "minutes-signed"), ([signed], "participants-missing"), ([signed, noted, stranger], "not-invited") })
            {
                minutes["participants"] = new JsonArray([.. participants.Select(participant => participant.DeepClone())]);
                Assert.That(await RuleAsync(() => story.DoAsync(step, outcome, minutes, taskName: "task")), Is.EqualTo(rule), step);
            }
        }
    }

    /// <summary>Agreed on Monday 2 March, 09:00, entered on Wednesday: the office is late and is told so.</summary>
    [Test]
    public async Task The_time_to_decide_runs_from_the_minutes_and_not_from_their_entry()
    {
        await using var office = await OpenAsync();
        var story = await AppointedAsync(office);
        await NegotiateAsync(story);
        var heldAt = await NowAsync(story);
        await office.MoveToAsync(TestOffice.At(2026, 3, 4, 9));
        await story.DoAsync("hold-session", "Agreed", Agreement(heldAt), taskName: "task");
        var decide = await story.FindLimitAsync("decide");
        Assert.That((decide.State, decide.DueDate), Is.EqualTo((TimeLimitState.Missed, (LocalDate?)new LocalDate(2026, 3, 2))));
        Assert.That((await story.TaskAsync("sign-decision")).DueAt, Is.EqualTo(decide.DueAt));
        Assert.That((await story.OpenTasksAsync()).Select(task => task.Name), Does.Contain($"apology/{decide.Id}"));
    }

    /// <summary>The ten days ended on 12 March; the suspension comes after. What goes on later has ten days of its own.</summary>
    [Test]
    public async Task A_suspension_does_not_wipe_out_that_the_negotiation_was_late()
    {
        await using var office = await OpenAsync();
        var story = await AppointedAsync(office);
        await NegotiateAsync(story, "AbsentOnce");
        await office.MoveToAsync(TestOffice.At(2026, 3, 13, 9));
        var at = await NowAsync(story);
        await story.DoAsync("hold-session", "AbsentTwice", Missed(at), taskName: "task");
        await story.DoAsync("sign-suspension", "Signed", ClaimSamples.Signature());
        Assert.That(await story.LimitAsync("complete-negotiation"), Is.EqualTo(TimeLimitState.Missed));
        await story.DoAsync("suspended", "AsksToContinue", Continuation("2026-03-13"));
        Assert.That((await story.OpenTasksAsync()).Select(task => task.Name), Does.Not.Contain("extension"), "nothing runs that could be extended");
        await story.DoAsync("invite", "Invited", Invitation(at), taskName: "task");
        await story.DoAsync("hold-session", "Continues", Minutes(at), taskName: "task");
        var second = await story.FindLimitAsync("complete-negotiation");
        Assert.That((second.Occurrence, second.State, second.DueDate), Is.EqualTo((2, TimeLimitState.Running, (LocalDate?)new LocalDate(2026, 3, 23))));
        Assert.That((await story.TaskAsync("invite", "extension")).IsOpen, Is.True);
    }

    [TestCase("confirm-not-continued", "AskedInTime", "2026-04-09", "not-in-time", "asked on the day after the last")]
    [TestCase("confirm-not-continued", "AskedInTime", "2026-03-01", "date-out-of-range", "before the suspension")]
    [TestCase("confirm-not-taken", "TakenInTime", "2026-04-02", "not-in-time", "taken on the day after the last")]
    public async Task What_came_too_late_is_not_recorded_as_in_time(string step, string outcome, string on, string rule, string reason)
    {
        await using var office = await OpenAsync();
        var story = step == "confirm-not-taken" ? await ClaimSettlementStories.RefusedAsync(office) : await SuspendedAsync(office);
        await office.MoveToAsync(TestOffice.At(2026, 4, 10, 8));
        Assert.That(await RuleAsync(() => story.DoAsync(step, outcome, step == "confirm-not-taken" ? HandOver(on) : Continuation(on))), Is.EqualTo(rule), reason);
    }

    [Test]
    public async Task A_withdrawal_while_the_silence_is_looked_at_has_a_time_of_its_own()
    {
        await using var office = await OpenAsync();
        var story = await SuspendedAsync(office);
        await office.MoveToAsync(TestOffice.At(2026, 4, 10, 8));
        await ClaimStories.WithdrawAsync(story);
        var limits = (await story.LimitsAsync()).Where(limit => limit.LimitId == "terminate").OrderBy(limit => limit.Occurrence);
        Assert.That(limits.Select(limit => limit.State), Is.EqualTo(new[] { TimeLimitState.Cancelled, TimeLimitState.Running }));
        await story.DoAsync("terminate", "Signed", ClaimSamples.Signature());
        Assert.That(await story.LimitAsync("terminate"), Is.EqualTo(TimeLimitState.Met));
    }

    /// <summary>The officer who made the minutes is replaced before they are sent.</summary>
    [Test]
    public async Task The_minutes_that_are_sent_are_those_that_were_made()
    {
        await using var office = await OpenAsync();
        var story = await ClaimSettlementStories.RefusedAsync(office, isSent: false);
        await ClaimStories.ReplaceAsync(story);
        await office.MoveToAsync(TestOffice.At(2026, 3, 3, 9));
        await story.DoAsync("send-refusal-minutes", "Sent", Sent(), TestOffice.Person("settlement-officer", "other-officer"));
        var made = (await office.Store.Queries.DocumentsAsync(story.CaseId, CancellationToken.None)).Single(paper => paper.Template == "claim-refusal-minutes").Slots!;
        var sent = (OutboxRow?)null;
        for (var rows = await ClaimAsync(); rows.Count > 0 && sent is null; rows = await ClaimAsync())
        {
            sent = rows.FirstOrDefault(row => row.Kind == "claim-refusal-sent");
            foreach (var row in rows)
                await office.Store.Outbox.MarkSentAsync(row.Id, "done", CancellationToken.None);
        }

        var attached = sent!.Payload["attachments"]!.AsArray().Select(paper => paper!["paperSlots"]).Single(slots => slots!["participants"] is not null)!;
        Assert.That(JsonNode.DeepEquals(attached, made), Is.True, $"{attached} instead of {made}");

        async Task<IReadOnlyList<OutboxRow>> ClaimAsync() => [.. (await office.Store.Outbox.ClaimAsync(OutboxChannels.Mail, 50, Duration.Zero, CancellationToken.None)).Select(message => message.Row)];
    }

    /// <summary>Complex twice, first at several places: two letters on paper to one who has no e-mail address.</summary>
    [Test]
    public async Task Each_letter_on_paper_is_a_paper_of_its_own()
    {
        await using var office = await OpenAsync();
        var claim = ClaimSamples.Claim(email: null);
        claim["madeOn"] = "2026-02-02";
        var story = await ClaimStories.AppointedAsync(office, claim);
        await DeclareAsync(story, severalPlaces: true);
        await DeclareAsync(story);
        Assert.That((await office.Store.Queries.DocumentsAsync(story.CaseId, CancellationToken.None)).Count(paper => paper.Template == "claim-complex"), Is.EqualTo(2));
    }

    private static IEnumerable<TestCaseData> BadSums()
    {
        yield return new TestCaseData("-1").SetArgDisplayNames("negative");
        yield return new TestCaseData("0.5").SetArgDisplayNames("a fraction of a đồng");
        yield return new TestCaseData("10000001.25").SetArgDisplayNames("a sum and a fraction");
        yield return new TestCaseData("1000000000000000000").SetArgDisplayNames("10^18");
        yield return new TestCaseData("99999999999999999999").SetArgDisplayNames("more than a whole number holds");
        yield return new TestCaseData("\"12000000\"").SetArgDisplayNames("a text");
    }

    /// <summary>Every form of steps 5 to 9a that carries a sum.</summary>
    [TestCaseSource(nameof(BadSums))]
    public async Task Invariant_7_a_sum_is_whole_dong_within_bounds_in_every_form(string sum)
    {
        await using var office = await OpenAsync();
        var story = await AskingAsync(office);
        foreach (var field in new[] { "mentalDamage", "immediateDamage", "sum" })
            await RefusedAsync("propose-advance", "Proposed", Proposal(), field);
        await story.DoAsync("propose-advance", "Proposed", Proposal());
        await RefusedAsync("fix-advance", "EnoughBudget", Sum(), "sum");
        await RefusedAsync("fix-advance", "InsufficientBudget", OverBudget(), "sum");
        await RefusedAsync("fix-advance", "InsufficientBudget", OverBudget(), "available");
        await story.DoAsync("fix-advance", "InsufficientBudget", OverBudget());
        await story.DoAsync("request-advance-funds", "Sent", FundsText());
        await RefusedAsync("grant-advance-funds", "Granted", Grant(6_000_001), "sum");
        await story.DoAsync("grant-advance-funds", "Granted", Grant(6_000_001));
        await RefusedAsync("pay-granted-advance", "Paid", Payment(10_000_001, "2026-03-02"), "sum");
        var verified = Verified();
        verified["damages"]![0]!["sum"] = JsonNode.Parse(sum);
        Assert.That(async () => await story.DoAsync("verify-damage", "Verified", verified, taskName: "task"), Throws.TypeOf<RejectedException>());
        await NegotiateAsync(story);
        await RefusedAsync("hold-session", "Agreed", Agreement(await NowAsync(story)), "sum");
        Assert.That(await ClaimChecker.FindAsync(story), Is.Empty);

        async Task RefusedAsync(string step, string outcome, JsonObject data, string field)
        {
            data[field] = JsonNode.Parse(sum);
            var fields = (await Assert.ThrowsAsync<RejectedException>(() => story.DoAsync(step, outcome, data, taskName: "task")))!.Fields.Select(error => error.Field);
            Assert.That(fields, Does.Contain($"data.{field}"), $"{step}: {field}");
        }
    }

    [Test]
    public async Task Invariant_7_the_checker_reports_a_twin_that_keeps_a_fraction()
    {
        await using var careless = await OpenAsync(activities: Unguarded.Replace(["Claims.VerifyDamage"], does: (_, result) => Twins.Change(result, "verification", part => part["damages"]![0]!["sum"] = 0.5)));
        var twin = await AppointedAsync(careless);
        await twin.DoAsync("verify-damage", "Verified", Verified(), taskName: "task");
        Assert.That(await ClaimChecker.FindAsync(twin), Has.Some.StartsWith("7:"));
    }

    [Test]
    public async Task What_is_granted_and_paid_is_exactly_what_was_asked_for_and_is_due()
    {
        await using var office = await OpenAsync();
        var story = await AdvanceAtAsync(office, "grant-advance-funds");
        Assert.That(await RuleAsync(() => story.DoAsync("grant-advance-funds", "Granted", Grant(6_000_000))), Is.EqualTo("grant-as-asked"));
        await story.DoAsync("grant-advance-funds", "Granted", Grant(6_000_001));
        Assert.That(await RuleAsync(() => story.DoAsync("pay-granted-advance", "Paid", Payment(10_000_000, "2026-03-02"))), Is.EqualTo("payment-as-due"));
        Assert.That(await RuleAsync(() => story.DoAsync("pay-granted-advance", "Paid", Payment(10_000_001, "2026-03-03"))), Is.EqualTo("date-out-of-range"));
        await NegotiateAsync(story);
        await AgreeAsync(story);
        await story.DoAsync("hand-over", "HandedOver", HandOver("2026-03-02"));
        await story.DoAsync("request-funds", "Sent", FundsText());
        Assert.That(await RuleAsync(() => story.DoAsync("grant-funds", "Granted", Grant(Agreed + 1))), Is.EqualTo("grant-as-asked"));
        await story.DoAsync("grant-funds", "Granted", Grant(Agreed));
        Assert.That(await RuleAsync(() => story.DoAsync("pay-compensation", "Paid", Payment(Agreed - 1, "2026-03-02"))), Is.EqualTo("payment-as-due"));
    }

    [Test]
    public async Task Minutes_that_leave_something_out_are_refused_with_the_rule()
    {
        await using var office = await OpenAsync();
        var story = await AppointedAsync(office);
        await NegotiateAsync(story);
        var failure = Failure(await NowAsync(story));
        failure["rightToSueExplained"] = false;
        Assert.That(await ErrorsAsync(() => story.DoAsync("hold-session", "Failed", failure, taskName: "task")), Is.EqualTo(new[] { ("data.rightToSueExplained", "right-to-sue-explained") }));
        Assert.That(await RuleAsync(() => story.DoAsync("hold-session", "Continues", Minutes("2026-03-03T01:00:00Z"), taskName: "task")), Is.EqualTo("time-out-of-range"));
        await AgreeAsync(story);
        var refusal = Refusal();
        refusal["consequenceStated"] = false;
        refusal["participants"] = new JsonArray();
        Assert.That(
            await ErrorsAsync(() => story.DoAsync("hand-over", "Refused", refusal)), Is.EquivalentTo(new[] { ("data.consequenceStated", "consequence-stated"), ("data.participants", "required") }));
        Assert.That(await RuleAsync(() => story.DoAsync("hand-over", "HandedOver", HandOver("2026-03-03"))), Is.EqualTo("date-out-of-range"));
    }

    /// <summary>Invited on Monday 2 March to Wednesday 4 March, 09:00.</summary>
    [TestCase("2026-03-04T08:59:59", "absent-before-time", "a second before")]
    [TestCase("2026-03-04T09:00:00", null, "his time has come")]
    public async Task Nobody_is_absent_before_the_time_to_which_he_was_invited(string at, string? rule, string reason)
    {
        await using var office = await OpenAsync();
        var story = await InvitedAsync(office, "2026-03-04T02:00:00Z");
        var now = NodaTime.Text.LocalDateTimePattern.ExtendedIso.Parse(at).Value.InZoneStrictly(TestOffice.Zone).ToInstant();
        await office.MoveToAsync(now);
        Task<BurstAnswer> MissAsync() => story.DoAsync("hold-session", "AbsentOnce", Missed(EngineJson.ToNode(now)!.GetValue<string>()), taskName: "task");
        if (rule is not null)
            Assert.That(await RuleAsync(MissAsync), Is.EqualTo(rule), reason);
        else
            Assert.That((await MissAsync()).Kind, Is.EqualTo("completed"), reason);
        Assert.That(await ClaimChecker.FindAsync(story), Is.Empty);
    }

    [Test]
    public async Task A_session_is_put_off_before_its_time_and_the_checker_reports_a_twin_that_is_absent_before_it()
    {
        await using var office = await OpenAsync();
        var story = await InvitedAsync(office, "2026-03-04T02:00:00Z");
        await story.DoAsync("hold-session", "Postponed", Missed("2026-03-04T02:00:00Z"), taskName: "task");
        Assert.That(await story.LimitAsync("start-negotiation"), Is.EqualTo(TimeLimitState.Running), "a session that is put off is none");
        Assert.That(await ClaimChecker.FindAsync(story), Is.Empty);

        await using var careless = await OpenAsync(activities: Unguarded.Replace(["Claims.HoldSession"], does: (_, result) => Twins.Change(result, "negotiation", part => part["sessions"]![0]!["end"] = "claimantAbsent")));
        var twin = await InvitedAsync(careless, "2026-03-04T02:00:00Z");
        await twin.DoAsync("hold-session", "Continues", Minutes(await NowAsync(twin)), taskName: "task");
        Assert.That(await ClaimChecker.FindAsync(twin), Has.Some.StartsWith("absent before"));
    }

    [Test]
    public async Task A_claim_is_declared_complex_by_the_head_while_a_limit_that_it_lengthens_runs()
    {
        await using var office = await OpenAsync();
        var story = await AppointedAsync(office);
        Assert.That(await RuleAsync(() => DeclareAsync(story, "settlement-officer")), Is.EqualTo("role-required"));
        await DeclareAsync(story, severalPlaces: true);
        Assert.That(await RuleAsync(() => DeclareAsync(story, severalPlaces: true)), Is.EqualTo("already-complex"));
        Assert.That((await story.LedgerAsync("verify-damage")).Select(act => act.Kind), Does.Contain(TimeLimitActKind.Recomputed), "both figures are kept");
        await NegotiateAsync(story);
        Assert.That(await RuleAsync(() => DeclareAsync(story)), Is.EqualTo("limit-not-running"), "verified, and not yet negotiating");
        await story.DoAsync("hold-session", "Continues", Minutes(await NowAsync(story)), taskName: "task");
        await DeclareAsync(story);
        Assert.That(await RuleAsync(() => DeclareAsync(story)), Is.EqualTo("already-complex"));
    }

    private static async Task<Story> InvitedAsync(TestOffice office, string to)
    {
        var story = await AppointedAsync(office);
        await story.DoAsync("verify-damage", "Verified", Verified(), taskName: "task");
        await story.DoAsync("verification-report", "Reported", Report());
        await story.DoAsync("invite", "Invited", Invitation(to), taskName: "task");
        return story;
    }

    private static Task<TestOffice> OpenAsync(WorkflowDefinition? definition = null, Func<CaseServices, IEnumerable<IActivity>>? activities = null) =>
        TestOffice.OpenAsync(definition: definition ?? CompensationClaimProcedure.Build(), activities: activities);

    private static ActivityContext WithAgreement(ActivityContext context)
    {
        var negotiation = context.Variables["negotiation"]!.DeepClone();
        negotiation["agreement"] = new JsonObject
        {
            ["sum"] = Agreed, ["paymentManner"] = "x", ["claimantSigned"] = true, ["officerSigned"] = true, ["participants"] = Signatures(), ["at"] = EngineJson.ToNode(context.Now),
        };
        return Twins.With(context, "negotiation", negotiation);
    }

    private static async Task<(string, string)[]> ErrorsAsync(Func<Task> act) =>
        [.. (await Assert.ThrowsAsync<RejectedException>(() => act()))!.Fields.Select(error => (error.Field, error.Rule))];

    /// <summary>The rule that was broken: of a form with one wrong field, that field's.</summary>
    private static async Task<string> RuleAsync(Func<Task> act)
    {
        var refused = (await Assert.ThrowsAsync<RejectedException>(() => act()))!;
        return refused.Fields is [var only] ? only.Rule : refused.Rule;
    }
}
