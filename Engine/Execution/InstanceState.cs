using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProcedureEngine.Engine.Execution;

/// <summary>What an instance remembers between bursts, kept as JSON text in its row.</summary>
internal sealed class InstanceState
{
    /// <summary>Last running number given to a token, task, run or row of this instance.</summary>
    public long LastId { get; set; }

    public List<Token> Tokens { get; init; } = [];

    public List<Scope> Scopes { get; init; } = [];

    public SortedDictionary<string, JsonNode?> Variables { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Last sequence of each outbox channel.</summary>
    public SortedDictionary<string, long> Channels { get; init; } = new(StringComparer.Ordinal);

    /// <exception cref="DefectException">The stored text is no state of an instance.</exception>
    public static InstanceState Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<InstanceState>(json, EngineJson.Options) ?? throw new DefectException("The stored state of the instance is null.");
        }
        catch (JsonException exception)
        {
            throw new DefectException($"The stored state of the instance cannot be read: {exception.Message}", exception);
        }
    }

    public string Write() => JsonSerializer.Serialize(this, EngineJson.Options);
}

internal enum TokenStatus
{
    Ready,
    Waiting,
    AtJoin,
}

/// <summary>Where the instance stands: one token per parallel path.</summary>
internal sealed record Token(string Id, string ActivityId)
{
    public TokenStatus Status { get; set; }

    /// <summary>This run of the activity; set when the token has entered it.</summary>
    public string? ActivityInstanceId { get; set; }

    /// <summary>The fork that it is a branch of, or null on the main path.</summary>
    public string? ScopeId { get; set; }

    /// <summary>The run of an activity whose end sent the token here, or null at the beginning.</summary>
    public string? ScheduledBy { get; init; }

    /// <summary>An any-time branch waits beside the main path and does not keep the instance running.</summary>
    public bool IsAnyTime { get; set; }
}

/// <summary>One passage of a fork; gone when its join is passed.</summary>
internal sealed record Scope(string Id, string? ParentId, string ForkActivityId);
