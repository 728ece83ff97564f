using System.Text.Json.Nodes;

namespace ProcedureEngine.Contracts.V1;

/// <summary>
/// Starts a case of a procedure, as <c>POST /api/procedures/{id}/cases</c> with channel <c>http</c>. The message's id is its key: the same
/// message a second time starts nothing and is answered the same.
/// </summary>
public sealed record StartProcedure
{
    /// <summary>Id of the procedure, such as <c>enforcement-request</c>.</summary>
    public required string Procedure { get; init; }

    /// <summary>Id of the office that takes the case.</summary>
    public required string Office { get; init; }

    /// <summary>The procedure's start data; its JSON Schema is <c>startSchema</c> of <c>GET /api/procedures/{id}</c>.</summary>
    public required JsonObject Data { get; init; }

    /// <summary>A case that this one belongs to, or null.</summary>
    public string? LinkedCaseId { get; init; }
}

/// <summary>Completes a task, as <c>POST /api/tasks/{id}/complete</c>. The sender's identity must hold the task's role at its office.</summary>
public sealed record CompleteTask
{
    /// <summary>As <see cref="TaskOpenedData.Task"/> told it.</summary>
    public required string TaskId { get; init; }

    public required string Outcome { get; init; }

    /// <summary>What the outcome carries, by its schema in <c>GET /api/tasks/{id}</c>; null when it carries nothing.</summary>
    public JsonObject? Data { get; init; }

    /// <summary>The task's revision that the sender knows (<see cref="TaskOpenedData.Revision"/>); a task that has changed since refuses.</summary>
    public required int ExpectedRevision { get; init; }
}

/// <summary>Brings the applicant's word to a case: <c>supplement</c> with <c>{"text": ...}</c>, or <c>withdrawal</c> with <c>{"reason": ...}</c>.</summary>
public sealed record DeliverStimulus
{
    public required string CaseId { get; init; }

    /// <summary><c>supplement</c> or <c>withdrawal</c>.</summary>
    public required string Name { get; init; }

    public required JsonObject Payload { get; init; }
}
