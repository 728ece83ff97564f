namespace ProcedureEngine.Host.Portal;

/// <summary>
/// The names of the portals in the settings. What a portal and a system own is theirs as <c>system:{name}</c>, so one name is one of them: two keys would
/// share idempotency keys, webhooks and a portal's accounts.
/// </summary>
internal sealed class PortalNames(IConfiguration configuration, DurableStore store) : IHostedService
{
    public const string Section = "Portals";

    /// <exception cref="InvalidOperationException">A system that calls with a key, or sends commands, has the name of a portal.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var system in (await store.Accounts.SystemsAsync(cancellationToken)).Select(key => key.Name).Concat(configuration.GetSection(Messaging.MessagingOptions.SystemsSection).GetChildren().Select(one => one.Key)))
            RequireOther(configuration, system);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <exception cref="InvalidOperationException">A portal has this name.</exception>
    public static void RequireOther(IConfiguration configuration, string system)
    {
        if (configuration.GetSection(Section).GetChildren().Any(portal => string.Equals(portal.Key, system, StringComparison.OrdinalIgnoreCase)))
            throw new InvalidOperationException($"The settings cannot be used: {Section}:{system} has the name of the system '{system}', and what one of them owns would be the other's; give one of them another name.");
    }
}
