using System.Text.Json.Nodes;

namespace ProcedureEngine.Engine.Execution;

/// <summary>
/// An act on the case itself, beside its steps: an officer merges it with another, puts it aside, a report of a letter arrives. It belongs
/// to no activity, so a definition does not draw it, and a case on any version of its definition takes it, also when it has ended.
/// Implementations are stateless singletons without I/O, like activities.
/// </summary>
public interface ICaseAct
{
    /// <summary>Stable; a <see cref="PerformAct"/> names it.</summary>
    string Name { get; }

    /// <summary>
    /// Returns what the act changes. <paramref name="context"/>'s node is the case's start activity, so no task, bookmark or timer of a run
    /// may be among the effects; <see cref="EndInstance"/> ends the case once the others are applied. Checks right and state by itself.
    /// </summary>
    /// <exception cref="RejectedException">The act is refused; nothing changes.</exception>
    ActOutcome Perform(ActivityContext context, JsonObject payload);
}

/// <summary>What an act on a case changes.</summary>
public sealed record ActOutcome(params IReadOnlyList<Effect> Effects)
{
    /// <summary>The act has had its effect before: the same request a second time.</summary>
    public static ActOutcome Nothing { get; } = new();

    /// <summary>What whoever waits in the case is told next, in the same burst; null when nobody is.</summary>
    public StimulusDelivered? Then { get; init; }

    /// <summary>What the caller is told beside the case's number and status; remembered with the key, so a twin is told the same.</summary>
    public JsonObject Told { get; init; } = [];
}
