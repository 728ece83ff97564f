using ProcedureEngine.Deadlines;

namespace ProcedureEngine.Activities.TimeLimits;

/// <summary>What a limit that begins runs from, when that is not the moment of its start.</summary>
/// <param name="Since">The act that it runs from; may lie in the past.</param>
/// <param name="Stops">Days that are cut out of it from the beginning (force majeure, an objective obstacle).</param>
public sealed record RunningTime(Instant Since, ImmutableArray<StoppedTime> Stops);
