using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Workflows.Tests.Support;

namespace ProcedureEngine.Workflows.Tests;

/// <summary>Each invariant holds, and the checker that says so reports it in a twin whose guard is removed.</summary>
public sealed class InvariantTests
{
    private static readonly string[] OnTheWayToTheDecision =
        ["Drafting.CheckDraft", "Drafting.SubmitProposal", "Drafting.SignDecision", "Issuance.TakeNumber", "Issuance.RecordDecision", "Issuance.SendSoftCopy"];

    /// <summary>An edited copy in which the branch of the original goes straight to the join.</summary>
    private static WorkflowDefinition WithoutTheOriginal()
    {
        var definition = EnforcementRequestProcedure.Build();
        return definition with
        {
            Connections = [.. definition.Connections.Select(arrow => arrow is { SourceId: "draft-and-original", Port: "Original" } ? arrow with { TargetId = "meet" } : arrow)],
        };
    }

    [Test]
    public async Task Invariant_1_an_edited_definition_gets_an_incident_and_never_a_decision()
    {
        await using var office = await TestOffice.OpenAsync(definition: WithoutTheOriginal());
        var story = await Stories.ConfirmedAsync(office);
        var answer = await story.DoAsync("draft-decision", "Drafted", Samples.Draft());
        Assert.That(answer.Kind, Is.EqualTo("incident"));
        Assert.That((await story.IncidentsAsync()).Single().Message, Does.Contain("original-required"));
        Assert.That(await InvariantChecker.FindAsync(office, story.CaseId), Is.Empty);
        Assert.That(await story.StatusAsync(), Is.Not.EqualTo(CaseStatus.Completed));
    }

    [Test]
    public async Task Invariant_1_the_checker_reports_the_twin_without_its_guard()
    {
        var blind = Unguarded.Replace(OnTheWayToTheDecision, sees: PretendOriginal);
        await using var office = await TestOffice.OpenAsync(definition: WithoutTheOriginal(), activities: blind);
        var story = await Stories.ConfirmedAsync(office);
        await story.DoAsync("draft-decision", "Drafted", Samples.Draft());
        await story.DoAsync("submit-proposal", "Submitted", Samples.Proposal());
        await story.DoAsync("sign-decision", "Signed", Samples.Signature());
        Assert.That(await InvariantChecker.FindAsync(office, story.CaseId), Has.Some.StartsWith("1:"));
    }

    [Test]
    public async Task Invariant_2_two_clerks_at_the_same_instant_get_1_and_2_and_a_failed_issue_leaves_no_gap()
    {
        await using var office = await TestOffice.OpenAsync();
        var stories = await ReadyToIssueAsync(office, 6);
        await Task.WhenAll(stories.Select((story, index) => index == 2 ? FailToIssueAsync(story) : story.DoAsync("issue-decision", "Issued", Samples.Issue())));
        Assert.That(await InvariantChecker.FindAsync(office, [.. stories.Select(story => story.CaseId)]), Is.Empty);
        Assert.That(await office.Store.Queries.DecisionsAsync(TestOffice.Id, 2026, CancellationToken.None), Has.Count.EqualTo(5));
    }

    [Test]
    public async Task Invariant_2_the_checker_reports_a_number_taken_outside_the_transaction()
    {
        var taken = 0;
        var careless = Unguarded.Replace(["Issuance.TakeNumber"], does: (context, result) => result.Outcome is null ? result : result with
        {
            Effects = [.. result.Effects.Select(effect => effect is TakeNumber number ? SetVariable.To(number.Variable, new CaseNumber(Interlocked.Increment(ref taken), 2026, $"{taken}/X")) : effect)],
        });
        await using var office = await TestOffice.OpenAsync(activities: careless);
        var stories = await ReadyToIssueAsync(office, 2);
        Interlocked.Increment(ref taken); // A burst that took a number and was rolled back.
        await stories[0].DoAsync("issue-decision", "Issued", Samples.Issue());
        Assert.That(await InvariantChecker.FindAsync(office, stories[0].CaseId), Has.Some.StartsWith("2:"));
    }

    [Test]
    public async Task Invariant_3_a_returned_draft_keeps_its_earlier_versions()
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await Stories.IsReturnedByTheHead(office);
        Assert.That(await InvariantChecker.FindAsync(office, story.CaseId), Is.Empty);
        Assert.That((await office.Store.Queries.DocumentsAsync(story.CaseId, CancellationToken.None)).Count(d => d.Kind == "draft"), Is.EqualTo(2));
    }

    [Test]
    public async Task Invariant_3_the_checker_reports_a_draft_that_was_overwritten()
    {
        var overwriting = Unguarded.Replace(["Drafting.DraftDecision"], does: (_, result) => result with
        {
            Effects = [.. result.Effects.Select(effect => effect is WriteRecord { Record: CaseDocument document } ? new WriteRecord(document with { Version = 1 }) : effect)],
        });
        await using var office = await TestOffice.OpenAsync(activities: overwriting);
        var story = await Stories.IsReturnedByTheHead(office);
        Assert.That(await InvariantChecker.FindAsync(office, story.CaseId), Has.Some.StartsWith("3:"));
    }

    [TestCase(2026, 3, 3, 8, 0, "draft-not-due")]
    [TestCase(2026, 3, 7, 8, 0, "working-day")]
    [TestCase(2026, 3, 9, 6, 0, "office-hours")]
    [TestCase(2026, 3, 9, 11, 15, "office-hours")]
    [TestCase(2026, 3, 1, 8, 0, "in-the-past")]
    public async Task Invariant_4_a_visit_outside_the_rules_is_refused(int year, int month, int day, int hour, int minute, string rule)
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await Story.ByMailAsync(office);
        await story.DoAsync("check-validity", "Valid", Samples.Valid());
        var refused = await Assert.ThrowsAsync<RejectedException>(() => story.DoAsync("confirm-receipt", "InPerson", Samples.Visit(TestOffice.At(year, month, day, hour, minute))));
        Assert.That(refused!.Rule, Is.EqualTo(rule));
    }

    [Test]
    public async Task Invariant_4_an_officer_has_one_visit_at_a_time_and_the_checker_reports_the_twin()
    {
        var at = TestOffice.At(2026, 3, 10, 9);
        await using var office = await TestOffice.OpenAsync();
        var first = await ArrangedAsync(office, at);
        Assert.That((await Assert.ThrowsAsync<RejectedException>(() => ArrangedAsync(office, at + Duration.FromMinutes(10))))!.Rule, Is.EqualTo("time-taken"));
        Assert.That(await InvariantChecker.FindAsync(office, first.CaseId), Is.Empty);

        var unreserved = Unguarded.Replace(["Appointment.ConfirmReceipt"], does: (_, result) => result with { Effects = [.. result.Effects.Where(effect => effect is not Reserve)] });
        await using var careless = await TestOffice.OpenAsync(activities: unreserved);
        var (one, two) = (await ArrangedAsync(careless, at), await ArrangedAsync(careless, at));
        Assert.That(await InvariantChecker.FindAsync(careless, one.CaseId, two.CaseId), Has.Some.StartsWith("4:"));
    }

    [Test]
    public async Task Invariant_5_each_letter_is_recorded_once_and_the_checker_reports_the_twin()
    {
        await using var office = await TestOffice.OpenAsync();
        var story = await Stories.WaitsAndCollects(office);
        Assert.That(await InvariantChecker.FindAsync(office, story.CaseId), Is.Empty);

        var repeating = Unguarded.Replace(["Intake.Acknowledge"], does: (context, result) => result with
        {
            Effects = [.. result.Effects, .. result.Effects.OfType<WriteRecord>().Select(e => e.Record).OfType<CaseMessage>()
                .Select(m => new WriteRecord(new CaseMessage(
                    $"{context.ActivityInstanceId}.again", m.InstanceId, m.Direction, m.Kind, m.MessageId, m.Address, m.Subject, m.At, m.Blob, m.OutboxId)))],
        });
        await using var careless = await TestOffice.OpenAsync(activities: repeating);
        var twice = await Story.ByMailAsync(careless);
        Assert.That(await InvariantChecker.FindAsync(careless, twice.CaseId), Has.Some.StartsWith("5:"));
    }

    [Test]
    public async Task Invariant_6_after_a_refusal_the_original_is_received_as_a_new_case_linked_to_it()
    {
        await using var office = await TestOffice.OpenAsync();
        var refused = await Stories.IsRefused(office);
        var story = new Story(office, Story.NewId());
        await story.StartAsync(new CaseStart(Channels.Counter, $"R{story.CaseId}", Samples.Request(), null, [], refused.CaseId));
        var file = await office.Store.Queries.CaseAsync(story.CaseId, CancellationToken.None);
        Assert.That(file, Has.Property(nameof(CaseFile.LinkedCaseId)).EqualTo(refused.CaseId).And.Property(nameof(CaseFile.Number)).Not.Null);
        Assert.That(await story.TaskAsync("check-validity"), Is.Not.Null);
    }

    [Test]
    public async Task Invariant_6_a_twin_that_refuses_the_same_person_again_is_seen()
    {
        var refusing = Unguarded.Replace(["Intake.ReceiveRequest"], does: (context, result) =>
            context.Variable<CaseStart>("input")?.LinkedCaseId is null ? result : throw RejectedException.Conflict("refused-before", "Đã từ chối.", "Refused before."));
        await using var office = await TestOffice.OpenAsync(activities: refusing);
        var refused = await Stories.IsRefused(office);
        var story = new Story(office, Story.NewId());
        await Assert.ThrowsAsync<RejectedException>(() => story.StartAsync(new CaseStart(Channels.Counter, $"R{story.CaseId}", Samples.Request(), null, [], refused.CaseId)));
        Assert.That(await office.Store.Queries.CaseAsync(story.CaseId, CancellationToken.None), Is.Null, "the check of the test before would fail here");
    }

    [Test]
    public async Task Invariant_7_nobody_signs_what_he_took_in_or_drafted_and_the_checker_reports_the_twin()
    {
        var both = new Actor("an@namdinh", ActorKind.Person, [new Grant("intake-officer", TestOffice.Id), new Grant("head", TestOffice.Id)]);
        await using var office = await TestOffice.OpenAsync();
        var story = await DraftedByAsync(office, both);
        Assert.That((await Assert.ThrowsAsync<RejectedException>(() => story.DoAsync("sign-decision", "Signed", Samples.Signature(), both)))!.Rule, Is.EqualTo("signer-took-part"));
        Assert.That(await InvariantChecker.FindAsync(office, story.CaseId), Is.Empty);

        var forgetful = Unguarded.Replace(["Drafting.SignDecision"], sees: context => context with { Variables = Without(context.Variables, "participants") });
        await using var careless = await TestOffice.OpenAsync(activities: forgetful);
        var signed = await DraftedByAsync(careless, both);
        await signed.DoAsync("sign-decision", "Signed", Samples.Signature(), both);
        Assert.That(await InvariantChecker.FindAsync(careless, signed.CaseId), Has.Some.StartsWith("7:"));
    }

    [Test]
    public async Task A_withdrawal_after_the_signature_is_refused_and_the_decision_stands()
    {
        await using var office = await TestOffice.OpenAsync();
        var story = (await ReadyToIssueAsync(office, 1))[0];
        var refused = await Assert.ThrowsAsync<RejectedException>(() => story.DeliverAsync(StimulusNames.Withdrawal, new Withdrawal("Đổi ý", Channels.Counter)));
        Assert.That(refused!.Rule, Is.EqualTo("already-signed"));
        await story.TaskAsync("issue-decision");
    }

    private static async Task<Story> ArrangedAsync(TestOffice office, Instant at)
    {
        var story = await Story.ByMailAsync(office);
        await story.DoAsync("check-validity", "Valid", Samples.Valid());
        await story.DoAsync("confirm-receipt", "InPerson", Samples.Visit(at));
        return story;
    }

    private static async Task<Story> DraftedByAsync(TestOffice office, Actor officer)
    {
        var story = await Stories.ConfirmedAsync(office);
        await story.DoAsync("draft-decision", "Drafted", Samples.Draft(), officer);
        await Stories.ComesAsync(story, "Match", Samples.Original());
        await story.DoAsync("submit-proposal", "Submitted", Samples.Proposal());
        return story;
    }

    private static async Task<List<Story>> ReadyToIssueAsync(TestOffice office, int count)
    {
        var stories = new List<Story>();
        for (var i = 0; i < count; i++)
            stories.Add(await Stories.ConfirmedAsync(office));
        await office.MoveToAsync((await Stories.VisitAsync(stories[^1])).From + Duration.FromMinutes(5));
        foreach (var story in stories)
        {
            await story.DoAsync("draft-decision", "Drafted", Samples.Draft());
            await story.DoAsync("receive-original", "Match", Samples.Original());
            await story.DoAsync("submit-proposal", "Submitted", Samples.Proposal());
            await story.DoAsync("sign-decision", "Signed", Samples.Signature());
        }

        return stories;
    }

    private static async Task FailToIssueAsync(Story story)
    {
        var data = Samples.Issue();
        data["sealed"] = false;
        await Assert.ThrowsAsync<RejectedException>(() => story.DoAsync("issue-decision", "Issued", data));
    }

    /// <summary>Sees an original where there is none: the request itself.</summary>
    private static ActivityContext PretendOriginal(ActivityContext context) => context.Variables.ContainsKey("original") ? context : context with
    {
        Variables = context.Variables.Append(new KeyValuePair<string, JsonNode?>("original", new JsonObject
        {
            ["values"] = context.Variables["request"]!.DeepClone(),
            ["outcome"] = "match",
            ["differences"] = new JsonArray(),
            ["receivedAt"] = EngineJson.ToNode(context.Now),
            ["comparedAt"] = EngineJson.ToNode(context.Now),
            ["comparedBy"] = "nobody",
            ["receivedBy"] = "nobody",
        })).ToDictionary(StringComparer.Ordinal),
    };

    private static Dictionary<string, JsonNode?> Without(IReadOnlyDictionary<string, JsonNode?> variables, string name) =>
        variables.Where(variable => variable.Key != name).ToDictionary(StringComparer.Ordinal);
}
