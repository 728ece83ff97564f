using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Workflows.Tests.Support;

namespace ProcedureEngine.Workflows.Tests.Walks;

/// <summary>What a procedure brings to its random walks.</summary>
/// <param name="Procedure">Id of its definition.</param>
/// <param name="Seed">Each office has one of its own, counted from here.</param>
/// <param name="Steps">Most stimuli a case.</param>
/// <param name="StartAsync">A new case and its walk.</param>
/// <param name="CheckAsync">Looks for broken invariants in the given cases of an office.</param>
internal sealed record WalkPlan(
    string Procedure, int Seed, int Steps, Func<WorkflowDefinition> Build, Func<TestOffice, Random, WalkTally, Task<RandomWalk>> StartAsync,
    Func<TestOffice, string[], Task<IReadOnlyList<string>>> CheckAsync)
{
    /// <summary>The least number of each in a hundred cases: <c>ended STATUS</c> (in what state of the file a case was when its walk was over) and <c>event NAME</c> (of the journal, once a case).</summary>
    public required IReadOnlyDictionary<string, int> Quotas { get; init; }

    /// <summary>The procedure's own misuses; each must have been tried.</summary>
    public required IReadOnlyList<Misuse> Misuses { get; init; }

    /// <summary>Arrows and misuses that no walk is asked to meet, by name, each for a reason told where the plan is made.</summary>
    public IReadOnlyList<string> NotAsked { get; init; } = [];
}
