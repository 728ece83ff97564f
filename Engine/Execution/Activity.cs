using ProcedureEngine.Engine.Text;

namespace ProcedureEngine.Engine.Execution;

/// <summary>
/// What a step of a definition does, as the interpreter sees it. Implementations are stateless singletons: they read the
/// context and return a result with its effects as values; they do no I/O and know no clock but the context's.
/// </summary>
public interface IActivity
{
    ActivityDescriptor Descriptor { get; }

    /// <summary>A token enters the activity.</summary>
    ActivityResult Execute(ActivityContext context);

    /// <summary>Something that the activity waits for has come: a completed task, a fired timer, a delivered stimulus.</summary>
    ActivityResult Resume(ActivityContext context, Resumption resumption);

    /// <summary>The typed record that completing <paramref name="task"/> with an outcome must carry; null when none.</summary>
    Type? OutcomeData(UserTasks.UserTask task, string outcome);
}

/// <summary>Base of activities whose outcomes are the members of an enum; each member is a port that a definition must connect.</summary>
public abstract class Activity<TOutcome> : IActivity where TOutcome : struct, Enum
{
    private readonly Lazy<ActivityDescriptor> descriptor;

    protected Activity() => descriptor = new Lazy<ActivityDescriptor>(() => ActivityDescriptor.For(GetType(), typeof(TOutcome), Inputs));

    public ActivityDescriptor Descriptor => descriptor.Value;

    /// <summary>The inputs that a definition may or must set.</summary>
    protected virtual IReadOnlyList<InputDescriptor> Inputs => [];

    public abstract ActivityResult Execute(ActivityContext context);

    public virtual ActivityResult Resume(ActivityContext context, Resumption resumption) =>
        throw new DefectException($"{Descriptor.Type} waits for nothing, yet received {resumption.GetType().Name}.");

    public virtual Type? OutcomeData(UserTasks.UserTask task, string outcome) => Descriptor.Outcomes.FirstOrDefault(o => o.Name == outcome)?.Data;

    /// <summary>The token leaves by <paramref name="outcome"/> after the effects are applied in order.</summary>
    protected static ActivityResult Leave(TOutcome outcome, params IEnumerable<Effect> effects) => new(outcome.ToString(), [.. effects]);

    /// <summary>The token stays; the effects say what it waits for.</summary>
    protected static ActivityResult Wait(params IEnumerable<Effect> effects) => new(null, [.. effects]);
}

/// <summary>The only outcome of an activity that cannot turn out in more than one way.</summary>
public enum Done
{
    [Outcome("Xong", "Done")] Done,
}

/// <summary>What an activity decided: an outcome, or to wait (null), and the effects in the order to apply them.</summary>
public sealed record ActivityResult(string? Outcome, IReadOnlyList<Effect> Effects);

/// <summary>Names the type and version under which definitions store an activity (<c>Enforcement.CheckValidity</c>, 1).</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ActivityAttribute(string type, int version, string vi, string en) : Attribute
{
    public string Type { get; } = type;

    public int Version { get; } = version;

    public LocalizedText Label { get; } = new(vi, en);

    /// <summary>The group in Studio's toolbox.</summary>
    public string Category { get; init; } = "Procedure";
}

/// <summary>Labels an outcome, and names the typed record that completing a task with it must carry.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class OutcomeAttribute(string vi, string en, Type? data = null) : Attribute
{
    public LocalizedText Label { get; } = new(vi, en);

    /// <summary>A record whose JSON Schema is the form of this outcome; null when it carries no data.</summary>
    public Type? Data { get; } = data;
}

/// <summary>Why a task does not always offer this outcome: who asks for it all the same is refused by this rule, not told that there is no such outcome.</summary>
/// <param name="rule">Stable slug of the rule.</param>
/// <param name="vi">What the rule says, with its source.</param>
/// <param name="en">The same in English.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class WithheldAttribute(string rule, string vi, string en) : Attribute
{
    public string Rule { get; } = rule;

    public LocalizedText Why { get; } = new(vi, en);
}
