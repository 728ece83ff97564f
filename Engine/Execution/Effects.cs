using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NodaTime;
using ProcedureEngine.Engine.Store;
using ProcedureEngine.Engine.Text;

namespace ProcedureEngine.Engine.Execution;

/// <summary>
/// Something an activity wants to happen, as a value. The engine applies effects in order inside the burst; all of a burst's
/// effects commit together or not at all.
/// </summary>
public abstract record Effect;

/// <summary>Sets a variable of the instance; null removes it.</summary>
public sealed record SetVariable(string Name, JsonNode? Value) : Effect
{
    public static SetVariable To<T>(string name, T value) => new(name, EngineJson.ToNode(value));
}

/// <summary>Opens a task for a person. The activity stays until one of the offered outcomes is chosen.</summary>
/// <param name="Name">Local name, unique within the activity's current run (an activity may hold several tasks).</param>
/// <param name="Role">The candidate role, held at <paramref name="Office"/>.</param>
/// <param name="Outcomes">Names of the outcomes offered.</param>
/// <param name="DueAt">Exclusive instant at which the task is late; null when no limit runs.</param>
/// <param name="Assignee">The person it is given to from the start, or null.</param>
/// <param name="Context">What the form shows beside its fields (JSON, never personal data of others).</param>
public sealed record OpenTask(
    string Name, LocalizedText Title, string Role, string Office, ImmutableArray<string> Outcomes, Instant? DueAt = null, string? Assignee = null,
    JsonObject? Context = null) : Effect
{
    /// <summary>The enum whose members <see cref="Outcomes"/> name, when it is not the activity's own.</summary>
    public Type? OutcomeType { get; init; }

    /// <summary>Name of the <see cref="UserTasks.ICaseTaskHandler"/> to whom the task belongs; null for a task of the activity's run.</summary>
    public string? Handler { get; init; }
}

/// <summary>Changes the due instant of the activity's open task (its limit was suspended, extended or recomputed).</summary>
public sealed record SetTaskDue(string TaskId, Instant? DueAt) : Effect;

/// <summary>Gives the activity's or the case's open task to a person (who was in charge is replaced).</summary>
public sealed record GiveTask(string TaskId, string Assignee) : Effect;

/// <summary>Takes back a task that is still open.</summary>
public sealed record CancelTask(string TaskId) : Effect;

/// <summary>The activity waits for a stimulus of this name.</summary>
public sealed record CreateBookmark(string Name) : Effect;

/// <summary>
/// Arms a timer. Owned by the activity's run it resumes that activity and disappears when the token leaves; with a
/// <paramref name="Handler"/> it belongs to the case and that handler fires it.
/// </summary>
/// <param name="Name">Unique within its owner; arming the same name again moves the timer.</param>
public sealed record ArmTimer(string Name, Instant Due, string? Handler = null, JsonObject? Payload = null) : Effect
{
    /// <summary>The waiting run whose timer this is, where the case itself moves it (the limit that a lapse goes with was extended). A run that has ended gets none.</summary>
    public string? Run { get; init; }
}

/// <summary>Disarms a timer that was armed under the name and handler.</summary>
public sealed record DisarmTimer(string Name, string? Handler = null) : Effect
{
    /// <summary>As <see cref="ArmTimer.Run"/>.</summary>
    public string? Run { get; init; }
}

/// <summary>
/// Takes the next number of a counter, without gaps, in the burst's own transaction; the result <c>{sequence, year, text}</c>
/// is written to <paramref name="Variable"/>, where the next effect or activity reads it.
/// </summary>
/// <param name="Pattern">Text with <c>{sequence}</c> and <c>{year}</c> (<c>{sequence}/QĐ-CTHADS</c>).</param>
public sealed record TakeNumber(CounterKey Key, string Pattern, string Variable) : Effect;

/// <summary>Reserves a resource's time, <paramref name="From"/> inclusive to <paramref name="To"/> exclusive. Overlap rejects the stimulus.</summary>
/// <param name="Id">Unique within the case; reserving the same id again replaces the earlier time.</param>
/// <param name="Field">The field to name when it overlaps.</param>
public sealed record Reserve(string Id, string Resource, Instant From, Instant To, string Field) : Effect;

/// <summary>Gives reserved time back.</summary>
public sealed record Unreserve(string Id) : Effect;

/// <summary>Puts a message in the outbox; it leaves after commit, at least once, in order per case and channel, with a stable id.</summary>
/// <param name="Channel"><c>event</c>, <c>mail</c>, <c>sms</c>, <c>stimulus</c>.</param>
public sealed record Send(string Channel, string Kind, JsonObject Payload) : Effect;

/// <summary>Writes a row that the case owns (case file, time limit, appointment, document...), inserting or replacing it by id.</summary>
public sealed record WriteRecord(CaseRecord Record) : Effect;

/// <summary>Adds a line to the journal. Personal values enter the chained text as salted digests only.</summary>
/// <param name="EventName">What Studio's journal shows in colour: a word such as <c>NumberTaken</c>.</param>
public sealed record Log(string EventName, string Message, JsonObject? Payload = null, JsonObject? Personal = null) : Effect;

/// <summary>
/// Wakes the case's own steps that wait for a stimulus of this name, in the same burst and before the token that signals moves on: how one branch ends another
/// without a join. Each of them goes on in its own way; when none waits there is nothing to do.
/// </summary>
public sealed record WakeSteps(string Name) : Effect;

/// <summary>Ends the instance: every token, task, bookmark and timer goes. The activity's own token ends here too.</summary>
public sealed record EndInstance(string SubStatus = InstanceSubStatus.Finished) : Effect;

/// <summary>
/// The case goes on by the path of this activity alone: every other token goes with its tasks, bookmarks and timers, any-time branches too. A path that
/// waited beside the others is the main one from here on.
/// </summary>
public sealed record EndOtherPaths : Effect;
