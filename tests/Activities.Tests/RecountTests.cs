using System.Collections.Immutable;
using NodaTime;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.Execution;
using ProcedureEngine.Engine.Store;
using ProcedureEngine.Engine.Text;

namespace ProcedureEngine.Activities.Tests;

/// <summary>A case that turns out to be complex: its limit is counted anew from the same start, and both figures are kept.</summary>
public sealed class RecountTests
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];
    private static readonly Instant Monday = Instant.FromUtc(2026, 3, 2, 2, 0);

    private readonly TimeLimitBook book = new(new LegalTime(LimitCatalogue.Default, WorkingCalendar.National, Zone), Zone);

    /// <summary>Complaint, 30 days from 2 March: 1 April. Complex 45: 16 April. A total from the same start, not 45 more.</summary>
    [TestCase("complex", 2026, 4, 16, "45 days")]
    [TestCase("remote", 2026, 4, 16, "45 days")]
    [TestCase("remoteComplex", 2026, 5, 4, "60 days end on Friday 1 May, a holiday; so does the weekend after")]
    public void It_is_counted_from_the_same_start(string variant, int year, int month, int day, string reason)
    {
        var limit = Started("resolve");
        Assert.That(limit.DueDate, Is.EqualTo(new LocalDate(2026, 4, 1)));
        var effects = book.Recount(Context(Monday + Duration.FromDays(20), limit), "resolve", variant, "Quyết định 5/QĐ").ToList();
        var records = effects.OfType<WriteRecord>().Select(effect => effect.Record).ToList();
        var changed = records.OfType<TimeLimit>().Single();
        Assert.That((changed.DueDate, changed.StartedAt, changed.State), Is.EqualTo(((LocalDate?)new LocalDate(year, month, day), limit.StartedAt, TimeLimitState.Running)), reason);
        var line = records.OfType<TimeLimitAct>().Single();
        Assert.That((line.Kind, line.Before.DueDate, line.After.DueDate, (string?)line.Details["variant"]), Is.EqualTo((TimeLimitActKind.Recomputed, limit.DueDate, changed.DueDate, variant)));
        Assert.That(effects.OfType<ArmTimer>().Single(timer => timer.Name.StartsWith("due/", StringComparison.Ordinal)).Due, Is.EqualTo(changed.DueAt));
    }

    [Test]
    public void The_same_kind_again_changes_nothing_and_an_unknown_one_is_refused()
    {
        var limit = Started("resolve");
        Assert.That(book.Recount(Context(Monday, limit), "resolve", null, "x"), Is.Empty);
        Assert.That(Assert.Throws<RejectedException>(() => book.Recount(Context(Monday, limit), "resolve", "urgent", "x").ToList())!.Rule, Is.EqualTo("unknown-variant"));
    }

    [Test]
    public void A_missed_limit_is_not_counted_anew() =>
        Assert.That(book.Recount(Context(Monday, Started("resolve") with { State = TimeLimitState.Missed }), "resolve", "complex", "x"), Is.Empty);

    [Test]
    public void A_limit_keeps_the_whole_entry_and_the_calendar_that_it_began_with()
    {
        var inputs = Started("resolve").Inputs()!;
        Assert.That((inputs.Entry.EntryId, inputs.Entry.Amount, inputs.CalendarVersion), Is.EqualTo(("seed/compensation-complaint/resolve/2013-05-01", (LimitAmount)new CalendarDays(30), WorkingCalendar.National.Version)));
        Assert.That(inputs.Entry.Variants.Select(variant => variant.Id), Is.EqualTo(new[] { "complex", "remote", "remoteComplex" }));
    }

    private TimeLimit Started(string limit) => book.Start(Context(Monday), limit, Monday).OfType<WriteRecord>().Select(effect => effect.Record).OfType<TimeLimit>().Single();

    private static ActivityContext Context(Instant now, params TimeLimit[] limits) => new()
    {
        InstanceId = "c1",
        DefinitionId = "compensation-complaint",
        DefinitionVersion = 1,
        Office = "phuong",
        Node = new ActivityNode("verify", "X", 1, new LocalizedText("Xác minh", "Verify"), ImmutableSortedDictionary<string, InputExpression>.Empty),
        ActivityInstanceId = "c1.a1",
        Now = now,
        Actor = Actor.Engine,
        Variables = new Dictionary<string, System.Text.Json.Nodes.JsonNode?>(StringComparer.Ordinal),
        Records = limits.ToDictionary(limit => limit.Id, CaseRecord (limit) => limit, StringComparer.Ordinal),
        Tasks = [],
    };
}
