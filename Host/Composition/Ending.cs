namespace ProcedureEngine.Host.Composition;

/// <summary>Ends the host from within, and keeps the reason for its last line and exit code.</summary>
internal sealed class Ending(IHostApplicationLifetime lifetime)
{
    /// <summary>Null when it is stopped from outside.</summary>
    public StoreException? Reason { get; private set; }

    public void Because(StoreException reason)
    {
        Reason ??= reason;
        lifetime.StopApplication();
    }
}
