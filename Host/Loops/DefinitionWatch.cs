using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Host.Composition;

namespace ProcedureEngine.Host.Loops;

/// <summary>
/// Looks now and then whether the store still has this program's code under its versions. Another host may have put its own there since the start
/// (in Development a version without instances is replaced): from then on this one may not run it, and readiness names both digests.
/// </summary>
internal sealed partial class DefinitionWatch(DurableStore store, DefinitionRegistry definitions, EngineHostOptions options, ILogger<DefinitionWatch> logger) : PeriodicLoop(options.ReconcileEvery)
{
    private string seen = string.Empty;

    /// <summary>One look.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        var stamp = await store.Definitions.StampAsync(cancellation);
        if (stamp == seen)
            return;
        foreach (var stored in await store.Definitions.AllAsync(cancellation))
        {
            if (EngineSetup.FindCode(stored.DefinitionId, stored.Version) is { } code && DefinitionHash.Of(code) is var own && own != stored.Hash
                && definitions.FaultOf(stored.DefinitionId, stored.Version) is null)
            {
                var reason = DefinitionHash.Difference(stored.Hash, own);
                definitions.Quarantine(stored.DefinitionId, stored.Version, reason);
                LogQuarantined(stored.DefinitionId, stored.Version, reason);
            }
        }

        seen = stamp;
    }

    protected override Task TurnAsync(CancellationToken stopping) => LookAsync(stopping);

    [LoggerMessage(LogLevel.Error, "Definition {Id} version {Version} is quarantined: {Reason}")]
    private partial void LogQuarantined(string id, int version, string reason);

    [LoggerMessage(LogLevel.Error, "The stored definitions could not be looked at; they are at the next turn")]
    protected override partial void LogFailure(Exception exception);
}
