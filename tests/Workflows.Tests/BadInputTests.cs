using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Workflows.Tests.Support;
using ProcedureEngine.Workflows.Tests.Walks;
using static ProcedureEngine.Workflows.Tests.Support.ClaimSettlementSamples;

namespace ProcedureEngine.Workflows.Tests;

/// <summary>Bad input of the two compensation procedures: each is refused with its rule, and with the source of the rule where it is not this product's own.</summary>
public sealed class BadInputTests
{
    private static IEnumerable<TestCaseData> Complaints()
    {
        yield return Row("a second guidance", "one-guidance", "seed 003, 5.7, B3", async office =>
        {
            var story = await ComplaintStories.AcceptedAsync(office);
            await story.DoAsync("appraise", "SupplementNeeded", ComplaintSamples.Guidance());
            await story.DoAsync("await-supplement", "Supplied", new JsonObject { ["what"] = "Giấy ủy quyền" });
            return await story.DoAsync("appraise", "SupplementNeeded", ComplaintSamples.Guidance());
        });
        yield return Row("not accepted without reasons", "reasons-required", "seed 003, 5.4.1", async office =>
            await (await ComplaintStories.TakenInAsync(office)).DoAsync("decide-acceptance", "RefusalProposed", new JsonObject { ["items"] = new JsonArray() }));
        yield return Row("a decision that refuses without reasons", "reasons-required", "Law on Complaints 2011, art. 31", async office =>
        {
            var story = await ComplaintStories.AcceptedAsync(office);
            await story.DoAsync("appraise", "Sufficient", ComplaintSamples.Note());
            return await story.DoAsync("submit", "Submitted", Scene.With(ComplaintSamples.Report("notFounded"), "reasons", new JsonArray()));
        });
        yield return Row("a ground of another subject", "ground-of-other-subject", "seed 003, 5.1", office => OfComplaintAsync(office, ComplaintSamples.Complaint(1, "5a")));
        yield return Row("an authorisation that ended yesterday", "authorisation-out-of-date", "mục 5.2", office =>
        {
            var complaint = ComplaintSamples.Complaint();
            complaint["complainant"]!["representative"] = new JsonObject { ["name"] = "Luật sư", ["identityNumber"] = "1", ["authorisation"] = "UQ 01", ["validTo"] = "2026-03-01" };
            return OfComplaintAsync(office, complaint);
        });
        yield return Row("closing without the archive list", "archive-list-required", "seed 003, 7", async office => await (await ComplaintStories.TakenInAsync(office)).DoAsync(
            "decide-acceptance", "Transferred", new JsonObject { ["competentBody"] = new JsonObject { ["name"] = "UBND quận", ["address"] = "Số 9" }, ["reason"] = "Vượt thẩm quyền." }));
    }

    private static IEnumerable<TestCaseData> Claims()
    {
        yield return Row("not accepted without reasons", "reasons-required", "art. 43", async office =>
        {
            var story = await ClaimStories.StartAsync(office);
            await ClaimStories.CompleteAsync(story, ClaimSamples.Papers());
            return await story.DoAsync("decide-acceptance", "NotAccepted", Scene.With(ClaimSamples.Refusal("timeBarred"), "text", " "));
        });
        yield return Row("an advance of 49.99 %", "advance-under-half", "Đ.44", office => FixAsync(office, 9_998_000));
        yield return Row("an advance over the value", "advance-over-value", "Đ.44", office => FixAsync(office, AdvanceValue + 1));
        yield return Row("an extension without agreement", "agreement-required", "art. 45(2)", office => ExtendAsync(office, Longer(5, "2026-03-02", evidence: " ")));
        yield return Row("an extension over the cap", "extension-cap", "Đ.45(2)", office => ExtendAsync(office, Longer(16, "2026-03-02")));
        yield return Row("two representatives of the heirs", "one-representative", "art. 41(2)", office => OfClaimAsync(office, ClaimSamples.Claim(claimant: ClaimSamples.Heir(chosen: 2))));
        yield return Row("an authorisation that ended yesterday", "authorisation-out-of-date", "Đ.41(2)", office => OfClaimAsync(office, ClaimSamples.Claim(claimant: ClaimSamples.Authorised("2026-03-01"))));
        yield return Row("a negative sum", "sum-out-of-range", "positive whole number of đồng", office => OfClaimAsync(office, Scene.With(ClaimSamples.Claim(), "sum", -1)));
        yield return Row("a fraction of a đồng", "type", "whole number", office => OfClaimAsync(office, Scene.With(ClaimSamples.Claim(), "sum", 0.5)));
        yield return Row("10^18 đồng", "sum-out-of-range", "10^15", office => OfClaimAsync(office, Scene.With(ClaimSamples.Claim(), "sum", 1_000_000_000_000_000_000)));
    }

    [TestCaseSource(nameof(Complaints))]
    public Task Of_a_complaint_it_is_refused_with_rule_and_source(string rule, string source, Func<TestOffice, Task<BurstAnswer>> attempt) =>
        RefusedAsync(Twins.Redirect(CompensationComplaintProcedure.Build(), "say-transferred", "Done", "closed-transferred"), rule, source, attempt);

    [TestCaseSource(nameof(Claims))]
    public Task Of_a_claim_it_is_refused_with_rule_and_source(string rule, string source, Func<TestOffice, Task<BurstAnswer>> attempt) =>
        RefusedAsync(CompensationClaimProcedure.Build(), rule, source, attempt);

    private static TestCaseData Row(string what, string rule, string source, Func<TestOffice, Task<BurstAnswer>> attempt) => new TestCaseData(rule, source, attempt).SetArgDisplayNames(what);

    /// <summary>A refusal tells by its fields or as a whole; what only an edited definition could do stops as an incident.</summary>
    private static async Task RefusedAsync(WorkflowDefinition definition, string rule, string source, Func<TestOffice, Task<BurstAnswer>> attempt)
    {
        await using var office = await TestOffice.OpenAsync(definition: definition);
        string told;
        try
        {
            var answer = await attempt(office);
            Assert.That(answer.Kind, Is.EqualTo("incident"), "neither refused nor stopped");
            told = (await office.Store.Queries.IncidentsOfAsync(answer.InstanceId, CancellationToken.None)).Single().Message;
        }
        catch (RejectedException refused)
        {
            told = string.Join("; ", refused.Fields.Select(error => $"{error.Rule}: {error.Message.En}").Append($"{refused.Rule}: {refused.Text.En} {refused.Basis}"));
        }

        Assert.That(told, Does.Contain($"{rule}:").And.Contain(source));
    }

    private static Task<BurstAnswer> OfComplaintAsync(TestOffice office, JsonObject complaint) =>
        new Story(office, Story.NewId()).StartAsync(new CaseStart(Channels.Counter, "R1", complaint, null, []), CompensationComplaintProcedure.Id);

    private static Task<BurstAnswer> OfClaimAsync(TestOffice office, JsonObject claim) =>
        new Story(office, Story.NewId()).StartAsync(new CaseStart(Channels.Counter, "R1", claim, null, []), CompensationClaimProcedure.Id);

    private static async Task<BurstAnswer> FixAsync(TestOffice office, long sum) =>
        await (await ClaimSettlementStories.AdvanceAtAsync(office, "fix-advance")).DoAsync("fix-advance", "EnoughBudget", Sum(sum));

    private static async Task<BurstAnswer> ExtendAsync(TestOffice office, JsonObject agreement) =>
        await (await ClaimSettlementStories.AppointedAsync(office)).DoAsync("verify-damage", "Agreed", agreement, taskName: "extension");
}
