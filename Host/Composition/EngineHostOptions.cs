namespace ProcedureEngine.Host.Composition;

/// <summary>Settings of the Host; every name is a configuration key under its section. Wrong ones stop the start and are all named at once.</summary>
internal sealed record EngineHostOptions
{
    /// <summary><c>Data:Folder</c>: where everything lies that the Host keeps.</summary>
    public required string DataFolder { get; init; }

    /// <summary><c>Store:Postgres</c>: a connection string; without one the store is a SQLite file in the data folder.</summary>
    public string? Postgres { get; init; }

    /// <summary><c>Sandbox:Enabled</c>: the clock may be moved. On in Development, refused in Production.</summary>
    public bool Sandbox { get; init; }

    /// <summary><c>Pilot:Extended</c>: every office offers the online support on every day.</summary>
    public bool PilotExtended { get; init; }

    /// <summary><c>Limits:SignInsPerMinute</c>: attempts to sign in from one address.</summary>
    public int SignInsPerMinute { get; init; }

    /// <summary><c>Limits:PublicPerMinute</c>: calls of the public doors from one address.</summary>
    public int PublicPerMinute { get; init; }

    /// <summary><c>Proxy:Trusted</c>, <c>Proxy:Hops</c>: the reverse proxies that may say for whom they ask; loopback unless set.</summary>
    public required ProxyTrust Proxy { get; init; }

    /// <summary><c>Loops:MaxSleepSeconds</c>: how long the timer loop sleeps at most, for what other hosts armed or left behind.</summary>
    public TimeSpan TimerSleep { get; init; }

    /// <summary><c>Loops:RetrySeconds</c>: how long a loop that failed waits before it goes on.</summary>
    public TimeSpan RetryAfter { get; init; }

    /// <summary><c>Loops:SkipSeconds</c>: how long an instance whose timers cannot be fired is left alone.</summary>
    public Duration SkipFor { get; init; }

    /// <summary><c>Loops:ReconcileSeconds</c>: how often running limits are compared with armed timers.</summary>
    public TimeSpan ReconcileEvery { get; init; }

    /// <summary><c>Housekeeping:EveryMinutes</c>.</summary>
    public TimeSpan HousekeepingEvery { get; init; }

    /// <summary><c>Housekeeping:KeyDays</c>: how long the key of a request is remembered.</summary>
    public Duration KeyLife { get; init; }

    /// <summary><c>Housekeeping:OrphanHours</c>: how long bytes are kept that nothing refers to (yet).</summary>
    public Duration OrphanLife { get; init; }

    /// <summary><c>Deadlines:Sets:{procedure}</c>: the set of time limits (<c>law-2026</c>) that new starts of a procedure take; without it the procedure's own figures.</summary>
    public IReadOnlyDictionary<string, string> LimitSets { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary><c>Telemetry:Otlp</c>: the address of an OpenTelemetry collector (gRPC, such as <c>http://127.0.0.1:4317</c>); without it nothing is sent.</summary>
    public Uri? Otlp { get; init; }

    /// <summary><c>Telemetry:Instance</c>: this host's name among several, in metrics and traces; without it the machine's name and the process's number.</summary>
    public string InstanceName { get; init; } = string.Empty;

    /// <summary><c>Telemetry:TracePercent</c>: the share of traces beginning here that are sent, 0 to 100; 0 sends none.</summary>
    public int TracePercent { get; init; }

    public bool IsDevelopment { get; init; }

    public string Database => Path.Combine(DataFolder, "procedure-engine.db");

    public string MailOut => Path.Combine(DataFolder, "mail-out");

    /// <summary>Where short messages lie for the gateway that sends them.</summary>
    public string SmsOut => Path.Combine(DataFolder, "sms-out");

    /// <summary>Where Maildirs lie unless <c>Mail:Maildir</c> says otherwise.</summary>
    public string MailIn => Path.Combine(DataFolder, "mail-in");

    /// <summary>Keys that protect cookies and public secrets of a host alone; hosts that share a store keep them in it.</summary>
    public string Keys => Path.Combine(DataFolder, "keys");

    /// <exception cref="InvalidOperationException">Names every wrong setting and its rule.</exception>
    public static EngineHostOptions Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var settings = new SettingReader(configuration);
        var isDevelopment = environment.IsDevelopment();
        var options = new EngineHostOptions
        {
            DataFolder = settings.Folder("Data:Folder", "data"),
            Postgres = configuration["Store:Postgres"] is { Length: > 0 } connection ? connection : null,
            Sandbox = settings.Switch("Sandbox:Enabled", isDevelopment),
            PilotExtended = settings.Switch("Pilot:Extended", isDevelopment),
            SignInsPerMinute = settings.Number("Limits:SignInsPerMinute", isDevelopment ? 10_000 : 20, 1, 1_000_000),
            PublicPerMinute = settings.Number("Limits:PublicPerMinute", isDevelopment ? 10_000 : 30, 1, 1_000_000),
            Proxy = ProxyTrust.Read(configuration, settings),
            TimerSleep = TimeSpan.FromSeconds(settings.Number("Loops:MaxSleepSeconds", 30, 1, 3600)),
            RetryAfter = TimeSpan.FromSeconds(settings.Number("Loops:RetrySeconds", 5, 1, 3600)),
            SkipFor = Duration.FromSeconds(settings.Number("Loops:SkipSeconds", 60, 1, 86_400)),
            ReconcileEvery = TimeSpan.FromSeconds(settings.Number("Loops:ReconcileSeconds", 60, 1, 3600)),
            HousekeepingEvery = TimeSpan.FromMinutes(settings.Number("Housekeeping:EveryMinutes", 60, 1, 1440)),
            KeyLife = Duration.FromDays(settings.Number("Housekeeping:KeyDays", 30, 1, 3650)),
            OrphanLife = Duration.FromHours(settings.Number("Housekeeping:OrphanHours", 48, 1, 8760)),
            LimitSets = configuration.GetSection("Deadlines:Sets").GetChildren().ToDictionary(set => set.Key, set => set.Value ?? string.Empty, StringComparer.Ordinal),
            Otlp = settings.Address("Telemetry:Otlp"),
            InstanceName = configuration["Telemetry:Instance"] is { Length: > 0 } name ? name : $"{Environment.MachineName}-{Environment.ProcessId}",
            TracePercent = settings.Number("Telemetry:TracePercent", 100, 0, 100),
            IsDevelopment = isDevelopment,
        };
        if (options.Sandbox && environment.IsProduction())
            settings.Refuse("Sandbox:Enabled moves legal time and is refused in Production; remove it, or start in another environment");
        settings.ThrowIfAnyIsWrong();
        return options;
    }
}
