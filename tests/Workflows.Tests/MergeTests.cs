using ProcedureEngine.Activities.Appointment;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Merging;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Engine.Journal;
using ProcedureEngine.Workflows.Tests.Support;

namespace ProcedureEngine.Workflows.Tests;

/// <summary>Two mails that are one request, one mail that is two, and mail that is none: each a recorded act of an officer, in two bursts where two cases are concerned.</summary>
[TestFixture(StoreKind.Sqlite, false)]
[TestFixture(StoreKind.Sqlite, true)]
[TestFixture(StoreKind.Postgres, false)]
[TestFixture(StoreKind.Postgres, true)]
public sealed class MergeTests(StoreKind store, bool deliversTwice)
{
    private static readonly Actor Intake = TestOffice.Person("intake-officer");

    private TestOffice office = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        office = await TestOffice.OpenAsync(store);
        office.DeliversTwice = deliversTwice;
    }

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task A_merged_case_ends_and_the_other_goes_on_to_its_decision()
    {
        var (merged, remaining) = (await Stories.ConfirmedAsync(office), await Story.ByMailAsync(office));
        var number = (await FileAsync(merged)).Number;

        await MergeAsync(merged, remaining, "Gửi hai lần");
        await office.PumpAsync();

        var (file, other) = (await FileAsync(merged), await FileAsync(remaining));
        var limits = await merged.LimitsAsync();
        Assert.Multiple(async () =>
        {
            Assert.That((file.Status, file.MergedInto, file.Number), Is.EqualTo((CaseStatus.Merged, remaining.CaseId, number)), "the number is kept");
            Assert.That(await merged.OpenTasksAsync(), Is.Empty);
            Assert.That(limits.Where(limit => limit.State is not (TimeLimitState.Met or TimeLimitState.Cancelled)), Is.Empty);
            Assert.That(limits.Single(limit => limit.LimitId == "draft-decision").State, Is.EqualTo(TimeLimitState.Cancelled));
            Assert.That(await merged.LettersAsync(), Does.Contain("merged"));
            Assert.That((await office.Store.Queries.AppointmentsAsync(merged.CaseId, default)).Single().State, Is.EqualTo(AppointmentState.Cancelled));
            Assert.That((await office.Store.Queries.MergedIntoAsync(remaining.CaseId, default)).Select(c => c.Id), Is.EqualTo(new[] { merged.CaseId }));
            Assert.That(await EventsAsync(remaining, "CaseAbsorbed"), Is.EqualTo(1));
            Assert.That(await ReasonAsync(merged, "CaseMerged"), Does.Contain("Gửi hai lần"));
            Assert.That(await ReasonAsync(remaining, "CaseAbsorbed"), Does.Contain("Gửi hai lần"));
            Assert.That(other.Status, Is.EqualTo(CaseStatus.Checking));
            Assert.That(JournalChain.FindBreak(await merged.JournalAsync()), Is.Null);
            Assert.That(await InvariantChecker.FindAsync(office, merged.CaseId, remaining.CaseId), Is.Empty);
        });
        await remaining.DoAsync("check-validity", "Valid", Samples.Valid());
        Assert.That(await remaining.IncidentsAsync(), Is.Empty);
    }

    [Test]
    public async Task A_stop_between_the_halves_delays_the_second_and_doubles_nothing()
    {
        var (merged, remaining) = (await Story.ByMailAsync(office), await Story.ByMailAsync(office));
        await MergeAsync(merged, remaining);
        Assert.That(await EventsAsync(remaining, "CaseAbsorbed"), Is.Zero, "the first half alone is committed; it is enough to find everything from either case");
        Assert.That((await office.Store.Queries.MergedIntoAsync(remaining.CaseId, default)).Single().Id, Is.EqualTo(merged.CaseId));

        await office.PumpAsync(stopsBeforeMarking: true);
        await office.PumpAsync();
        await office.PumpAsync();

        Assert.That(await EventsAsync(remaining, "CaseAbsorbed"), Is.EqualTo(1));
        Assert.That(await merged.StatusAsync(), Is.EqualTo(CaseStatus.Merged));
    }

    [Test]
    public async Task When_the_other_case_ends_first_the_merged_one_is_taken_up_again()
    {
        var (merged, remaining) = (await Story.ByMailAsync(office), await Story.ByMailAsync(office));
        await MergeAsync(merged, remaining);
        await remaining.DeliverAsync(StimulusNames.Withdrawal, new Withdrawal("Không cần nữa", Channels.Mail));

        await office.PumpAsync(stopsBeforeMarking: true);
        await office.PumpAsync();

        var file = await FileAsync(merged);
        Assert.That((file.Status, file.MergedInto, file.ClosedAt), Is.EqualTo((CaseStatus.Checking, (string?)null, (Instant?)null)));
        Assert.That(await EventsAsync(merged, "Reopened"), Is.EqualTo(1));
        await merged.DoAsync("check-validity", "Valid", Samples.Valid());
    }

    [TestCase(true, ExpectedResult = TimeLimitState.Met, TestName = "A mail that came after the question answers it")]
    [TestCase(false, ExpectedResult = TimeLimitState.Running, TestName = "A mail that came before the question does not")]
    public async Task<TimeLimitState> A_merge_ends_the_wait_for_the_applicant_only_when_it_can_be_an_answer(bool isLater)
    {
        var remaining = await Story.ByMailAsync(office);
        var early = await Story.ByMailAsync(office);
        await PassAsync();
        await remaining.DoAsync("check-validity", "Incomplete", Samples.Guidance());
        await PassAsync();
        var merged = isLater ? await Story.ByMailAsync(office) : early;

        await MergeAsync(merged, remaining);
        await office.PumpAsync();

        return await remaining.LimitAsync("applicant-answer");
    }

    [Test]
    public async Task The_head_may_undo_a_merge_and_both_journals_say_so()
    {
        var (merged, remaining) = (await Story.ByMailAsync(office), await Story.ByMailAsync(office));
        await MergeAsync(merged, remaining);
        await office.PumpAsync();

        await merged.RunAsync(new Reopen(merged.CaseId, TestOffice.Person("head"), "Hai yêu cầu khác nhau"));
        await office.PumpAsync();

        Assert.That((await FileAsync(merged)).MergedInto, Is.Null);
        Assert.That(await office.Store.Queries.MergedIntoAsync(remaining.CaseId, default), Is.Empty);
        Assert.That(await EventsAsync(remaining, "CaseReleased"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_case_whose_decision_is_drafted_is_not_merged_away_but_takes_others_in()
    {
        var (drafted, other) = (await Stories.ConfirmedAsync(office), await Story.ByMailAsync(office));
        await drafted.DoAsync("draft-decision", "Drafted", Samples.Draft());

        await RefusedAsync(Merge(drafted, other), "draft-exists");
        await MergeAsync(other, drafted);
        await office.PumpAsync();

        Assert.That(await EventsAsync(drafted, "CaseAbsorbed"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_signed_case_takes_none_in()
    {
        var (signed, other) = (await Stories.WaitsAndCollects(office), await Story.ByMailAsync(office));
        await MergeAsync(other, signed);

        await office.PumpAsync();

        Assert.That(await other.StatusAsync(), Is.EqualTo(CaseStatus.Checking));
    }

    [TestCase("clerk", "role-required")]
    [TestCase("head", "role-required")]
    public async Task Only_an_intake_officer_merges_splits_and_puts_aside(string role, string rule)
    {
        var (merged, remaining) = (await Story.ByMailAsync(office), await Story.ByMailAsync(office));
        var actor = TestOffice.Person(role);

        await RefusedAsync(Merge(merged, remaining) with { Actor = actor }, rule);
        await RefusedAsync(Aside(merged) with { Actor = actor }, rule);
        await RefusedAsync(Split(merged, "moi") with { Actor = actor }, rule);
        Assert.That(await merged.StatusAsync(), Is.EqualTo(CaseStatus.Checking));
    }

    [Test]
    public async Task The_same_merge_again_changes_nothing_and_another_is_refused()
    {
        var (merged, remaining, third) = (await Story.ByMailAsync(office), await Story.ByMailAsync(office), await Story.ByMailAsync(office));
        await MergeAsync(merged, remaining);
        var lines = (await merged.JournalAsync()).Count;

        await MergeAsync(merged, remaining);
        await RefusedAsync(Merge(merged, third), "finished");
        await RefusedAsync(Merge(third, third), "same-case");

        Assert.That(await merged.JournalAsync(), Has.Count.EqualTo(lines));
    }

    [Test]
    public async Task A_split_starts_a_case_of_its_own_with_the_original_bytes_in_both()
    {
        var story = await Story.ByMailAsync(office);
        var mail = Samples.Mail("Yêu cầu thứ hai") with { Attachments = [new ReceivedFile("attachment", "ban-an-2.pdf", "application/pdf", 3, new string('b', 64))] };
        var split = Split(story, "tach0001", mail);

        await story.RunAsync(split);
        await story.RunAsync(split);
        await office.PumpAsync(stopsBeforeMarking: true);
        await office.PumpAsync();

        var made = new Story(office, split.NewId());
        var file = await FileAsync(made);
        var message = (await office.Store.Queries.MessagesAsync(made.CaseId, default)).Single(m => m.State is null).Message;
        Assert.Multiple(async () =>
        {
            Assert.That((file.SplitFrom, file.LinkedCaseId, file.ReferenceCode, file.Number), Is.EqualTo((story.CaseId, story.CaseId, "CODE-tach0001", (CaseNumber?)null)));
            Assert.That((await office.Store.Queries.SplitFromAsync(story.CaseId, default)).Single().Id, Is.EqualTo(made.CaseId));
            Assert.That((message.Blob, message.MessageId), Is.EqualTo((mail.Blob, mail.MessageId)));
            Assert.That((await office.Store.Queries.DocumentsAsync(made.CaseId, default)).Single().Name, Is.EqualTo("ban-an-2.pdf"));
            Assert.That(await made.LettersAsync(), Is.EqualTo(new[] { "received" }));
            Assert.That(await made.LimitAsync("check-validity"), Is.EqualTo(TimeLimitState.Running));
            Assert.That(await EventsAsync(story, "CaseSplit"), Is.EqualTo(1));
            Assert.That(await EventsAsync(made, "SplitFromCase"), Is.EqualTo(1));
            Assert.That((await story.OpenTasksAsync()).Count, Is.EqualTo(1), "the first request goes on as it was");
        });
    }

    [Test]
    public async Task Spam_that_looked_like_a_request_is_put_aside_without_number_and_letter_and_can_come_back()
    {
        var story = await Story.ByMailAsync(office);
        var letters = await story.LettersAsync();

        await story.RunAsync(Aside(story));
        await story.RunAsync(Aside(story));

        var file = await FileAsync(story);
        Assert.That((file.Status, file.Number), Is.EqualTo((MailTriage.PutAside, (CaseNumber?)null)));
        Assert.That(await story.LettersAsync(), Is.EqualTo(letters));
        Assert.That(await story.OpenTasksAsync(), Is.Empty);
        Assert.That(await story.LimitAsync("check-validity"), Is.EqualTo(TimeLimitState.Cancelled));
        Assert.That(await ReasonAsync(story, "CaseSetAside"), Does.Contain("Quảng cáo"));
        await story.RunAsync(new Reopen(story.CaseId, TestOffice.Person("head"), "Xem lại"));
        await story.TaskAsync("check-validity");
    }

    [Test]
    public async Task A_registered_case_is_not_put_aside()
    {
        var byMail = await Story.ByMailAsync(office);
        await byMail.DoAsync("check-validity", "Incomplete", Samples.Guidance());

        await RefusedAsync(Aside(byMail), "registered");
        await RefusedAsync(Aside(await Story.ByHttpAsync(office)), "registered");
    }

    [Test]
    public async Task A_stranger_s_answer_lies_in_the_case_and_an_officer_says_whether_it_is_one()
    {
        var story = await Story.ByMailAsync(office);
        await story.DoAsync("check-validity", "Incomplete", Samples.Guidance());
        var mail = Samples.Mail("Tôi gửi thay") with { From = "la@example.vn", IsFromStranger = true };

        await story.DeliverAsync(StimulusNames.Mail, mail);
        Assert.That(await story.LimitAsync("applicant-answer"), Is.EqualTo(TimeLimitState.Running));
        Assert.That((await office.Store.Queries.MessagesAsync(story.CaseId, default)).Select(m => m.Message.Address), Does.Contain("la@example.vn"));
        await story.DoAsync("await-supplement", "IsNot", taskName: $"stranger-{mail.Blob[..12]}");
        Assert.That(await story.LimitAsync("applicant-answer"), Is.EqualTo(TimeLimitState.Running));
        var again = Samples.Mail("Lần nữa") with { From = "luat-su@example.vn", IsFromStranger = true };
        await story.DeliverAsync(StimulusNames.Mail, again);
        await story.DoAsync("await-supplement", "IsAnswer", new JsonObject { ["isPartyAddress"] = true }, taskName: $"stranger-{again.Blob[..12]}");

        Assert.That(await story.LimitAsync("applicant-answer"), Is.EqualTo(TimeLimitState.Met));
        Assert.That((await FileAsync(story)).IsPartyAddress("Luat-Su@example.vn"), Is.True);
        await story.TaskAsync("check-validity");
    }

    [Test]
    public async Task Related_cases_are_found_by_judgment_person_and_address_and_by_nothing_else()
    {
        var first = await Story.ByHttpAsync(office);
        var spelt = await Story.ByHttpAsync(office, Changed(r =>
        {
            r["judgment"]!["number"] = "12 / 2026 / ds-st";
            r["judgment"]!["court"] = "TOA AN NHAN DAN thành phố Nam Định";
            r["requester"]!["identityNumber"] = "999";
            r["requester"]!["name"] = "Người khác";
            r["requester"]!["email"] = "khac@example.vn";
        }));
        var other = await Story.ByHttpAsync(office, Changed(r =>
        {
            r["judgment"]!["number"] = "13/2026/DS-ST";
            r["requester"]!["identityNumber"] = "888";
            r["requester"]!["name"] = "Lê Văn Ba";
            r["requester"]!["email"] = "ba@example.vn";
        }));

        var traits = await office.Store.Queries.TraitsAsync(first.CaseId, default);
        var related = await office.Store.Queries.RelatedAsync(first.CaseId, traits, [TestOffice.Id], 50, default);

        Assert.That(traits.Select(trait => trait.Kind), Is.EquivalentTo(Enum.GetValues<TraitKind>().Except([TraitKind.PortalAccount])));
        Assert.That(related.Select(r => (r.Case.Id, r.Shared.Single())), Is.EqualTo(new[] { (spelt.CaseId, TraitKind.Judgment) }));
        Assert.That(await office.Store.Queries.RelatedAsync(first.CaseId, traits, ["hanoi"], 50, default), Is.Empty);
        Assert.That(await office.Store.Queries.RelatedAsync(other.CaseId, await office.Store.Queries.TraitsAsync(other.CaseId, default), null, 50, default), Is.Empty);
    }

    private static JsonObject Changed(Action<JsonObject> change)
    {
        var request = Samples.Request();
        change(request);
        return request;
    }

    private async Task MergeAsync(Story merged, Story remaining, string reason = "Là một yêu cầu") => await merged.RunAsync(Merge(merged, remaining, reason));

    private static PerformAct Merge(Story merged, Story remaining, string reason = "Là một yêu cầu") => new(
        merged.CaseId, Intake, MergeInto.Act, EngineJson.ToObject(new MergeInto(remaining.CaseId, $"R{remaining.CaseId}", $"R{remaining.CaseId}", reason)));

    private static PerformAct Aside(Story story) => new(story.CaseId, Intake, SetAside.Act, EngineJson.ToObject(new SetAside("Quảng cáo")));

    private static PerformAct Split(Story story, string newId, ReceivedMail? mail = null) => new(
        story.CaseId, Intake, SplitRequest.Act, EngineJson.ToObject(new SplitRequest(newId, $"CODE-{newId}", mail ?? Samples.Mail(), "Hai yêu cầu")));

    private async Task RefusedAsync(Stimulus stimulus, string rule) =>
        Assert.That((await Assert.ThrowsAsync<RejectedException>(() => office.Runner.RunAsync(stimulus, default)))!.Rule, Is.EqualTo(rule));

    private async Task<CaseFile> FileAsync(Story story) => (await office.Store.Queries.CaseAsync(story.CaseId, default))!;

    private async Task<int> EventsAsync(Story story, string name) => (await story.JournalAsync()).Count(row => row.EventName == name);

    private async Task<string> ReasonAsync(Story story, string eventName)
    {
        var line = (await story.JournalAsync()).Single(row => row.EventName == eventName);
        return (await office.Store.Queries.PersonalAsync(story.CaseId, default)).Single(row => row.Sequence == line.Sequence && row.Name == "reason").Value;
    }

    private async Task PassAsync() => await office.MoveToAsync(await office.Store.NowAsync(default) + Duration.FromHours(1));
}

internal static class SplitActs
{
    public static string NewId(this PerformAct split) => (string)split.Payload["newCaseId"]!;
}
