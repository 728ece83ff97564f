using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.Linting.Rules;
using ProcedureEngine.Engine.BuiltIn;
using ProcedureEngine.Engine.Definitions;

namespace ProcedureEngine.Workflows.Tests.Linting;

/// <summary>Each rule on a procedure that breaks it in one place, and on the same one unbroken.</summary>
public sealed class LintRuleTests
{
    private static IEnumerable<TestCaseData> Broken()
    {
        var good = new LintFixture();
        yield return Row("PE101", "resolve", good with { FirstStage = 21 }, "21 + 10 days in the law's 30");
        yield return Row("PE101", "resolve@phuong", good with { OfficesFirstStage = 21 }, "an office's own 21 + 10 days in the law's 30");
        yield return Row("PE102", "completed", good with { After = 1, DeclaredLimits = ["resolve", "stage-1", "stage-2", "after"] }, "20 + 10 + 1 days against 30");
        yield return Row("PE201", "35/2009/QH12", good with { LegalBases = ["35/2009/QH12"], Day = new LocalDate(2018, 7, 1) }, "the first day on which the Law of 2009 is replaced");
        yield return Row("PE201", "106/2025/QH15", good with { LegalBases = ["106/2025/QH15"], Day = new LocalDate(2026, 6, 30) }, "the last day before the Law of 2025");
        yield return Row("PE202", "99/2099/NĐ-CP", good with { LegalBases = ["99/2099/NĐ-CP"] }, "a number that the catalogue of acts does not have");
        yield return Row("PE203", "resolve", good with { LawBasis = "theo luật" }, "a law's limit that cites no act");
        yield return Row("PE203", "stage-1", good with { LimitsFrom = new LocalDate(2026, 3, 3) }, "no entry in force the day before its first");
        yield return Row("PE204", "never", good with { DeclaredLimits = [.. good.DeclaredLimits, "never"] }, "declared, and started by no step");
        yield return Row("PE301", "refused", good with { SaysRefused = false }, "refused without a letter");
        yield return Row("PE401", "judicial-officer@phuong", good with { Held = [] }, "nobody at the office");
        yield return Row("PE501", "say-refused", good with { SaysRefused = false }, "the letter's step has no arrow to it");
        yield return Row("PE502", "first", good with { Edit = definition => Aim(definition, "second", "Signed", "first") }, "round and round");
        yield return Row("PE503", "first", good with { Edit = definition => Change(definition, "first", node => node with { Type = "Foreign.Activity" }) }, "an activity of another program");
        yield return Row("PE601", "first", good with { IsLimited = false, DeclaredLimits = [] }, "returned again and again while nothing runs");
        yield return Row("PE602", "first", good with { IsLimited = false, DeclaredLimits = [] }, "waits while nothing runs");
        yield return Row("PE701", "complaint-withdrawn:reason", good with { Template = good.Template with { Mandatory = [.. good.Template.Mandatory, "reason"] } }, "a mandatory slot");
        yield return Row("PE701", "complaint-withdrawn:hint", good with { Template = good.Template with { Optional = [.. good.Template.Optional, "hint"] } }, "an optional slot");
        yield return Row("PE703", "gone", good with { Letter = "gone" }, "a letter that no library has");
        yield return Row("PE901", "PE301:refused", good with { Accepted = Accept("PE301", "refused") }, "accepted, but not there");
    }

    [TestCaseSource(nameof(Broken))]
    public void A_procedure_broken_in_one_place_is_found_there(string rule, string place, object broken)
    {
        var found = ((LintFixture)broken).Check().Where(finding => finding.Rule.Id == rule).ToList();
        Assert.That(found.Select(finding => finding.Place), Does.Contain(place));
        Assert.That(found, Has.All.Property(nameof(Finding.Acceptance)).Null);
        Assert.That(found.Select(finding => finding.Message), Has.All.Matches<LocalizedText>(message => message!.Vi.Length > 0 && message.En.Length > 0 && message.Vi != message.En));
    }

    [Test]
    public void The_unbroken_procedure_has_only_two_waits_to_know_of() =>
        Assert.That(new LintFixture().Check().Select(finding => $"{finding.Rule.Id} {finding.Place}"), Is.EqualTo(new[] { "PE602 hand-over", "PE602 route" }), "they come after the last limit");

    [Test]
    public void A_broken_procedure_has_no_findings_of_other_rules_than_its_own()
    {
        var good = new LintFixture();
        Assert.That(Open(good with { FirstStage = 21 }), Is.EqualTo(new[] { "PE101 resolve", "PE102 completed", "PE102 refused" }), "what exceeds one limit exceeds the whole");
        Assert.That(Open(good with { After = 1, DeclaredLimits = ["resolve", "stage-1", "stage-2", "after"] }), Is.EqualTo(new[] { "PE102 completed", "PE102 refused" }));
        Assert.That(Open(good with { SaysRefused = false }), Is.EqualTo(new[] { "PE301 refused", "PE501 say-refused" }));
        Assert.That(Open(good with { Held = [] }), Is.EqualTo(new[] { "PE401 judicial-officer@phuong" }));
    }

    [TestCase(20, "", TestName = "At the limit exactly nothing is found: 20 + 10 days in 30")]
    [TestCase(21, "PE101 resolve", TestName = "and one day over is: 21 + 10 days in 30")]
    public void Step_times_are_found_from_the_first_day_over(int first, string found)
    {
        var findings = new LintFixture { FirstStage = first }.Check().Where(finding => finding.Rule.Id == "PE101").Select(finding => $"{finding.Rule.Id} {finding.Place}");
        Assert.That(string.Join(", ", findings), Is.EqualTo(found));
    }

    [TestCase("2018-06-30", 0, TestName = "The Law of 2009 is law on its last day")]
    [TestCase("2018-07-01", 1, TestName = "and is none on the next")]
    [TestCase("2009-12-31", 1, TestName = "nor the day before its first")]
    public void An_act_is_in_force_from_its_first_day_to_its_last(string day, int findings)
    {
        var fixture = new LintFixture { LegalBases = ["35/2009/QH12"], Day = NodaTime.Text.LocalDatePattern.Iso.Parse(day).Value };
        Assert.That(fixture.Check().Count(finding => finding.Rule.Id == "PE201" && finding.Place == "35/2009/QH12"), Is.EqualTo(findings));
    }

    [Test]
    public void An_accepted_finding_is_told_with_its_reason_and_is_not_open()
    {
        var fixture = new LintFixture { SaysRefused = false, Accepted = Accept("PE301", "refused") };
        var finding = fixture.Check().Single(finding => finding.Rule.Id == "PE301");
        Assert.That((finding.IsOpen, finding.Acceptance?.ReasonVi), Is.EqualTo((false, "Lý do")));
    }

    [Test]
    public void Every_rule_has_an_id_of_its_own_words_in_both_languages_and_a_fixture()
    {
        Assert.That(LintRules.All.Select(rule => rule.Id), Is.Unique.And.All.Match("^PE[0-9]{3}$"));
        Assert.That(LintRules.All.SelectMany(rule => new[] { rule.Title, rule.Explanation, rule.Cure }), Has.All.Matches<LocalizedText>(text => text!.Vi.Length > 0 && text.En.Length > 0 && text.Vi != text.En));
        var tried = Broken().Select(row => (string)row.Arguments[0]!).ToHashSet(StringComparer.Ordinal);
        Assert.That(LintRules.All.Select(rule => rule.Id).Where(id => !tried.Contains(id)), Is.EquivalentTo(new[] { "PE103", "PE702" }), "tried by tests of their own");
    }

    [TestCase(20, "", TestName = "A limit that a parallel branch started runs from the join: 20 + 10 days in 30")]
    [TestCase(21, "PE101 resolve", TestName = "and one day more than it has is found on the other branch too")]
    public void A_limit_that_begins_in_a_parallel_branch_is_held_against_the_steps_after_the_join(int first, string found)
    {
        var fixture = new LintFixture { FirstStage = first, Edit = Parallel };
        Assert.That(string.Join(", ", fixture.Check().Where(finding => finding.Rule.Id == "PE101").Select(finding => $"{finding.Rule.Id} {finding.Place}")), Is.EqualTo(found));
    }

    [Test]
    public void A_branch_beside_the_case_may_go_back_to_waiting_for_ever()
    {
        var fixture = new LintFixture { Edit = Beside };
        Assert.That(Open(fixture), Is.Empty);
        Assert.That(fixture.Check().Select(finding => finding.Place), Does.Not.Contain("beside").And.Not.Contain("noted"));
    }

    [Test]
    public void What_a_step_fills_in_and_no_template_has_is_found()
    {
        var fixture = new LintFixture { Template = new TemplateSlots("complaint-report", ["report", "office", "date"], []), Letter = "complaint-report" };
        var submit = fixture with { Edit = definition => Change(definition, "first", node => node with { Type = "Complaints.Submit", Inputs = node.Inputs }) };
        Assert.That(submit.Check().Where(finding => finding.Rule.Id == "PE702").Select(finding => finding.Place), Is.EquivalentTo(new[] { "complaint-report:conclusion", "complaint-report:content", "complaint-report:officerName" }));
    }

    [Test]
    public void More_paths_than_can_be_walked_are_told()
    {
        var ladder = new LintFixture { Edit = Ladder };
        Assert.That(ladder.Check().Where(finding => finding.Rule.Id == "PE103").Select(finding => finding.Place), Is.EqualTo(new[] { "start" }));
    }

    [TestCase("""[{"rule":"PE301","procedure":"fixture","place":"refused","reasonVi":"","reasonEn":"x","source":"x"}]""", TestName = "An acceptance without a reason is refused")]
    [TestCase("""[{"rule":"PE999","procedure":"fixture","place":"refused","reasonVi":"x","reasonEn":"x","source":"x"}]""", TestName = "An acceptance of no rule is refused")]
    [TestCase("""[{"rule":"PE901","procedure":"fixture","place":"refused","reasonVi":"x","reasonEn":"x","source":"x"}]""", TestName = "That an acceptance is stale cannot be accepted")]
    [TestCase("""{"rule":"PE301"}""", TestName = "A file that is no list is refused")]
    public void A_list_of_accepted_findings_is_read_strictly(string text) => Assert.Throws<FormatException>(() => AcceptedFindings.None.With(text));

    private static AcceptedFindings Accept(string rule, string place) => AcceptedFindings.None.With(
        $$"""[{"rule":"{{rule}}","procedure":"{{LintFixture.Procedure}}","place":"{{place}}","reasonVi":"Lý do","reasonEn":"Reason","source":"Lệnh 1"}]""");

    private static IEnumerable<string> Open(LintFixture fixture) => fixture.Check().Where(finding => finding.IsOpen).Select(finding => $"{finding.Rule.Id} {finding.Place}");

    private static TestCaseData Row(string rule, string place, LintFixture broken, string reason) => new TestCaseData(rule, place, broken).SetArgDisplayNames($"{rule}: {reason}");

    private static WorkflowDefinition Aim(WorkflowDefinition definition, string step, string outcome, string target) => definition with
    {
        Connections = [.. definition.Connections.Select(arrow => arrow.SourceId == step && arrow.Port == outcome ? arrow with { TargetId = target } : arrow)],
    };

    private static WorkflowDefinition Change(WorkflowDefinition definition, string step, Func<ActivityNode, ActivityNode> change) =>
        definition with { Activities = [.. definition.Activities.Select(node => node.Id == step ? change(node) : node)] };

    /// <summary>'turn' starts its limit in one of two branches that meet before the first stage.</summary>
    private static WorkflowDefinition Parallel(WorkflowDefinition definition)
    {
        var turn = definition.GetActivity("turn");
        ActivityNode[] added =
        [
            turn with { Id = "fork", Type = StructuralTypes.Fork, Inputs = turn.Inputs.Clear().Add(StructuralTypes.BranchesInput, InputExpression.Of(new[] { "One", "Other" })) },
            definition.GetActivity("hand-over") with { Id = "other" },
            turn with { Id = "join", Type = StructuralTypes.Join, Inputs = turn.Inputs.Clear() },
        ];
        var aimed = Aim(Aim(definition, "start", "Done", "fork"), "turn", "Done", "join");
        return aimed with
        {
            Activities = [.. aimed.Activities, .. added],
            Connections = [.. aimed.Connections, new("fork", "One", "turn"), new("fork", "Other", "other"), new("other", "Received", "join"), new("join", "Done", "first")],
        };
    }

    /// <summary>A step that waits beside the case from the start, and is taken up again after each time.</summary>
    private static WorkflowDefinition Beside(WorkflowDefinition definition) => definition with
    {
        Activities = [.. definition.Activities, definition.GetActivity("hand-over") with { Id = "beside" }, definition.GetActivity("turn") with { Id = "noted", Inputs = definition.GetActivity("hand-over").Inputs.Clear() }],
        Connections = [.. definition.Connections, new("start", StructuralTypes.AnyTimePort, "beside"), new("beside", "Received", "noted"), new("noted", "Done", "beside")],
    };

    /// <summary>Sixteen steps with two outcomes that both lead to the next: 65,536 paths.</summary>
    private static WorkflowDefinition Ladder(WorkflowDefinition definition)
    {
        var rung = definition.GetActivity("route");
        var rungs = Enumerable.Range(0, 16).Select(i => rung with { Id = $"rung-{i:00}" }).ToList();
        var arrows = rungs.SelectMany((node, i) => new[] { "Signed", "Returned" }.Select(port => new Connection(node.Id, port, i + 1 < rungs.Count ? rungs[i + 1].Id : "first"))).ToList();
        return definition with { Activities = [.. definition.Activities, .. rungs], Connections = [.. Aim(definition, "turn", "Done", "rung-00").Connections, .. arrows] };
    }
}
