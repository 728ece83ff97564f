using ProcedureEngine.Activities.Appointment;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.TimeLimits;

namespace ProcedureEngine.Workflows.Tests.Support;

/// <summary>Every way through the procedure, as stories that end where the spec says.</summary>
internal static class Stories
{
    public static IReadOnlyDictionary<string, Func<TestOffice, Task<Story>>> All { get; } = new Dictionary<string, Func<TestOffice, Task<Story>>>(StringComparer.Ordinal)
    {
        [nameof(WaitsAndCollects)] = WaitsAndCollects,
        [nameof(IsNotifiedAtHisAddress)] = IsNotifiedAtHisAddress,
        [nameof(SupplementsByMail)] = SupplementsByMail,
        [nameof(SupplementsInPerson)] = SupplementsInPerson,
        [nameof(IsRefused)] = IsRefused,
        [nameof(IsRedirected)] = IsRedirected,
        [nameof(LapsesAndAnswersLate)] = LapsesAndAnswersLate,
        [nameof(SendsByPost)] = SendsByPost,
        [nameof(SendsByPostWhatDoesNotMatch)] = SendsByPostWhatDoesNotMatch,
        [nameof(NeverSendsTheLetter)] = NeverSendsTheLetter,
        [nameof(DoesNotComeThenComes)] = DoesNotComeThenComes,
        [nameof(BringsAnIncompleteOriginal)] = BringsAnIncompleteOriginal,
        [nameof(NeverCompletesTheOriginal)] = NeverCompletesTheOriginal,
        [nameof(BringsOtherValues)] = BringsOtherValues,
        [nameof(IsReturnedByTheHead)] = IsReturnedByTheHead,
        [nameof(WalksIn)] = WalksIn,
        [nameof(Withdraws)] = Withdraws,
        [nameof(WithdrawsByALetterThatTheOfficerReads)] = WithdrawsByALetterThatTheOfficerReads,
    };

    public static async Task<Story> WaitsAndCollects(TestOffice office)
    {
        var story = await ConfirmedAsync(office);
        await ComesAsync(story, "Match", Samples.Original());
        await story.DoAsync("draft-decision", "Drafted", Samples.Draft());
        await DecideAsync(story);
        await story.DoAsync("collect", "Collected", Samples.Collected(await office.Store.NowAsync(CancellationToken.None)));
        return await ExpectAsync(story, CaseStatus.Completed);
    }

    public static async Task<Story> IsNotifiedAtHisAddress(TestOffice office)
    {
        var story = await ConfirmedAsync(office);
        await story.DoAsync("draft-decision", "Drafted", Samples.Draft());
        await ComesAsync(story, "Match", Samples.Original(Samples.Request(delivery: "notifyAtAddress")));
        await DecideAsync(story);
        return await ExpectAsync(story, CaseStatus.Completed);
    }

    public static async Task<Story> SupplementsByMail(TestOffice office)
    {
        var story = await Story.ByMailAsync(office);
        await story.DoAsync("check-validity", "Incomplete", Samples.Guidance());
        Assert.That(await story.LettersAsync(), Does.Contain("guidance-02-qt"));
        Assert.That((await story.DeliverAsync(StimulusNames.Mail, Samples.Mail("Tôi bổ sung bản án."))).Kind, Is.EqualTo("delivered"));
        Assert.That(await story.LimitAsync("applicant-answer"), Is.EqualTo(TimeLimitState.Met));
        await story.TaskAsync("check-validity");
        return story;
    }

    public static async Task<Story> SupplementsInPerson(TestOffice office)
    {
        var story = await Story.ByHttpAsync(office);
        await story.DoAsync("check-validity", "Incomplete", Samples.Guidance());
        await story.DoAsync("await-supplement", "Supplied", new JsonObject { ["what"] = "Nộp bản án tại quầy" });
        await story.TaskAsync("check-validity");
        return story;
    }

    public static async Task<Story> IsRefused(TestOffice office)
    {
        var story = await Story.ByMailAsync(office);
        await story.DoAsync("check-validity", "NoRight", Samples.Guidance(hasRight: false));
        return await ExpectAsync(story, CaseStatus.Refused);
    }

    public static async Task<Story> IsRedirected(TestOffice office)
    {
        var story = await Story.ByMailAsync(office);
        await story.DoAsync("check-validity", "NotCompetent", Samples.Guidance(competent: false));
        return await ExpectAsync(story, CaseStatus.Redirected);
    }

    public static async Task<Story> LapsesAndAnswersLate(TestOffice office)
    {
        var story = await Story.ByMailAsync(office);
        await story.DoAsync("check-validity", "Incomplete", Samples.Guidance());
        await PassAsync(office, Duration.FromDays(32));
        Assert.That(await story.LettersAsync(), Does.Contain("answer-reminder"));
        await PassAsync(office, Duration.FromDays(35));
        await ExpectAsync(story, CaseStatus.Lapsed);
        Assert.That(await story.LimitAsync("applicant-answer"), Is.EqualTo(TimeLimitState.Missed));
        await story.RunAsync(new Reopen(story.CaseId, Actor.Engine, "Đương sự trả lời muộn"));
        await story.TaskAsync("check-validity");
        return story;
    }

    public static async Task<Story> SendsByPost(TestOffice office)
    {
        var story = await PostedAsync(office);
        await story.DoAsync("await-post", "Arrived", new JsonObject { ["receivedOn"] = await TodayAsync(office) });
        await story.DoAsync("draft-decision", "Drafted", Samples.Draft());
        await story.DoAsync("compare-post", "Match", Samples.Original(Samples.Request("post", "notifyAtAddress")));
        await DecideAsync(story);
        return await ExpectAsync(story, CaseStatus.Completed);
    }

    public static async Task<Story> SendsByPostWhatDoesNotMatch(TestOffice office)
    {
        var story = await PostedAsync(office);
        await story.DoAsync("await-post", "Arrived", new JsonObject { ["receivedOn"] = await TodayAsync(office) });
        await story.DoAsync("draft-decision", "Drafted", Samples.Draft());
        var mismatch = Samples.Visit(await NextVisitAsync(office));
        mismatch["differences"] = new JsonArray("Thiếu bản án");
        await story.DoAsync("compare-post", "Mismatch", mismatch);
        await ComesAsync(story, "Match", Samples.Original(Samples.Request("post", "notifyAtAddress")));
        await DecideAsync(story);
        return await ExpectAsync(story, CaseStatus.Completed);
    }

    public static async Task<Story> NeverSendsTheLetter(TestOffice office)
    {
        var story = await PostedAsync(office);
        await PassAsync(office, Duration.FromDays(70));
        return await ExpectAsync(story, CaseStatus.Lapsed);
    }

    public static async Task<Story> DoesNotComeThenComes(TestOffice office)
    {
        var story = await ConfirmedAsync(office);
        await story.DoAsync("draft-decision", "Drafted", Samples.Draft());
        await office.MoveToAsync((await VisitAsync(story)).From + Duration.FromMinutes(61));
        await story.DoAsync("receive-original", "DidNotCome", taskName: "one-hour-later");
        await story.DoAsync("new-appointment", "Set", Samples.Visit(await NextVisitAsync(office)));
        await ComesAsync(story, "Match", Samples.Original());
        return story;
    }

    public static async Task<Story> BringsAnIncompleteOriginal(TestOffice office)
    {
        var story = await ConfirmedAsync(office);
        await ComesAsync(story, "Incomplete", new JsonObject { ["missing"] = new JsonArray("Bản án"), ["text"] = "Đề nghị nộp bản án." });
        await story.DeliverAsync(StimulusNames.Mail, Samples.Mail("Tôi đã có bản án."));
        await story.DoAsync("new-appointment", "PresentNow");
        await story.DoAsync("receive-original", "Match", Samples.Original());
        return story;
    }

    public static async Task<Story> NeverCompletesTheOriginal(TestOffice office)
    {
        var story = await ConfirmedAsync(office);
        await ComesAsync(story, "Incomplete", new JsonObject { ["missing"] = new JsonArray("Bản án"), ["text"] = "Đề nghị nộp bản án." });
        await PassAsync(office, Duration.FromDays(70));
        return await ExpectAsync(story, CaseStatus.Lapsed);
    }

    public static async Task<Story> BringsOtherValues(TestOffice office)
    {
        var story = await ConfirmedAsync(office);
        await story.DoAsync("draft-decision", "Drafted", Samples.Draft());
        await ComesAsync(story, "Differs", Samples.Original(Samples.Request(amount: 240_000_000)));
        await story.DoAsync("redraft", "Drafted", Samples.Draft());
        await DecideAsync(story);
        await story.DoAsync("collect", "Collected", Samples.Collected(await office.Store.NowAsync(CancellationToken.None)));
        Assert.That((await office.Store.Queries.DecisionsAsync(TestOffice.Id, 2026, CancellationToken.None)).Single(d => d.InstanceId == story.CaseId).Amount, Is.EqualTo(240_000_000));
        return await ExpectAsync(story, CaseStatus.Completed);
    }

    public static async Task<Story> IsReturnedByTheHead(TestOffice office)
    {
        var story = await ConfirmedAsync(office);
        await story.DoAsync("draft-decision", "Drafted", Samples.Draft());
        await ComesAsync(story, "Match", Samples.Original());
        await story.DoAsync("submit-proposal", "Submitted", Samples.Proposal());
        await story.DoAsync("sign-decision", "Returned", new JsonObject { ["reason"] = "Ghi rõ lãi suất." });
        await story.DoAsync("redraft", "Drafted", Samples.Draft());
        await story.DoAsync("submit-proposal", "Submitted", Samples.Proposal());
        await story.DoAsync("sign-decision", "Signed", Samples.Signature());
        var limits = (await story.LimitsAsync()).Where(limit => limit.LimitId == "sign-decision").ToList();
        Assert.That(limits.Select(limit => (limit.Occurrence, limit.State)), Is.EquivalentTo(new[] { (1, TimeLimitState.Met), (2, TimeLimitState.Met) }));
        return story;
    }

    public static async Task<Story> WalksIn(TestOffice office)
    {
        var story = await Story.ByHttpAsync(office, channel: Channels.Counter);
        Assert.That((await office.Store.Queries.CaseAsync(story.CaseId, CancellationToken.None))!.Number, Is.Not.Null, "the counter registers at once");
        await story.DoAsync("check-validity", "Valid", Samples.Valid());
        await story.DoAsync("draft-decision", "Drafted", Samples.Draft());
        await story.DoAsync("record-original", "Recorded", Samples.Original());
        await DecideAsync(story);
        await story.DoAsync("collect", "Collected", Samples.Collected(await office.Store.NowAsync(CancellationToken.None)));
        Assert.That(await story.LettersAsync(), Is.Empty, "who came to the counter has no e-mail address of an online request");
        return await ExpectAsync(story, CaseStatus.Completed);
    }

    public static async Task<Story> Withdraws(TestOffice office)
    {
        var story = await ConfirmedAsync(office);
        await story.DeliverAsync(StimulusNames.Withdrawal, new Withdrawal("Đã thỏa thuận", Channels.Counter));
        Assert.That((await story.LimitsAsync()).Where(limit => limit.State is TimeLimitState.Running or TimeLimitState.Missed), Is.Empty);
        return await ExpectAsync(story, CaseStatus.Withdrawn);
    }

    public static async Task<Story> WithdrawsByALetterThatTheOfficerReads(TestOffice office)
    {
        var story = await ConfirmedAsync(office);
        await story.DeliverAsync(StimulusNames.Mail, Samples.Mail("Tôi xin rút yêu cầu."));
        await story.DoAsync("correspondence", "Withdraws", new JsonObject { ["reason"] = "Đã thỏa thuận" });
        return await ExpectAsync(story, CaseStatus.Withdrawn);
    }

    public static async Task<Story> ConfirmedAsync(TestOffice office)
    {
        var story = await Story.ByMailAsync(office);
        await story.DoAsync("check-validity", "Valid", Samples.Valid());
        await story.DoAsync("confirm-receipt", "InPerson", Samples.Visit(await NextVisitAsync(office)));
        return story;
    }

    /// <summary>From the proposal to the last hand-out but the collection at the counter.</summary>
    public static async Task DecideAsync(Story story)
    {
        var today = await TodayAsync(story.Office);
        await story.DoAsync("submit-proposal", "Submitted", Samples.Proposal());
        await story.DoAsync("sign-decision", "Signed", Samples.Signature());
        await story.DoAsync("issue-decision", "Issued", Samples.Issue());
        await story.DoAsync("send-soft-copy", "Sent");
        await story.DoAsync("notify", "Notified", Samples.Notified(today));
        await story.DoAsync("notify", "Failed", Samples.NotNotified(today));
        await story.DoAsync("notify", "Notified", Samples.Notified(today, "post"));
        await story.DoAsync("take-over", "TakenOver", new JsonObject { ["on"] = today });
    }

    public static async Task ComesAsync(Story story, string outcome, JsonObject data)
    {
        await story.Office.MoveToAsync((await VisitAsync(story)).From + Duration.FromMinutes(5));
        await story.DoAsync("receive-original", outcome, data);
    }

    public static async Task<AppointmentRow> VisitAsync(Story story) =>
        (await story.Office.Store.Queries.AppointmentsAsync(story.CaseId, CancellationToken.None)).Single(visit => visit.State == AppointmentState.Set);

    /// <summary>A free half-hour of the officer in the sixth working day from now and after.</summary>
    public static async Task<Instant> NextVisitAsync(TestOffice office)
    {
        var today = (await office.Store.NowAsync(CancellationToken.None)).InZone(TestOffice.Zone).Date;
        var slot = Interlocked.Increment(ref slots);
        var day = Deadlines.WorkingCalendar.National.AddWorkingDays(today, 6 + (slot / 7 % 10));
        return day.At(new LocalTime(7, 30).PlusMinutes(slot % 7 * 30)).InZoneStrictly(TestOffice.Zone).ToInstant();
    }

    public static async Task<LocalDate> NextWorkingDayAsync(TestOffice office) =>
        Deadlines.WorkingCalendar.National.AddWorkingDays((await office.Store.NowAsync(CancellationToken.None)).InZone(TestOffice.Zone).Date, 2);

    public static async Task<string> TodayAsync(TestOffice office) =>
        NodaTime.Text.LocalDatePattern.Iso.Format((await office.Store.NowAsync(CancellationToken.None)).InZone(TestOffice.Zone).Date);

    private static int slots;

    public static async Task<Story> PostedAsync(TestOffice office)
    {
        var story = await Story.ByMailAsync(office);
        await story.DoAsync("check-validity", "Valid", Samples.Valid(Samples.Request("post", "notifyAtAddress")));
        await story.DoAsync("confirm-receipt", "ByPost", []);
        return story;
    }

    private static async Task PassAsync(TestOffice office, Duration time) => await office.MoveToAsync(await office.Store.NowAsync(CancellationToken.None) + time);

    private static async Task<Story> ExpectAsync(Story story, string status)
    {
        Assert.That(await story.IncidentsAsync(), Is.Empty);
        Assert.That(await story.StatusAsync(), Is.EqualTo(status));
        Assert.That(await story.OpenTasksAsync(), Is.Empty, "an ended case has no open task");
        return story;
    }
}
