using ProcedureEngine.Host.Composition;

namespace ProcedureEngine.Host.Operations;

/// <summary>The engine's parts for a command of the operator, by the host's own settings, without a server.</summary>
internal static class CommandServices
{
    /// <param name="settings">Settings given to the command: <c>--Data:Folder FOLDER</c>.</param>
    /// <exception cref="InvalidOperationException">A setting cannot be used; names it.</exception>
    public static ServiceProvider Build(string[] settings)
    {
        var builder = WebApplication.CreateBuilder(settings);
        builder.Services.AddEngine(EngineHostOptions.Read(builder.Configuration, builder.Environment));
        return builder.Services.BuildServiceProvider();
    }

    /// <summary>The store to look at beside a running host, on SQLite too.</summary>
    public static async Task<DurableStore> OpenReadOnlyAsync(IServiceProvider services)
    {
        var (options, clock) = (services.GetRequiredService<EngineHostOptions>(), services.GetRequiredService<IClock>());
        return options.Postgres is { } connection ? await ReadOnlyStore.OpenPostgresAsync(connection, clock) : await ReadOnlyStore.OpenSqliteAsync(options.Database, clock);
    }
}
