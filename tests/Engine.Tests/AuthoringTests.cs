namespace ProcedureEngine.Engine.Tests;

/// <summary>Rule 8: outcomes are enums, each connected, or the definition does not build; what is wrong is named.</summary>
public sealed class AuthoringTests
{
    private ProcedureBuilder procedure = null!;

    [SetUp]
    public void Begin() => procedure = Procedures.New();

    [Test]
    public void A_forgotten_outcome_does_not_build()
    {
        var ask = procedure.Ask("ask").On(Answer.Yes, procedure.End());
        procedure.Start.On(StartPort.Done, ask);
        Says("leaves outcome 'No' of 'ask' without an arrow");
    }

    [Test]
    public void A_start_without_an_arrow_does_not_build() => Says("leaves outcome 'Done' of 'start' without an arrow");

    [Test]
    public void Two_arrows_for_an_outcome_are_refused_where_the_second_is_drawn()
    {
        var work = procedure.Work("work").Then(procedure.End());
        Assert.That(() => work.Then(work), Throws.TypeOf<DefinitionException>().With.Message.EqualTo("Definition 'test' draws two arrows for outcome 'Done' of 'work'."));
    }

    [Test]
    public void Two_arrows_for_an_outcome_do_not_pass_the_check_either()
    {
        var definition = Procedures.Line(p => p.Work("work"));
        var twice = definition with { Connections = definition.Connections.Add(new Connection("work", "Done", "end")) };
        Says(twice, "draws 2 arrows for outcome 'Done' of 'work'");
    }

    [Test]
    public void A_step_that_no_arrow_reaches_does_not_build()
    {
        var end = procedure.End();
        procedure.Start.On(StartPort.Done, end);
        procedure.Work("island").Then(end);
        Says("has step 'island', which no arrow reaches");
    }

    [Test]
    public void Two_steps_of_one_id_are_refused()
    {
        procedure.Work("work");
        Assert.That(() => procedure.Work("work"), Throws.TypeOf<DefinitionException>().With.Message.Contains("has two steps 'work'"));
        Assert.That(() => procedure.Work("start"), Throws.TypeOf<DefinitionException>().With.Message.Contains("has two steps 'start'"));
    }

    [Test]
    public void A_missing_input_does_not_build()
    {
        procedure.Start.On(StartPort.Done, procedure.Step<Gate, Done>("gate", "Chờ", "Gate").Then(procedure.End()));
        Says("leaves input 'stimulus' of 'gate' unset");
    }

    [Test]
    public void An_unknown_input_does_not_build()
    {
        procedure.Start.On(StartPort.Done, procedure.Work("work").With("colour", "red").Then(procedure.End()));
        Says("sets input 'colour' of 'work', which Test.Work does not have");
    }

    [Test]
    public void A_limit_of_a_step_that_knows_none_does_not_build()
    {
        procedure.Start.On(StartPort.Done, procedure.Work("work").Within("sign").Then(procedure.End()));
        Says("sets input 'limit' of 'work'");
    }

    [Test]
    public void An_expression_that_is_not_evaluated_does_not_pass()
    {
        var definition = Procedures.Line(p => p.Work("work").With("text", "x"));
        var work = definition.GetActivity("work");
        var computed = work with { Inputs = work.Inputs.SetItem("text", new InputExpression("JavaScript", "1 + 1")) };
        Says(definition with { Activities = definition.Activities.Replace(work, computed) }, "gives input 'text' of 'work' an expression of type 'JavaScript'; only Literal and Variable are evaluated");
    }

    [Test]
    public void A_fork_needs_branches_each_named_once()
    {
        var fork = procedure.Fork("fork", "Tách", "Fork");
        procedure.Start.On(StartPort.Done, fork);
        Says("needs in input 'branches' of fork 'fork' the names of its branches, one at least");
        fork.Branch("A", procedure.End());
        Assert.That(() => fork.Branch("A", procedure.Start), Throws.TypeOf<DefinitionException>().With.Message.Contains("draws two arrows for outcome 'A' of 'fork'"));
        Says("names a branch of fork 'fork' twice");
    }

    [Test]
    public void A_join_outside_a_fork_does_not_build()
    {
        var join = procedure.Join("join", "Chờ", "Join").Then(procedure.End());
        procedure.Start.On(StartPort.Done, join);
        Says("reaches join 'join' on a path that is inside no fork");
    }

    [Test]
    public void A_loop_back_past_a_join_needs_a_step_of_its_own()
    {
        var (fork, join, inside, again) = (procedure.Fork("fork", "Tách", "Fork"), procedure.Join("join", "Gặp", "Join"), procedure.Work("inside"), procedure.Choose("again"));
        procedure.Start.On(StartPort.Done, fork);
        fork.Branch("A", inside).Branch("B", join);
        inside.Then(join);
        join.Then(again);
        again.On(Way.Left, procedure.End()).On(Way.Right, inside);
        Says("reaches join 'join' on a path that is inside no fork");
    }

    [Test]
    public void A_branch_that_comes_back_to_its_own_fork_does_not_build()
    {
        var (fork, join, choose) = (procedure.Fork("fork", "Tách", "Fork"), procedure.Join("join", "Gặp", "Join"), procedure.Choose("choose"));
        procedure.Start.On(StartPort.Done, fork);
        fork.Branch("A", choose).Branch("B", join);
        choose.On(Way.Left, join).On(Way.Right, fork);
        join.Then(procedure.End());
        Says("comes back to fork 'fork' on a path that has not passed its join");
    }

    [Test]
    public void A_loop_that_passes_the_join_may_come_back_to_the_fork()
    {
        var (fork, join, again) = (procedure.Fork("fork", "Tách", "Fork"), procedure.Join("join", "Gặp", "Join"), procedure.Choose("again"));
        procedure.Start.On(StartPort.Done, fork);
        fork.Branch("A", join).Branch("B", join);
        join.Then(again);
        again.On(Way.Left, procedure.End()).On(Way.Right, fork);
        Assert.That(procedure.Build().Activities, Has.Length.EqualTo(5));
    }

    [Test]
    public void An_arrow_to_or_from_nowhere_does_not_pass()
    {
        var definition = Procedures.Line(p => p.Work("work"));
        Says(definition with { Connections = definition.Connections.Add(new Connection("work", "Other", "nowhere")) }, "draws an arrow from 'work' to 'nowhere', one of which it does not have");
        Says(definition with { Connections = definition.Connections.Add(new Connection("work", "Other", "end")) }, "draws an arrow for outcome 'Other' of 'work', which Test.Work does not have");
        Says(definition with { Connections = definition.Connections.Add(new Connection("work", "AnyTime", "end")) }, "draws an arrow for outcome 'AnyTime' of 'work', which Test.Work does not have");
    }

    [Test]
    public void A_start_or_a_place_to_reopen_that_is_not_there_does_not_pass()
    {
        var definition = Procedures.Line(p => p.Work("work"));
        Says(definition with { StartActivityId = "begin" }, "starts at 'begin', which is no Elsa.Start of it");
        Says(definition with { StartActivityId = "work" }, "starts at 'work', which is no Elsa.Start of it");
        Says(definition with { ReopenActivityId = "gone" }, "reopens at 'gone', which it does not have");
    }

    [Test]
    public void An_activity_that_this_program_does_not_have_does_not_pass()
    {
        var definition = Procedures.Line(p => p.Work("work"));
        var work = definition.GetActivity("work");
        Says(definition with { Activities = definition.Activities.Replace(work, work with { Version = 2 }) }, "uses activity Test.Work version 2, which this program does not have");
    }

    [Test]
    public void What_builds_passes_the_same_check_after_it_was_read_back()
    {
        var definition = Procedures.Reread(Procedures.OneTask(30));
        Assert.That(() => DefinitionChecks.Check(definition, new ActivityRegistry(Steps.All(new Script()))), Throws.Nothing);
    }

    [Test]
    public void An_activity_may_not_call_an_input_as_the_json_calls_something_else()
    {
        procedure.Start.On(StartPort.Done, procedure.Step<Misnamed, Done>("misnamed", "Sai tên", "Misnamed").With("type", "x").Then(procedure.End()));
        Says("sets input 'type' of 'misnamed', a name that the JSON of an activity keeps for itself");
    }

    [Activity("Test.Misnamed", 1, "Sai tên", "Misnamed")]
    private sealed class Misnamed : Activity<Done>
    {
        protected override IReadOnlyList<InputDescriptor> Inputs => [InputDescriptor.Optional("type", "Loại", "Type")];

        public override ActivityResult Execute(ActivityContext context) => Leave(Execution.Done.Done);
    }

    private void Says(string problem) =>
        Assert.That(procedure.Build, Throws.TypeOf<DefinitionException>().With.Message.StartsWith($"Definition 'test' {problem}"));

    private static void Says(WorkflowDefinition definition, string problem) =>
        Assert.That(() => DefinitionChecks.Check(definition, new ActivityRegistry(Steps.All(new Script()))), Throws.TypeOf<DefinitionException>().With.Message.StartsWith($"Definition 'test' {problem}"));
}
