using ProcedureEngine.Activities.Compensation;
using ProcedureEngine.Activities.Compensation.Complaints;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Registers;
using ProcedureEngine.Activities.TimeLimits;

namespace ProcedureEngine.Workflows.Tests.Support;

/// <summary>Every way through the complaint procedure, as stories that end where the spec says.</summary>
internal static class ComplaintStories
{
    public static IReadOnlyDictionary<string, Func<TestOffice, Task<Story>>> All { get; } = new Dictionary<string, Func<TestOffice, Task<Story>>>(StringComparer.Ordinal)
    {
        [nameof(IsFounded)] = IsFounded,
        [nameof(IsNotAccepted)] = IsNotAccepted,
        [nameof(IsTransferred)] = IsTransferred,
        [nameof(SupplementsOnce)] = SupplementsOnce,
        [nameof(IsSilentAndIsRefused)] = IsSilentAndIsRefused,
        [nameof(IsReturnedByTheLeader)] = IsReturnedByTheLeader,
        [nameof(BecomesComplex)] = BecomesComplex,
        [nameof(IsFoundRemote)] = IsFoundRemote,
        [nameof(WithdrawsTheComplaint)] = WithdrawsTheComplaint,
    };

    public static async Task<Story> IsFounded(TestOffice office)
    {
        var story = await AcceptedAsync(office);
        await story.DoAsync("appraise", "Sufficient", ComplaintSamples.Note());
        await story.DoAsync("submit", "Submitted", ComplaintSamples.Report());
        await DecideAsync(story);
        foreach (var limit in new[] { "decide-acceptance", "step-B1-B2", "step-B3-B4", "step-B5", "step-B6", "resolve" })
            Assert.That(await story.LimitAsync(limit), Is.EqualTo(TimeLimitState.Met), limit);
        return await EndAsync(story, ComplaintStatus.Completed);
    }

    public static async Task<Story> IsNotAccepted(TestOffice office)
    {
        var story = await TakenInAsync(office);
        await story.DoAsync("decide-acceptance", "RefusalProposed", ComplaintSamples.Reasons());
        await story.DoAsync("sign-refusal", "Returned", new JsonObject { ["reason"] = "Nêu rõ căn cứ." });
        await story.DoAsync("decide-acceptance", "RefusalProposed", ComplaintSamples.Reasons());
        await story.DoAsync("sign-refusal", "Signed", ComplaintSamples.Signature());
        await story.DoAsync("deliver-notice", "Returned", ComplaintSamples.Delivery(await Stories.TodayAsync(office)));
        Assert.That(await story.LimitAsync("decide-acceptance"), Is.EqualTo(TimeLimitState.Met));
        Assert.That(await story.LettersAsync(), Does.Contain("complaint-not-accepted"));
        return await EndAsync(story, ComplaintStatus.NotAccepted);
    }

    public static async Task<Story> IsTransferred(TestOffice office)
    {
        var story = await TakenInAsync(office);
        await story.DoAsync("decide-acceptance", "Transferred", new JsonObject
        {
            ["competentBody"] = new JsonObject { ["name"] = "Ủy ban nhân dân quận", ["address"] = "Số 9" },
            ["reason"] = "Vượt thẩm quyền cấp xã.",
        });
        return await EndAsync(story, ComplaintStatus.Transferred);
    }

    public static async Task<Story> SupplementsOnce(TestOffice office)
    {
        var story = await AcceptedAsync(office, ComplaintSamples.Complaint(email: null));
        await story.DoAsync("appraise", "SupplementNeeded", ComplaintSamples.Guidance("phone"));
        await story.DoAsync("await-supplement", "Supplied", new JsonObject { ["what"] = "Giấy ủy quyền" });
        await story.DoAsync("appraise", "DecideAsIs", ComplaintSamples.Note());
        await story.DoAsync("submit", "Submitted", ComplaintSamples.Report("partlyFounded"));
        await DecideAsync(story);
        Assert.That(await story.LettersAsync(), Is.Empty, "who has no e-mail address gets papers");
        return await EndAsync(story, ComplaintStatus.Completed);
    }

    public static async Task<Story> IsSilentAndIsRefused(TestOffice office)
    {
        var story = await AcceptedAsync(office);
        await story.DoAsync("appraise", "SupplementNeeded", ComplaintSamples.Guidance());
        await office.MoveToAsync(await office.Store.NowAsync(CancellationToken.None) + Duration.FromDays(13));
        Assert.That(await story.LettersAsync(), Does.Contain("answer-reminder"));
        Assert.That(await story.LimitAsync("complainant-supplement"), Is.EqualTo(TimeLimitState.Missed));
        Assert.That(await story.LimitAsync("resolve"), Is.EqualTo(TimeLimitState.Running), "the citizen's time does not stop the office's");
        await story.DoAsync("appraise", "Refuse", ComplaintSamples.Reasons("Không bổ sung giấy ủy quyền."));
        await DecideAsync(story);
        return await EndAsync(story, ComplaintStatus.Completed);
    }

    public static async Task<Story> IsReturnedByTheLeader(TestOffice office)
    {
        var story = await AcceptedAsync(office, ComplaintSamples.Complaint(7, "7m"));
        await story.DoAsync("appraise", "Sufficient", ComplaintSamples.Note());
        await story.DoAsync("submit", "Submitted", ComplaintSamples.Report("notFounded"));
        await story.DoAsync("sign-decision", "Returned", new JsonObject { ["reason"] = "Bổ sung biên bản đối thoại." });
        await story.DoAsync("submit", "Submitted", ComplaintSamples.Report("notFounded"));
        await DecideAsync(story);
        return await EndAsync(story, ComplaintStatus.Completed);
    }

    public static async Task<Story> BecomesComplex(TestOffice office)
    {
        var story = await AcceptedAsync(office);
        var before = (await story.LimitsAsync()).Single(limit => limit.LimitId == "resolve");
        await story.RunAsync(new Deliver(story.CaseId, TestOffice.Person("ward-leader"), StimulusNames.DeclareComplex, EngineJson.ToObject(new ComplexityDeclaration("Nhiều cơ quan liên quan"))));
        var after = (await story.LimitsAsync()).Single(limit => limit.LimitId == "resolve");
        Assert.That(Period.DaysBetween(before.StartedAt.InZone(TestOffice.Zone).Date, after.DueDate!.Value), Is.GreaterThanOrEqualTo(45).And.LessThan(50));
        Assert.That(after.StartedAt, Is.EqualTo(before.StartedAt), "counted anew from the same start");
        Assert.That(await story.LettersAsync(), Does.Contain("complaint-complex"));
        var receipts = (await office.Store.Queries.DocumentsAsync(story.CaseId, CancellationToken.None)).Where(paper => paper.Kind == "receipt").ToList();
        Assert.That(receipts.Select(paper => paper.Version), Is.EquivalentTo(new[] { 1, 2 }));
        return story;
    }

    /// <summary>Found remote otherwise than the office's data says: the receipt's day was counted on 30 days, and is written again with 45.</summary>
    public static async Task<Story> IsFoundRemote(TestOffice office)
    {
        var story = await TakenInAsync(office);
        await story.DoAsync("decide-acceptance", "Accepted", new JsonObject { ["isRemote"] = true, ["remoteReason"] = "Người khiếu nại ở bản vùng xa, đi lại khó khăn." });
        var receipts = (await office.Store.Queries.DocumentsAsync(story.CaseId, CancellationToken.None)).Where(paper => paper.Kind == "receipt").OrderBy(paper => paper.Version).ToList();
        var promised = receipts.Select(paper => (string)paper.Slots!["resultDay"]!).ToList();
        Assert.That(promised, Is.EqualTo(new[] { "2026-04-14", "2026-04-17" }), "10, 30 and 1 days from 2 March; then 45 from acceptance and 1");
        Assert.That((await story.LettersAsync()).Count(letter => letter == "complaint-receipt"), Is.EqualTo(2));
        var line = (await office.Store.Queries.RegisterAsync(RegisterKinds.Complaints, TestOffice.Id, 2026, CancellationToken.None)).Single(line => line.InstanceId == story.CaseId);
        Assert.That((string?)line.Cells["resultDay"], Is.EqualTo(promised[^1]), "the register promises the same day");
        return story;
    }

    public static async Task<Story> WithdrawsTheComplaint(TestOffice office)
    {
        var story = await AcceptedAsync(office);
        await story.DeliverAsync(StimulusNames.Withdrawal, new Withdrawal("Đã được giải quyết", Channels.Counter));
        Assert.That((await story.LimitsAsync()).Where(limit => limit.State is TimeLimitState.Running), Is.Empty);
        return await EndAsync(story, ComplaintStatus.Withdrawn);
    }

    public static async Task<Story> TakenInAsync(TestOffice office, JsonObject? complaint = null)
    {
        var story = await Story.OfComplaintAsync(office, complaint);
        await story.DoAsync("take-in", "Received", ComplaintSamples.TakenIn());
        return story;
    }

    public static async Task<Story> AcceptedAsync(TestOffice office, JsonObject? complaint = null)
    {
        var story = await TakenInAsync(office, complaint);
        await story.DoAsync("decide-acceptance", "Accepted", []);
        return story;
    }

    /// <summary>From the leader's desk to the result in the complainant's hand.</summary>
    public static async Task DecideAsync(Story story)
    {
        await story.DoAsync("sign-decision", "Signed", ComplaintSamples.Signature());
        await story.DoAsync("prepare-result", "Prepared", new JsonObject { ["papers"] = new JsonArray() });
        await story.DoAsync("return-result", "Returned", ComplaintSamples.Delivery(await Stories.TodayAsync(story.Office)));
    }

    private static async Task<Story> EndAsync(Story story, string status)
    {
        Assert.That(await story.IncidentsAsync(), Is.Empty);
        Assert.That(await story.StatusAsync(), Is.EqualTo(status));
        Assert.That(await story.OpenTasksAsync(), Is.Empty, "an ended case has no open task");
        var papers = await story.Office.Store.Queries.DocumentsAsync(story.CaseId, CancellationToken.None);
        Assert.That(papers.Count(paper => paper.Kind == "archive-list"), Is.EqualTo(1), "nothing closes without its archive list");
        return story;
    }
}
