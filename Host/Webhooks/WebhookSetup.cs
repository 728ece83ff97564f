using ProcedureEngine.Host.Composition;
using ProcedureEngine.Host.Health;

namespace ProcedureEngine.Host.Webhooks;

/// <summary>Webhooks, for systems without a broker.</summary>
internal static class WebhookSetup
{
    public static void AddWebhooks(this IServiceCollection services, IConfiguration configuration, EngineHostOptions host)
    {
        services.AddSingleton(WebhookOptions.Read(configuration, host));
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookTurn>();
        services.AddSingleton<IReadinessPart, WebhookReadiness>();
        services.AddHostedService<WebhookLoop>();
    }
}

/// <summary>Webhooks that were switched off: their systems must be told, and switch them on again.</summary>
internal sealed class WebhookReadiness(DurableStore store) : IReadinessPart
{
    public async Task<IReadOnlyList<DegradedPart>> CheckAsync(CancellationToken cancellation) =>
        [.. (await store.Webhooks.SwitchedOffAsync(cancellation)).Select(off => new DegradedPart("webhooks", $"webhook {off.Webhook.Id} of {off.Webhook.Owner} was switched off: {off.Error}"))];
}
