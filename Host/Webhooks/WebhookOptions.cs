using ProcedureEngine.Host.Composition;

namespace ProcedureEngine.Host.Webhooks;

/// <summary>Settings of webhooks.</summary>
internal sealed record WebhookOptions
{
    /// <summary><c>Webhooks:AllowPrivateTargets</c>: also addresses of one's own network, and <c>http</c>. On in Development.</summary>
    public bool AllowPrivateTargets { get; init; }

    /// <summary><c>Webhooks:TimeoutSeconds</c>: how long a target may take to answer.</summary>
    public TimeSpan Timeout { get; init; }

    public static WebhookOptions Read(IConfiguration configuration, EngineHostOptions host)
    {
        var settings = new SettingReader(configuration);
        var options = new WebhookOptions
        {
            AllowPrivateTargets = settings.Switch("Webhooks:AllowPrivateTargets", host.IsDevelopment),
            Timeout = TimeSpan.FromSeconds(settings.Number("Webhooks:TimeoutSeconds", 15, 1, 30)),
        };
        settings.ThrowIfAnyIsWrong();
        return options;
    }
}

/// <summary>When a delivery that failed is tried again, and when the webhook is switched off.</summary>
internal static class WebhookSchedule
{
    /// <summary>An event is tried for so long.</summary>
    public static readonly Duration TriedFor = Duration.FromDays(3);

    private static readonly ImmutableArray<Duration> Pauses =
    [
        Duration.FromSeconds(5), Duration.FromSeconds(30), Duration.FromMinutes(2), Duration.FromMinutes(10), Duration.FromMinutes(30), Duration.FromHours(1), Duration.FromHours(2),
        Duration.FromHours(4), Duration.FromHours(8),
    ];

    /// <param name="attempts">Failed ones before this one.</param>
    /// <param name="since">The time since the first of them.</param>
    /// <returns>The pause before the next attempt, the last of which is made when three days are over; null to switch off.</returns>
    public static Duration? Next(int attempts, Duration since) =>
        since >= TriedFor ? null : Duration.Min(Pauses[Math.Min(attempts, Pauses.Length - 1)], TriedFor - since);
}
