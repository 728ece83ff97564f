using System.Collections.Immutable;
using ProcedureEngine.Engine.BuiltIn;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.Execution;

namespace ProcedureEngine.Engine.Authoring;

/// <summary>
/// Writes a procedure as named steps, then a flat table of arrows. <see cref="Build"/> refuses an outcome without an arrow, a
/// step that cannot be reached and an input that is missing or unknown, so a forgotten case does not build.
/// </summary>
public sealed class ProcedureBuilder
{
    private readonly List<IStep> steps = [];
    private readonly List<Connection> connections = [];
    private readonly List<VariableDefinition> variables = [];
    private readonly string definitionId;
    private readonly int version;
    private readonly LocalizedText name;
    private readonly LocalizedText description;
    private string? reopenAt;

    /// <param name="definitionId">Stable id, by hand.</param>
    /// <param name="version">By hand; raised when the frozen content changes.</param>
    public ProcedureBuilder(string definitionId, int version, LocalizedText name, LocalizedText description)
    {
        (this.definitionId, this.version, this.name, this.description) = (definitionId, version, name, description);
        Start = new Step<StartPort>(this, new StartActivity(), "start", "Bắt đầu", "Start");
        steps.Add(Start);
    }

    public Step<StartPort> Start { get; }

    /// <summary>A step: an activity type under an id of its own, labelled for people.</summary>
    public Step<TOutcome> Step<TActivity, TOutcome>(string id, string vi, string en) where TActivity : Activity<TOutcome> where TOutcome : struct, Enum =>
        Add(new Step<TOutcome>(this, ActivityPrototypes.Descriptor<TActivity>(), id, vi, en));

    /// <summary>Splits into branches, each drawn by <see cref="ForkStep.Branch"/>.</summary>
    public ForkStep Fork(string id, string vi, string en) => Add(new ForkStep(this, id, vi, en));

    /// <summary>Waits for every branch of the fork.</summary>
    public Step<Done> Join(string id, string vi, string en) => Add(new Step<Done>(this, new JoinActivity(), id, vi, en));

    public Step<EndPort> End(string id, string vi, string en) => Add(new Step<EndPort>(this, new EndActivity(), id, vi, en));

    public ProcedureBuilder Variable(string variable, string typeName = "Object")
    {
        variables.Add(new VariableDefinition(variable, typeName));
        return this;
    }

    /// <summary>Where a closed case is taken up again, and by whom.</summary>
    public ProcedureBuilder ReopenAt(IStep step, string role)
    {
        reopenAt = step.Id;
        Start.With(StructuralTypes.ReopenRoleInput, role);
        return this;
    }

    /// <exception cref="DefinitionException">Names the step and outcome that is not connected, or what else is wrong.</exception>
    public WorkflowDefinition Build()
    {
        var definition = new WorkflowDefinition(
            definitionId, version, name, description, Start.Id, reopenAt, [.. steps.Select(step => step.ToNode())], [.. connections], [.. variables]);
        DefinitionChecks.Check(definition, steps.ToDictionary(step => step.Id, step => step.Descriptor, StringComparer.Ordinal));
        return definition;
    }

    internal void Connect(string source, string port, string target)
    {
        if (connections.Exists(c => c.SourceId == source && c.Port == port) && port != StructuralTypes.AnyTimePort)
            throw new DefinitionException(definitionId, $"draws two arrows for outcome '{port}' of '{source}'");
        connections.Add(new Connection(source, port, target));
    }

    private T Add<T>(T step) where T : IStep
    {
        if (steps.Exists(s => s.Id == step.Id))
            throw new DefinitionException(definitionId, $"has two steps '{step.Id}'");
        steps.Add(step);
        return step;
    }
}

/// <summary>A step as an arrow's target.</summary>
public interface IStep
{
    string Id { get; }

    ActivityDescriptor Descriptor { get; }

    ActivityNode ToNode();
}

/// <summary>A step whose outcomes are the members of <typeparamref name="TOutcome"/>.</summary>
public sealed class Step<TOutcome> : IStep where TOutcome : struct, Enum
{
    private readonly ProcedureBuilder builder;
    private readonly LocalizedText label;
    private readonly SortedDictionary<string, InputExpression> inputs = new(StringComparer.Ordinal);

    internal Step(ProcedureBuilder builder, IActivity activity, string id, string vi, string en)
        : this(builder, activity.Descriptor, id, vi, en)
    {
    }

    internal Step(ProcedureBuilder builder, ActivityDescriptor descriptor, string id, string vi, string en) =>
        (this.builder, Descriptor, Id, label) = (builder, descriptor, id, new LocalizedText(vi, en));

    public string Id { get; }

    public ActivityDescriptor Descriptor { get; }

    /// <summary>The candidate role of the step's task.</summary>
    public Step<TOutcome> For(string role) => With(UserTasks.UserTaskActivity<TOutcome>.RoleInput, role);

    /// <summary>The time limit that presses the step, by its id in the catalogue.</summary>
    public Step<TOutcome> Within(string limit) => With("limit", limit);

    public Step<TOutcome> With<T>(string input, T value)
    {
        inputs[input] = InputExpression.Of(value);
        return this;
    }

    /// <summary>The arrow of one outcome.</summary>
    public Step<TOutcome> On(TOutcome outcome, IStep target)
    {
        builder.Connect(Id, outcome.ToString(), target.Id);
        return this;
    }

    public ActivityNode ToNode() => new(Id, Descriptor.Type, Descriptor.Version, label, inputs.ToImmutableSortedDictionary(StringComparer.Ordinal));
}

/// <summary>A fork with its branches.</summary>
public sealed class ForkStep : IStep
{
    private readonly ProcedureBuilder builder;
    private readonly LocalizedText label;
    private readonly List<string> branches = [];

    internal ForkStep(ProcedureBuilder builder, string id, string vi, string en) => (this.builder, Id, label) = (builder, id, new LocalizedText(vi, en));

    public string Id { get; }

    public ActivityDescriptor Descriptor { get; } = new ForkActivity().Descriptor;

    /// <summary>One parallel branch and the step that it begins with.</summary>
    public ForkStep Branch(string name, IStep target)
    {
        branches.Add(name);
        builder.Connect(Id, name, target.Id);
        return this;
    }

    public ActivityNode ToNode() => new(
        Id, Descriptor.Type, Descriptor.Version, label,
        ImmutableSortedDictionary<string, InputExpression>.Empty.Add(StructuralTypes.BranchesInput, InputExpression.Of(branches)));
}
