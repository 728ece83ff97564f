namespace ProcedureEngine.Host.Health;

/// <summary>A part of the Host that may be degraded while the rest serves.</summary>
internal interface IReadinessPart
{
    /// <returns>What is wrong with it now; nothing when it is well. Quick, and never waits for a part that is away.</returns>
    Task<IReadOnlyList<DegradedPart>> CheckAsync(CancellationToken cancellation);
}
