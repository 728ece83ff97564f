using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NodaTime;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Drafting;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.Offices;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.Execution;
using ProcedureEngine.Engine.Store;
using ProcedureEngine.Engine.Text;

namespace ProcedureEngine.Activities.Tests;

/// <summary>An activity is tried with <c>new</c> and one call: the guards of signing, without an engine or a store.</summary>
public sealed class SigningTests
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];

    [Test]
    public void Without_a_compared_original_signing_is_refused_by_the_activity_itself() =>
        Assert.That(Assert.Throws<InvariantException>(() => new SignDecision(Services()).Execute(Context(new(StringComparer.Ordinal))))!.Rule, Is.EqualTo("original-required"));

    [Test]
    public void With_an_original_but_no_draft_too() => Assert.That(
        Assert.Throws<InvariantException>(() => new SignDecision(Services()).Execute(Context(new(StringComparer.Ordinal) { ["original"] = Original() })))!.Rule, Is.EqualTo("draft-required"));

    [Test]
    public void A_draft_with_other_values_than_the_original_is_not_put_before_the_head()
    {
        var variables = new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { ["original"] = Original(), ["draft"] = Draft(amount: 2) };
        Assert.That(Assert.Throws<InvariantException>(() => new SignDecision(Services()).Execute(Context(variables)))!.Rule, Is.EqualTo("original-values-win"));
    }

    [Test]
    public void With_all_facts_it_opens_the_head_s_task_and_starts_the_limit_of_the_day()
    {
        var variables = new Dictionary<string, JsonNode?>(StringComparer.Ordinal)
        {
            ["original"] = Original(),
            ["draft"] = Draft(),
            ["proposal"] = new JsonObject { ["occurrence"] = 1, ["text"] = "x", ["submittedBy"] = "a", ["submittedAt"] = "2026-03-02T01:00:00Z" },
        };
        var result = new SignDecision(Services()).Execute(Context(variables));
        Assert.That(result.Outcome, Is.Null);
        Assert.That(result.Effects.OfType<OpenTask>().Single(), Has.Property(nameof(OpenTask.Role)).EqualTo("head"));
        Assert.That(result.Effects.OfType<WriteRecord>().Select(effect => effect.Record).OfType<TimeLimit>().Single().LimitId, Is.EqualTo("sign-decision"));
    }

    private static JsonObject Values(long amount) => (JsonObject)JsonNode.Parse($$"""
        {"requester":{"name":"Lan","identityNumber":"1","address":"ND","capacity":"judgmentCreditor"},"judgment":{"number":"12","date":"2026-01-12","court":"TAND","effectiveOn":"2026-02-12"},
         "otherParty":{"name":"Hung","address":"ND"},"obligations":[{"kind":"money","content":"No","amount":{{amount}}}],"form":"inPersonWritten","delivery":"waitAndCollect"}
        """)!;

    private static JsonObject Original() => new()
    {
        ["values"] = Values(1),
        ["outcome"] = "match",
        ["differences"] = new JsonArray(),
        ["receivedAt"] = "2026-03-02T01:00:00Z",
        ["comparedAt"] = "2026-03-02T01:00:00Z",
        ["comparedBy"] = "a",
        ["receivedBy"] = "a",
    };

    private static JsonObject Draft(long amount = 1) => new()
    {
        ["version"] = 1,
        ["values"] = Values(amount),
        ["legalBases"] = "Luật",
        ["remarks"] = string.Empty,
        ["draftedBy"] = "a",
        ["draftedAt"] = "2026-03-02T01:00:00Z",
    };

    private static ActivityContext Context(Dictionary<string, JsonNode?> variables) => new()
    {
        InstanceId = "c1",
        DefinitionId = "enforcement-request",
        DefinitionVersion = 1,
        Office = "namdinh",
        Node = new ActivityNode("sign-decision", "Drafting.SignDecision", 1, new LocalizedText("Ký", "Sign"), ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
            new Dictionary<string, InputExpression>(StringComparer.Ordinal) { ["role"] = InputExpression.Of("head"), ["limit"] = InputExpression.Of("sign-decision") })),
        ActivityInstanceId = "c1.a1",
        Now = Instant.FromUtc(2026, 3, 2, 2, 0),
        Actor = Actor.Engine,
        Variables = variables,
        Records = new Dictionary<string, CaseRecord>(StringComparer.Ordinal),
        Tasks = [],
    };

    private static CaseServices Services()
    {
        var offices = new NoOffices();
        return new CaseServices(offices, new TimeLimitBook(new LegalTime(LimitCatalogue.Default, WorkingCalendar.National, Zone), Zone), new LetterDesk(offices, Zone), Zone);
    }

    private sealed class NoOffices : IOfficeDirectory
    {
        public IReadOnlyList<Office> All => [];

        public Office? Find(string id) => null;

        public Office? FindByMailbox(string address) => null;

        public bool OffersOnlineSupport(string officeId, LocalDate day) => false;
    }
}
