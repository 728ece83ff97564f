using ProcedureEngine.Activities.Compensation.Claims;
using ProcedureEngine.Activities.Compensation.Claims.Appointing;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Registers;
using ProcedureEngine.Activities.TimeLimits;

namespace ProcedureEngine.Workflows.Tests.Support;

/// <summary>Every way through steps 1 to 4 of the claim and its withdrawal, as stories that end where the spec says.</summary>
internal static class ClaimStories
{
    public static IReadOnlyDictionary<string, Func<TestOffice, Task<Story>>> Intake { get; } = new Dictionary<string, Func<TestOffice, Task<Story>>>(StringComparer.Ordinal)
    {
        [nameof(ClaimByHandIsAppointed)] = ClaimByHandIsAppointed,
        [nameof(ClaimByPostIsAcknowledged)] = ClaimByPostIsAcknowledged,
        [nameof(ClaimOnlineIsSupplemented)] = ClaimOnlineIsSupplemented,
        [nameof(ClaimantOnlineHasNoEmail)] = ClaimantOnlineHasNoEmail,
        [nameof(ClaimIsNotAccepted)] = ClaimIsNotAccepted,
        [nameof(ClaimIsSupplementedOnPaperAndRefused)] = ClaimIsSupplementedOnPaperAndRefused,
        [nameof(ClaimantIsSilent)] = ClaimantIsSilent,
        [nameof(ClaimantHadForceMajeure)] = ClaimantHadForceMajeure,
        [nameof(ClaimantSupplementsLate)] = ClaimantSupplementsLate,
        [nameof(OfficerIsReplaced)] = OfficerIsReplaced,
        [nameof(ClaimIsWithdrawn)] = ClaimIsWithdrawn,
    };

    public static async Task<Story> ClaimByHandIsAppointed(TestOffice office)
    {
        var story = await AppointedAsync(office);
        var papers = await office.Store.Queries.DocumentsAsync(story.CaseId, CancellationToken.None);
        Assert.That(papers.Count(paper => paper is { Kind: "receipt", Template: "claim-slip" }), Is.EqualTo(1), "the slip is there at once");
        Assert.That(papers.Single(paper => paper.Kind == "order").Template, Is.EqualTo("claim-appointment"));
        Assert.That(await story.LettersAsync(), Is.SupersetOf(new[] { "claim-slip", "claim-accepted", "claim-appointed" }));
        Assert.That((await story.LimitsAsync()).Select(limit => limit.LimitId), Does.Not.Contain("acknowledge"), "by hand the slip is all");
        foreach (var limit in new[] { "request-supplement", "accept", "appoint" })
            Assert.That(await story.LimitAsync(limit), Is.EqualTo(TimeLimitState.Met), limit);
        return await CleanAsync(story);
    }

    public static async Task<Story> ClaimByPostIsAcknowledged(TestOffice office)
    {
        var story = await StartAsync(office, ClaimSamples.Claim("post"), Channels.Post);
        await story.DoAsync("acknowledge", "Sent");
        Assert.That(await story.LimitAsync("acknowledge"), Is.EqualTo(TimeLimitState.Met));
        Assert.That(await story.LettersAsync(), Is.EqualTo(new[] { "claim-acknowledged" }));
        await CompleteAsync(story, ClaimSamples.Papers("post"));
        await AcceptAsync(story);
        return await CleanAsync(story);
    }

    public static async Task<Story> ClaimOnlineIsSupplemented(TestOffice office)
    {
        var story = await StartAsync(office, ClaimSamples.Claim("portal", papers: ClaimSamples.Papers("portal", "basisDocument")), Channels.Portal);
        await story.DoAsync("acknowledge", "Sent");
        await story.DoAsync("prepare-check", "Prepared", ClaimSamples.Found(ClaimSamples.Papers("portal", "basisDocument")));
        await story.DoAsync("check-completeness", "SupplementNeeded", ClaimSamples.Request());
        Assert.That(await story.LimitAsync("request-supplement"), Is.EqualTo(TimeLimitState.Met));
        Assert.That(await story.StatusAsync(), Is.EqualTo(ClaimStatus.AwaitingSupplement));
        await story.DeliverAsync(StimulusNames.Supplement, new Supplement("Bổ sung bản án", [], Channels.Portal));
        Assert.That(await story.LimitAsync("claimant-supplement"), Is.EqualTo(TimeLimitState.Met));
        await CompleteAsync(story, ClaimSamples.Papers("portal"));
        await AcceptAsync(story);
        return await CleanAsync(story);
    }

    /// <summary>A notice to the account is not the request: without an e-mail address it is delivered on paper, and his time runs from when he got that.</summary>
    public static async Task<Story> ClaimantOnlineHasNoEmail(TestOffice office)
    {
        var papers = ClaimSamples.Papers("portal", "basisDocument");
        var story = await StartAsync(office, ClaimSamples.Claim("portal", email: null, papers: papers), Channels.Portal);
        await story.DoAsync("acknowledge", "Sent");
        await AskAsync(story, papers);
        Assert.That((await story.LimitsAsync()).Select(limit => limit.LimitId), Does.Not.Contain("claimant-supplement"), "he has not got it yet");
        await office.MoveToAsync(TestOffice.At(2026, 3, 11, 9));
        await story.DoAsync("deliver-request", "Delivered", ClaimSamples.Delivery("2026-03-10"));
        Assert.That((await story.FindLimitAsync("claimant-supplement")).DueDate, Is.EqualTo(new LocalDate(2026, 3, 17)), "11, 12, 13, 16, 17/3");
        await story.DeliverAsync(StimulusNames.Supplement, new Supplement("Bổ sung bản án", [], Channels.Portal));
        await CompleteAsync(story, ClaimSamples.Papers("portal"));
        await AcceptAsync(story);
        return await CleanAsync(story);
    }

    public static async Task<Story> ClaimIsNotAccepted(TestOffice office)
    {
        var story = await StartAsync(office);
        await CompleteAsync(story, ClaimSamples.Papers());
        await story.DoAsync("decide-acceptance", "NotAccepted", ClaimSamples.Refusal("notCompetent", namesBody: true));
        return await RefusedAsync(story);
    }

    /// <summary>On paper the time runs from the day the claimant got the request; what was asked for once is asked for again only with a reason.</summary>
    public static async Task<Story> ClaimIsSupplementedOnPaperAndRefused(TestOffice office)
    {
        var papers = ClaimSamples.Papers("counter", "injuredPersonIdentity");
        var story = await StartAsync(office, ClaimSamples.Claim(email: null, papers: papers));
        await AskAsync(story, papers);
        await story.DoAsync("deliver-request", "Delivered", ClaimSamples.Delivery(await Stories.TodayAsync(office)));
        await story.DoAsync("await-supplement", "Supplied", new JsonObject { ["what"] = "Chứng cứ khác" });
        await AskAsync(story, papers, "Người yêu cầu xin nộp lại bản rõ hơn.");
        await story.DoAsync("deliver-request", "Delivered", ClaimSamples.Delivery(await Stories.TodayAsync(office)));
        await office.MoveToAsync(TestOffice.At(2026, 3, 9, 16));
        await story.DoAsync("await-supplement", "Supplied", new JsonObject { ["what"] = "Vẫn thiếu" });
        await story.DoAsync("prepare-check", "Prepared", ClaimSamples.Found((JsonArray)papers.DeepClone()));
        await office.MoveToAsync(TestOffice.At(2026, 3, 10, 8));
        await story.DoAsync("check-completeness", "NotAccepted", ClaimSamples.Refusal("notSupplemented"));
        Assert.That(await story.LettersAsync(), Is.Empty, "who has no e-mail address gets papers");
        return await RefusedAsync(story);
    }

    /// <summary>Reminded at the end of the local 2 working days, late only after the law's 5.</summary>
    public static async Task<Story> ClaimantIsSilent(TestOffice office)
    {
        var story = await SilentAsync(office);
        await story.DoAsync("decide-lapse", "NotAccepted", ClaimSamples.Refusal("notSupplemented"));
        return await RefusedAsync(story);
    }

    public static async Task<Story> ClaimantHadForceMajeure(TestOffice office)
    {
        var story = await SilentAsync(office);
        await story.DoAsync("decide-lapse", "MoreTime", ClaimSamples.Obstacle("2026-03-04", "2026-03-09"));
        Assert.That((await story.FindLimitAsync("claimant-supplement")).DueDate, Is.EqualTo(new LocalDate(2026, 3, 13)), "3/3, then 10 to 13/3");
        await story.DoAsync("await-supplement", "Supplied", new JsonObject { ["what"] = "Giấy tờ nhân thân" });
        await CompleteAsync(story, ClaimSamples.Papers());
        await AcceptAsync(story);
        return await CleanAsync(story);
    }

    public static async Task<Story> ClaimantSupplementsLate(TestOffice office)
    {
        var story = await SilentAsync(office);
        await story.DoAsync("decide-lapse", "TakeLate");
        await CompleteAsync(story, ClaimSamples.Papers());
        await AcceptAsync(story);
        return await CleanAsync(story);
    }

    public static async Task<Story> OfficerIsReplaced(TestOffice office)
    {
        var story = await AppointedAsync(office);
        await ReplaceAsync(story);
        var orders = (await office.Store.Queries.DocumentsAsync(story.CaseId, CancellationToken.None)).Where(paper => paper.Template == "claim-appointment").ToList();
        Assert.That(orders.Select(order => (string?)order.Slots!["decisionNumber"]), Is.EquivalentTo(new[] { "1/QĐ-CNGQ", "2/QĐ-CNGQ" }));
        return await CleanAsync(story);
    }

    public static async Task<Story> ClaimIsWithdrawn(TestOffice office)
    {
        var story = await StartAsync(office);
        await CompleteAsync(story, ClaimSamples.Papers());
        await WithdrawAsync(story);
        Assert.That((await story.OpenTasksAsync()).Select(task => task.ActivityId), Is.EqualTo(new[] { "terminate" }), "nothing else goes on");
        Assert.That(await story.LimitAsync("accept"), Is.EqualTo(TimeLimitState.Cancelled));
        await story.DoAsync("terminate", "Signed", ClaimSamples.Signature());
        Assert.That(await story.LimitAsync("terminate"), Is.EqualTo(TimeLimitState.Met));
        Assert.That(await story.LettersAsync(), Does.Contain("claim-terminated"));
        return await EndAsync(story, ClaimStatus.Withdrawn);
    }

    public static async Task<Story> StartAsync(TestOffice office, JsonObject? claim = null, string channel = Channels.Counter)
    {
        var story = new Story(office, Story.NewId());
        await story.StartAsync(new CaseStart(channel, $"R{story.CaseId}", claim ?? ClaimSamples.Claim(), null, []), CompensationClaimProcedure.Id);
        return story;
    }

    /// <summary>Reception and head find the file complete.</summary>
    public static async Task CompleteAsync(Story story, JsonArray papers)
    {
        await story.DoAsync("prepare-check", "Prepared", ClaimSamples.Found((JsonArray)papers.DeepClone()));
        await story.DoAsync("check-completeness", "Complete");
    }

    /// <summary>Reception and head ask for what the file misses.</summary>
    public static async Task AskAsync(Story story, JsonArray papers, string? repeatReason = null)
    {
        await story.DoAsync("prepare-check", "Prepared", ClaimSamples.Found((JsonArray)papers.DeepClone()));
        await story.DoAsync("check-completeness", "SupplementNeeded", ClaimSamples.Request(repeatReason));
    }

    public static async Task AcceptAsync(Story story)
    {
        await story.DoAsync("decide-acceptance", "Accepted", ClaimSamples.Conditions());
        await story.DoAsync("appoint", "Appointed", ClaimSamples.Officer());
    }

    /// <summary>Received by hand, accepted, and the settlement officer in charge: where step 5 begins.</summary>
    public static async Task<Story> AppointedAsync(TestOffice office, JsonObject? claim = null)
    {
        var story = await StartAsync(office, claim);
        await CompleteAsync(story, ClaimSamples.Papers());
        await AcceptAsync(story);
        return story;
    }

    /// <summary>Asked by e-mail on Monday 2 March; by Tuesday 10 March, 08:00, the law's time has passed in silence.</summary>
    public static async Task<Story> SilentAsync(TestOffice office)
    {
        var story = await AskedAsync(office);
        await office.MoveToAsync(TestOffice.At(2026, 3, 5, 0));
        Assert.That(await story.LettersAsync(), Does.Contain("limit-reminder"));
        Assert.That(await story.LimitAsync("claimant-supplement"), Is.EqualTo(TimeLimitState.Running), "the local end only reminds");
        await office.MoveToAsync(TestOffice.At(2026, 3, 10, 8));
        Assert.That(await story.LimitAsync("claimant-supplement"), Is.EqualTo(TimeLimitState.Missed));
        return story;
    }

    public static async Task<Story> AskedAsync(TestOffice office, string madeOn = "2026-02-23")
    {
        var papers = ClaimSamples.Papers("counter", "injuredPersonIdentity");
        var claim = ClaimSamples.Claim(papers: papers);
        claim["madeOn"] = madeOn;
        var story = await StartAsync(office, claim);
        await AskAsync(story, papers);
        return story;
    }

    public static Task<BurstAnswer> ReplaceAsync(Story story, string by = "head", string officer = "other-officer") => story.RunAsync(new Deliver(
        story.CaseId, TestOffice.Person(by), StimulusNames.ReplaceOfficer, EngineJson.ToObject(EngineJson.Read<OfficerReplacement>(new JsonObject { ["reason"] = "Có quan hệ thân thích.", ["officer"] = ClaimSamples.Officer(officer) })!)));

    public static Task<BurstAnswer> WithdrawAsync(Story story) => story.DeliverAsync(StimulusNames.Withdrawal, new Withdrawal("Đã được bồi thường", Channels.Counter));

    public static async Task<Story> CleanAsync(Story story)
    {
        Assert.That(await story.IncidentsAsync(), Is.Empty);
        return story;
    }

    public static async Task<Story> EndAsync(Story story, string status)
    {
        await CleanAsync(story);
        Assert.That(await story.StatusAsync(), Is.EqualTo(status));
        Assert.That((await story.OpenTasksAsync()).Where(task => task.Handler is null), Is.Empty, "an ended case has no open task");
        Assert.That((await story.LimitsAsync()).Where(limit => limit.State == TimeLimitState.Running), Is.Empty);
        return story;
    }

    private static async Task<Story> RefusedAsync(Story story)
    {
        await story.DoAsync("return-file", "Returned", ClaimSamples.Delivery(await Stories.TodayAsync(story.Office)));
        Assert.That(await story.Office.Store.Queries.RegisterAsync(RegisterKinds.ClaimsAccepted, TestOffice.Id, 2026, CancellationToken.None), Is.Empty, "no number of the register of acceptance is taken");
        return await EndAsync(story, ClaimStatus.NotAccepted);
    }
}
