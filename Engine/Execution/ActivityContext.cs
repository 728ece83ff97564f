using System.Text.Json.Nodes;
using NodaTime;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.Store;
using ProcedureEngine.Engine.Text;

namespace ProcedureEngine.Engine.Execution;

/// <summary>All that an activity may read. It is a view on the burst's state; an effect is seen once the engine has applied it.</summary>
public sealed record ActivityContext
{
    public required string InstanceId { get; init; }

    public required string DefinitionId { get; init; }

    public required int DefinitionVersion { get; init; }

    /// <summary>The office whose case this is.</summary>
    public required string Office { get; init; }

    /// <summary>The activity as the definition holds it.</summary>
    public required ActivityNode Node { get; init; }

    /// <summary>Id of this run of the activity; a loop that comes back has another.</summary>
    public required string ActivityInstanceId { get; init; }

    /// <summary>The burst's one instant.</summary>
    public required Instant Now { get; init; }

    /// <summary>Who caused the burst.</summary>
    public required Actor Actor { get; init; }

    public required IReadOnlyDictionary<string, JsonNode?> Variables { get; init; }

    /// <summary>Rows the case owns that are loaded with it, by id.</summary>
    public required IReadOnlyDictionary<string, CaseRecord> Records { get; init; }

    /// <summary>Open tasks of the whole instance.</summary>
    public required IReadOnlyCollection<UserTasks.UserTask> Tasks { get; init; }

    /// <summary>Armed timers of the whole instance.</summary>
    public IReadOnlyCollection<Timers.TimerRow> Timers { get; init; } = [];

    /// <summary>Reads an input; its expression is a literal or a variable. Null when the definition does not set it.</summary>
    public T? Input<T>(string name)
    {
        if (!Node.Inputs.TryGetValue(name, out var input))
            return default;
        var value = input.Type switch
        {
            InputExpression.Literal => input.Value,
            InputExpression.Variable => Variables.GetValueOrDefault(input.Value!.GetValue<string>()),
            _ => throw new DefectException($"Input '{name}' of '{Node.Id}' has an expression of type '{input.Type}', which is not evaluated here."),
        };
        return EngineJson.Read<T>(value);
    }

    /// <summary>Reads an input that the definition must set.</summary>
    public T RequiredInput<T>(string name) =>
        Input<T>(name) ?? throw new DefectException($"Activity '{Node.Id}' of '{DefinitionId}' has no input '{name}'.");

    /// <summary>Reads a variable, or null.</summary>
    public T? Variable<T>(string name) => EngineJson.Read<T>(Variables.GetValueOrDefault(name));

    public IEnumerable<T> RecordsOf<T>() where T : CaseRecord => Records.Values.OfType<T>();
}

/// <summary>What resumes a waiting activity.</summary>
public abstract record Resumption;

/// <summary>A person completed one of the activity's tasks.</summary>
/// <param name="Data">The outcome's typed record, already read and validated; null when the outcome carries none.</param>
public sealed record TaskCompleted(UserTasks.UserTask Task, string Outcome, object? Data) : Resumption;

/// <summary>One of the activity's own timers came due.</summary>
public sealed record TimerFired(Timers.TimerRow Timer) : Resumption;

/// <summary>A stimulus arrived for one of the activity's bookmarks.</summary>
public sealed record StimulusDelivered(string Name, JsonObject Payload) : Resumption;
