namespace ProcedureEngine.Engine.Tests.Support;

/// <summary>A store whose ledger fails in the middle of a burst, as when the connection is lost.</summary>
internal sealed class BrokenStore(IWorkflowStore inner, Func<Exception> failure) : IWorkflowStore
{
    public Task<BurstAnswer> RunAsync(Stimulus stimulus, BurstDecision decide, CancellationToken cancellation) =>
        inner.RunAsync(stimulus, (snapshot, _) => decide(snapshot, new Ledger(failure)), cancellation);

    public Task<IReadOnlyList<DueInstance>> FindDueAsync(int limit, CancellationToken cancellation) => inner.FindDueAsync(limit, cancellation);

    public Task<Instant?> NextDueAsync(CancellationToken cancellation) => inner.NextDueAsync(cancellation);

    public Task<Instant> NowAsync(CancellationToken cancellation) => inner.NowAsync(cancellation);

    private sealed class Ledger(Func<Exception> failure) : IBurstLedger
    {
        public ValueTask<long> NextAsync(CounterKey key) => ValueTask.FromException<long>(failure());

        public ValueTask<bool> TryReserveAsync(Reservation reservation) => ValueTask.FromException<bool>(failure());
    }
}
