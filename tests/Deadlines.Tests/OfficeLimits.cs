using System.Text.Json.Nodes;
using NodaTime;

namespace ProcedureEngine.Deadlines.Tests;

/// <summary>Entries of offices and sets switched on per procedure.</summary>
public sealed class OfficeLimits
{
    private static readonly LocalDate Day = new(2026, 9, 1);

    [Test]
    public void An_office_s_entry_holds_at_that_office_and_from_its_day_and_a_case_keeps_the_one_it_began_with()
    {
        var catalogue = LimitCatalogue.Load("""
            { "entries": [
              { "procedure": "compensation-complaint", "limit": "decide-acceptance", "offices": ["ward-1", "ward-2"], "amount": 7, "unit": "calendarDay", "kind": "local",
                "legalBasis": "Quyết định 12/QĐ-UBND", "validFrom": "2026-08-01", "validTo": "2026-12-31" } ] }
            """);
        var (before, own, elsewhere) = (Find(catalogue, "ward-1", new LocalDate(2026, 7, 31)), Find(catalogue, "ward-1", Day), Find(catalogue, "ward-3", Day));
        Assert.Multiple(() =>
        {
            Assert.That(before.Amount, Is.EqualTo(new CalendarDays(10)));
            Assert.That(own.Amount, Is.EqualTo(new CalendarDays(7)));
            Assert.That(elsewhere.Amount, Is.EqualTo(new CalendarDays(10)));
            Assert.That(Find(catalogue, "ward-2", Day).EntryId, Is.EqualTo("office/compensation-complaint/decide-acceptance@ward-2/2026-08-01"));
            Assert.That(Find(catalogue, "ward-1", new LocalDate(2027, 1, 1)), Is.EqualTo(before), "after its last day");
            Assert.That(own.Law, Is.EqualTo(new LawAmount(new CalendarDays(10), before.LegalBasis)), "the law's figure stands beside it");
            Assert.That((own.NameVi, own.Bearer), Is.EqualTo((before.NameVi, before.Bearer)), "what it leaves out is the built-in entry's");
            Assert.That(catalogue.ById(own.EntryId), Is.EqualTo(own));
        });
        var kept = LimitFile.ReadEntry(JsonNode.Parse(LimitFile.Write(own).ToJsonString())!.AsObject());
        Assert.That(LimitFile.Write(kept).ToJsonString(), Is.EqualTo(LimitFile.Write(own).ToJsonString()), "the copy beside a case is whole");
    }

    [TestCase("decide-acceptance", 11, "calendarDay", "local", "longer-than-law", "the law has 10 days")]
    [TestCase("decide-acceptance", 8, "workingDay", "local", "longer-than-law", "8 working days can be more than 10 days")]
    [TestCase("decide-acceptance", 7, "calendarDay", "law", "office-kind", "the law is not an office's to set")]
    [TestCase("decide-acceptance", 7, "calendarDay", "internal", "not-settable", "a limit of the law is not an internal one")]
    [TestCase("decide-nothing", 7, "calendarDay", "internal", "unknown-limit", "no such limit")]
    [TestCase("step-B5", 7, "calendarDay", "local", "local-without-law", "no law has a figure for it")]
    [TestCase("step-B5", -7, "calendarDay", "internal", "amount-range", "no amount")]
    [TestCase("step-B5", 7, "fortnight", "internal", "unknown-unit", "no unit")]
    [TestCase("step-B5", 7, "calendarDay", "customary", "malformed-entry", "no kind")]
    public void An_office_s_entry_that_breaks_a_rule_is_refused_by_name(string limit, int amount, string unit, string kind, string rule, string reason)
    {
        var file = $$"""
            { "entries": [ { "procedure": "compensation-complaint", "limit": "{{limit}}", "office": "ward-1", "nameVi": "x", "nameEn": "x", "bearer": "authority",
              "amount": {{amount}}, "unit": "{{unit}}", "kind": "{{kind}}", "legalBasis": "Quyết định", "validFrom": "2026-08-01" } ] }
            """;
        var refused = Assert.Throws<LimitCatalogueException>(() => LimitCatalogue.Load(file), reason)!;
        Assert.That(refused.Problems.Select(problem => problem.Rule), Does.Contain(rule), refused.Message);
        Assert.That(refused.Message, Does.Contain(limit));
    }

    [Test]
    public void Every_broken_rule_of_the_file_is_told_at_once()
    {
        const string Template = """{ "procedure": "compensation-claim", "limit": "{0}", "office": "o", "amount": {1}, "unit": "workingDay", "kind": "local", "legalBasis": "QĐ", "validFrom": "{2}"{3} }""";
        string Entry(string limit, int amount, string from, string more = "") => Template.Replace("{0}", limit).Replace("{1}", amount.ToString()).Replace("{2}", from).Replace("{3}", more);
        var file = $$"""{ "entries": [ {{Entry("accept", 3, "2026-08-01")}}, {{Entry("appoint", 1, "2026-08-01")}}, {{Entry("appoint", 1, "2026-09-01")}}, {{Entry("pay-advance", 2, "2026-08-01", ", \"validTo\": \"2026-07-01\"")}}, {{Entry("start-negotiation", 1, "2026-08-01", ", \"bearer\": \"citizen\"")}} ] }""";
        var refused = Assert.Throws<LimitCatalogueException>(() => LimitCatalogue.Load(file))!;
        Assert.That(refused.Problems.Select(problem => problem.Rule), Is.EquivalentTo(new[] { "longer-than-law", "validity-overlap", "validity-order", "other-bearer" }));
    }

    [TestCase("", "malformed-json")]
    [TestCase("{", "malformed-json")]
    [TestCase("[]", "malformed-json")]
    [TestCase("{}", "no-entries")]
    [TestCase("""{ "entries": [ 1 ] }""", "malformed-entry")]
    [TestCase("""{ "entries": [ { "procedure": "compensation-claim", "limit": "accept", "amount": 1, "unit": "workingDay", "kind": "local", "legalBasis": "x", "validFrom": "2026-08-01" } ] }""", "malformed-entry")]
    [TestCase("""{ "entries": [ { "office": "o", "procedure": "compensation-claim", "limit": "accept", "amount": 1, "unit": "workingDay", "kind": "local", "legalBasis": "x", "validFrom": "1/8/2026" } ] }""", "malformed-entry")]
    [TestCase("""{ "entries": [ { "office": "o", "procedure": "compensation-claim", "limit": "accept", "amount": "1", "unit": "workingDay", "kind": "local", "legalBasis": "x", "validFrom": "2026-08-01" } ] }""", "malformed-entry")]
    [TestCase("""{ "entries": [ { "office": "o", "procedure": "compensation-claim", "limit": "accept", "amount": 1, "unit": "workingDay", "kind": "local", "legalBasis": "x", "validFrom": "2026-08-01", "grace": 3 } ] }""", "malformed-entry")]
    public void A_file_that_cannot_be_read_is_refused_and_says_where(string file, string rule) =>
        Assert.That(Assert.Throws<LimitCatalogueException>(() => LimitCatalogue.Load(file))!.Problems.Select(problem => problem.Rule), Is.EqualTo(new[] { rule }));

    [Test]
    public void The_set_of_2026_is_switched_on_per_procedure_and_holds_from_its_day()
    {
        var catalogue = LimitCatalogue.Load(null, new Dictionary<string, string>(StringComparer.Ordinal) { ["compensation-complaint"] = LimitSets.Law2026 });
        Assert.Multiple(() =>
        {
            Assert.That(Find(catalogue, null, new LocalDate(2026, 6, 30)).Amount, Is.EqualTo(new CalendarDays(10)), "the day before it took effect");
            Assert.That(Find(catalogue, null, new LocalDate(2026, 7, 1)).Amount, Is.EqualTo(new WorkingDays(7)), "and the day");
            Assert.That(catalogue.Find("compensation-claim", "accept", null, Day)!.Set, Is.EqualTo(LimitSets.Seed), "the others are not switched");
            Assert.That(catalogue.Find("compensation-complaint", "step-B5", null, Day)!.Set, Is.EqualTo(LimitSets.Seed), "what the set does not have is the default's");
            Assert.That(Find(LimitCatalogue.Default, null, Day).Amount, Is.EqualTo(new CalendarDays(10)));
        });
    }

    [Test]
    public void An_office_s_entry_is_held_against_the_set_that_is_switched_on()
    {
        const string File = """{ "entries": [ { "procedure": "compensation-claim", "limit": "accept", "office": "o", "amount": 2, "unit": "workingDay", "kind": "local", "legalBasis": "QĐ", "validFrom": "2026-08-01" } ] }""";
        Assert.That(LimitCatalogue.Load(File).Find("compensation-claim", "accept", "o", Day)!.Amount, Is.EqualTo(new WorkingDays(2)));
        const string Complaint = """{ "entries": [ { "procedure": "compensation-complaint", "limit": "decide-acceptance", "office": "o", "amount": 9, "unit": "calendarDay", "kind": "local", "legalBasis": "QĐ", "validFrom": "2026-08-01" } ] }""";
        Assert.That(LimitCatalogue.Load(Complaint).Find("compensation-complaint", "decide-acceptance", "o", Day)!.Amount, Is.EqualTo(new CalendarDays(9)));
        var switched = LimitCatalogue.Load(Complaint.Replace("9,", "7,", StringComparison.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal) { ["compensation-complaint"] = LimitSets.Law2026 });
        Assert.That(switched.Find("compensation-complaint", "decide-acceptance", "o", Day)!.Law!.Amount, Is.EqualTo(new WorkingDays(7)), "the law's figure beside it is the one in force");
        Assert.That(() => LimitCatalogue.Load(Complaint, new Dictionary<string, string>(StringComparer.Ordinal) { ["compensation-complaint"] = LimitSets.Law2026 }), Throws.TypeOf<LimitCatalogueException>().With.Message.Contains("longer-than-law"), "9 days can be more than 7 working days");
    }

    [TestCase("compensation-claim", "law-2031", "unknown-set")]
    [TestCase("no-procedure", "law-2026", "unknown-procedure")]
    public void A_switch_that_names_nothing_is_refused(string procedure, string set, string rule) =>
        Assert.That(Assert.Throws<LimitCatalogueException>(() => LimitCatalogue.Load(null, new Dictionary<string, string>(StringComparer.Ordinal) { [procedure] = set }))!.Problems.Single().Rule, Is.EqualTo(rule));

    private static LimitRule Find(LimitCatalogue catalogue, string? office, LocalDate day) => catalogue.Find("compensation-complaint", "decide-acceptance", office, day)!;
}
