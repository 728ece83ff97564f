using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Engine.Journal;
using ProcedureEngine.Workflows.Tests.Support;

namespace ProcedureEngine.Workflows.Tests;

/// <summary>The main job, from the e-mail to the issued decision, on both stores.</summary>
public sealed class MainPath
{
    [TestCase(StoreKind.Sqlite)]
    [TestCase(StoreKind.Postgres)]
    public async Task An_emailed_request_goes_through_its_seven_steps_to_an_issued_decision(StoreKind kind)
    {
        await using var office = await TestOffice.OpenAsync(kind);
        var story = await Story.ByMailAsync(office);
        Assert.That(await office.Store.Queries.CaseAsync(story.CaseId, CancellationToken.None), Has.Property(nameof(CaseFile.Number)).Null, "a mail takes no number yet");

        await story.DoAsync("check-validity", "Valid", Samples.Valid());
        var file = await office.Store.Queries.CaseAsync(story.CaseId, CancellationToken.None);
        Assert.That(file!.Number!.Text, Is.EqualTo("1/2026/HTTT"));
        await story.DoAsync("confirm-receipt", "InPerson", Samples.Visit(TestOffice.At(2026, 3, 9, 8, 30)));
        await story.DoAsync("draft-decision", "Drafted", Samples.Draft());
        await office.MoveToAsync(TestOffice.At(2026, 3, 9, 8, 35));
        await story.DoAsync("receive-original", "Match", Samples.Original());
        await story.DoAsync("submit-proposal", "Submitted", Samples.Proposal());
        await story.DoAsync("sign-decision", "Signed", Samples.Signature());
        await story.DoAsync("issue-decision", "Issued", Samples.Issue());
        await story.DoAsync("send-soft-copy", "Sent");
        await story.DoAsync("collect", "Collected", Samples.Collected(await office.Store.NowAsync(CancellationToken.None)));
        await story.DoAsync("notify", "Notified", Samples.Notified("2026-03-09"));
        await story.DoAsync("notify", "Failed", Samples.NotNotified("2026-03-09"));
        await story.DoAsync("notify", "Notified", Samples.Notified("2026-03-09", "post"));
        await story.DoAsync("take-over", "TakenOver", new JsonObject { ["on"] = "2026-03-09" });

        Assert.Multiple(async () =>
        {
            Assert.That(await story.IncidentsAsync(), Is.Empty);
            Assert.That(await story.StatusAsync(), Is.EqualTo(CaseStatus.Completed));
            Assert.That(await story.OpenTasksAsync(), Is.Empty);
            Assert.That(await story.LettersAsync(), Is.EqualTo(new[] { "received", "confirm-in-person", "file-complete", "decision-issued" }));
            Assert.That((await story.LimitsAsync()).Select(limit => limit.State), Is.All.EqualTo(TimeLimitState.Met));
            Assert.That(JournalChain.FindBreak(await story.JournalAsync()), Is.Null);
            Assert.That((await office.Store.Queries.DecisionsAsync(TestOffice.Id, 2026, CancellationToken.None)).Single().Number.Text, Is.EqualTo("1/QĐ-CTHADS"));
        });
    }
}
