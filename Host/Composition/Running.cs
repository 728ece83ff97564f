using ProcedureEngine.Persistence.Schema;

namespace ProcedureEngine.Host.Composition;

/// <summary>Runs the host to its end, and tells in one line and by its exit code when a store keeps it from starting.</summary>
internal static class Running
{
    private const int Stopped = 0;

    /// <summary>Starting again does not help: the schema is newer by a one-way step, or half applied, or another's. A unit does not restart on it.</summary>
    private const int StoreUnfit = 3;

    /// <summary>The store is away or in use, or a one-way step waits for hosts that still run: starting again may help.</summary>
    private const int StoreAway = 4;

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(WebApplication app)
    {
        var ending = app.Services.GetRequiredService<Ending>();
        try
        {
            await app.RunAsync();
            return ending.Reason is { } reason ? await TellAsync(reason) : Stopped;
        }
        catch (StoreException exception)
        {
            return await TellAsync(exception);
        }
    }

    private static async Task<int> TellAsync(StoreException exception)
    {
        await Console.Error.WriteLineAsync(exception.Message);
        return exception is StoreUnfitException ? StoreUnfit : StoreAway;
    }
}
