using System.Text.Json.Nodes;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.Store;
using ProcedureEngine.Engine.Timers;

namespace ProcedureEngine.Engine.Execution;

/// <summary>What the interpreter is built from; the same for every instance.</summary>
public sealed record EngineParts(ActivityRegistry Activities, DefinitionRegistry Definitions)
{
    public IReadOnlyList<ITimerHandler> TimerHandlers { get; init; } = [];

    public IReadOnlyList<UserTasks.ICaseTaskHandler> TaskHandlers { get; init; } = [];

    public IReadOnlyList<IInstanceObserver> Observers { get; init; } = [];

    public IReadOnlyList<ICaseAct> Acts { get; init; } = [];

    public IAnswerComposer Answers { get; init; } = new BareAnswers();

    /// <summary>Moves of tokens in one burst before it counts as a loop (rule 1).</summary>
    public int MaxMoves { get; init; } = 1_000;

    internal ITimerHandler TimerHandler(string name) =>
        TimerHandlers.FirstOrDefault(handler => handler.Name == name) ?? throw new DefectException($"No timer handler is named '{name}'.");

    internal UserTasks.ICaseTaskHandler TaskHandler(string name) =>
        TaskHandlers.FirstOrDefault(handler => handler.Name == name) ?? throw new DefectException($"No handler of tasks is named '{name}'.");

    internal ICaseAct Act(string name) => Acts.FirstOrDefault(act => act.Name == name) ?? throw new DefectException($"No act on a case is named '{name}'.");

    private sealed class BareAnswers : IAnswerComposer
    {
        public JsonObject Compose(string instanceId, IReadOnlyDictionary<string, CaseRecord> records) => [];
    }
}

/// <summary>Closes what a project keeps beside the instance when it ends or comes back (time limits, the case file).</summary>
public interface IInstanceObserver
{
    /// <summary>The instance ends, by whichever path; the effects may not open tasks or bookmarks.</summary>
    IEnumerable<Effect> Ended(ActivityContext context, string subStatus);

    /// <summary>The instance is taken up again.</summary>
    IEnumerable<Effect> Reopened(ActivityContext context, string reason);
}

/// <summary>Composes what a caller is told of the case after a burst (number, status).</summary>
public interface IAnswerComposer
{
    JsonObject Compose(string instanceId, IReadOnlyDictionary<string, CaseRecord> records);
}

/// <summary>Is told of every commit, to wake what waits for timers or messages. Must not block or throw.</summary>
public interface ICommitListener
{
    void Committed(BurstResult result);
}
