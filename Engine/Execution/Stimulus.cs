using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ProcedureEngine.Engine.Execution;

/// <summary>
/// The one door: HTTP, mail, message, timer and operator all become a stimulus for the <see cref="WorkflowRunner"/>.
/// </summary>
/// <param name="InstanceId">The case it concerns (for a start: the new case's id, made outside).</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "stimulus")]
[JsonDerivedType(typeof(StartProcedure), "startProcedure")]
[JsonDerivedType(typeof(CompleteTask), "completeTask")]
[JsonDerivedType(typeof(ClaimTask), "claimTask")]
[JsonDerivedType(typeof(ReleaseTask), "releaseTask")]
[JsonDerivedType(typeof(AssignTask), "assignTask")]
[JsonDerivedType(typeof(Deliver), "deliver")]
[JsonDerivedType(typeof(FireTimers), "fireTimers")]
[JsonDerivedType(typeof(RetryIncident), "retryIncident")]
[JsonDerivedType(typeof(CancelInstance), "cancelInstance")]
[JsonDerivedType(typeof(Reopen), "reopen")]
[JsonDerivedType(typeof(PerformAct), "performAct")]
public abstract record Stimulus(string InstanceId, Actor Actor)
{
    /// <summary>What makes a second arrival the same one; null when the act itself cannot happen twice.</summary>
    public StimulusKey? Key { get; init; }
}

/// <summary>Scope (caller and route), the caller's key, and a digest of the body: the same key with another body is refused.</summary>
/// <param name="IsPermanent">Message-IDs are kept for ever, other keys 30 days.</param>
public sealed record StimulusKey(string Scope, string Key, string BodyDigest, bool IsPermanent = false);

/// <summary>Starts an instance of the newest version that runs.</summary>
/// <param name="Input">The procedure's start data; the first activity reads it as variable <c>input</c>.</param>
public sealed record StartProcedure(string InstanceId, Actor Actor, string DefinitionId, string Office, JsonObject Input) : Stimulus(InstanceId, Actor);

/// <summary>Completes a task with one of its outcomes.</summary>
/// <param name="ExpectedRevision">The task's revision that the person saw.</param>
public sealed record CompleteTask(string InstanceId, Actor Actor, string TaskId, string Outcome, JsonObject? Data, int ExpectedRevision) : Stimulus(InstanceId, Actor);

public sealed record ClaimTask(string InstanceId, Actor Actor, string TaskId, int ExpectedRevision) : Stimulus(InstanceId, Actor);

public sealed record ReleaseTask(string InstanceId, Actor Actor, string TaskId, int ExpectedRevision) : Stimulus(InstanceId, Actor);

/// <summary>Gives the task to a person who holds its role at its office (the door has checked that).</summary>
public sealed record AssignTask(string InstanceId, Actor Actor, string TaskId, string Assignee, int ExpectedRevision) : Stimulus(InstanceId, Actor);

/// <summary>Brings a named message to the case: an applicant's mail, a withdrawal, a report from the outbox.</summary>
public sealed record Deliver(string InstanceId, Actor Actor, string Name, JsonObject Payload) : Stimulus(InstanceId, Actor)
{
    /// <summary>
    /// True for what its sender must hear of: a case that has ended refuses it (rule <c>finished</c>), and so does one of which no step waits for it
    /// (<c>nobody-waits</c>), instead of keeping it in the inbox. Decided in the burst, behind the key: who asks again about what ended the case is told the same as before.
    /// </summary>
    public bool MustBeRunning { get; init; }
}

/// <summary>Fires what is due in the case, in due order.</summary>
public sealed record FireTimers(string InstanceId, Actor Actor) : Stimulus(InstanceId, Actor);

/// <summary>Tries again what an incident stopped.</summary>
public sealed record RetryIncident(string InstanceId, Actor Actor, string IncidentId) : Stimulus(InstanceId, Actor);

/// <summary>Ends the instance without an outcome, with a reason.</summary>
public sealed record CancelInstance(string InstanceId, Actor Actor, string Reason) : Stimulus(InstanceId, Actor);

/// <summary>Takes a finished case up again at the step that its definition names.</summary>
public sealed record Reopen(string InstanceId, Actor Actor, string Reason) : Stimulus(InstanceId, Actor);

/// <summary>Does something to the case itself, beside its steps.</summary>
/// <param name="Act">Name of an <see cref="ICaseAct"/>.</param>
public sealed record PerformAct(string InstanceId, Actor Actor, string Act, JsonObject Payload) : Stimulus(InstanceId, Actor);
