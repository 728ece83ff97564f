using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.Journal;
using ProcedureEngine.Workflows.Tests.Support;

namespace ProcedureEngine.Workflows.Tests;

/// <summary>Every story on both stores; every arrow travelled; every stimulus twice.</summary>
public sealed class StoryTests
{
    internal static readonly Dictionary<string, (Func<WorkflowDefinition> Build, ProcedureProfile Profile, IReadOnlyDictionary<string, Func<TestOffice, Task<Story>>> Stories)> Procedures = new(StringComparer.Ordinal)
    {
        [EnforcementRequestProcedure.Id] = (EnforcementRequestProcedure.Build, EnforcementRequestProcedure.Profile, Stories.All),
        [CompensationComplaintProcedure.Id] = (CompensationComplaintProcedure.Build, CompensationComplaintProcedure.Profile, ComplaintStories.All),
        [CompensationClaimProcedure.Id] = (CompensationClaimProcedure.Build, CompensationClaimProcedure.Profile, ClaimStories.Intake.Concat(ClaimSettlementStories.All).ToDictionary(StringComparer.Ordinal)),
    };

    private static IEnumerable<string> EveryProcedure() => Procedures.Keys;

    private static IEnumerable<TestCaseData> EveryStory() =>
        from kind in Enum.GetValues<StoreKind>()
        from procedure in Procedures
        from name in procedure.Value.Stories.Keys
        select new TestCaseData(procedure.Key, name, kind).SetArgDisplayNames($"{name}, {kind}");

    [TestCaseSource(nameof(EveryStory))]
    public async Task A_story_ends_where_the_procedure_says(string procedure, string name, StoreKind kind)
    {
        await using var office = await TestOffice.OpenAsync(kind, Procedures[procedure].Build());
        var story = await Procedures[procedure].Stories[name](office);
        Assert.That(JournalChain.FindBreak(await story.JournalAsync()), Is.Null);
        await EventContract.CheckAsync(office);
    }

    /// <summary>The definition is read back from its stored JSON before every burst, and every stimulus arrives twice.</summary>
    [TestCaseSource(nameof(EveryStory))]
    public async Task Every_stimulus_delivered_twice_has_one_effect(string procedure, string name, StoreKind kind)
    {
        await using var office = await TestOffice.OpenAsync(kind, Procedures[procedure].Build());
        office.DeliversTwice = true;
        var story = await Procedures[procedure].Stories[name](office);
        var messages = await office.Store.Queries.MessagesAsync(story.CaseId, CancellationToken.None);
        Assert.That(messages.Select(m => m.Message.MessageId), Is.Unique);
        Assert.That(JournalChain.FindBreak(await story.JournalAsync()), Is.Null);
    }

    [TestCaseSource(nameof(EveryProcedure))]
    public async Task The_profile_names_every_status_that_cases_go_through_and_no_other(string procedure)
    {
        var (build, profile, stories) = Procedures[procedure];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tell in stories.Values)
        {
            await using var office = await TestOffice.OpenAsync(definition: build());
            office.Statuses = seen;
            await tell(office);
        }

        Assert.That(seen.Except(CaseStatus.OfEveryProcedure, StringComparer.Ordinal), Is.EquivalentTo(profile.Statuses));
        Assert.That(profile.Statuses.Where(status => CaseStatus.Label(status).Vi == status), Is.Empty, "each has words for people");
    }

    [TestCaseSource(nameof(EveryProcedure))]
    public async Task No_arrow_of_the_built_definition_is_left_untravelled(string procedure)
    {
        var definition = Procedures[procedure].Build();
        var untravelled = definition.Connections.Select(Arrows.Name).ToHashSet(StringComparer.Ordinal);
        var unspoken = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var tell in Procedures[procedure].Stories.Values)
        {
            await using var office = await TestOffice.OpenAsync(definition: definition);
            var story = await tell(office);
            var journal = await story.JournalAsync();
            unspoken.UnionWith(journal.Select(row => row.EventName).Where(name => !JournalWords.Knows(name)));
            untravelled.ExceptWith(Arrows.Travelled(journal));
        }

        Assert.That(unspoken, Is.Empty, "every event has words for people");
        // The any-time branches are entered by every start.
        untravelled.Remove("start/AnyTime");
        Assert.That(untravelled, Is.Empty);
    }

    [TestCaseSource(nameof(EveryProcedure))]
    public void The_definition_read_back_from_its_JSON_is_the_same(string procedure)
    {
        var definition = Procedures[procedure].Build();
        var back = ElsaDefinitionJson.Read((JsonObject)JsonNode.Parse(CanonicalJson.Write(ElsaDefinitionJson.Write(definition)))!);
        Assert.That(DefinitionHash.Of(back), Is.EqualTo(DefinitionHash.Of(definition)));
        Assert.That(back.Activities.Select(node => node.Label), Is.EqualTo(definition.Activities.Select(node => node.Label)));
    }
}
