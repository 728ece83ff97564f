using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Offices;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.Timers;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Host.Calendar;
using ProcedureEngine.Host.Deadlines;
using ProcedureEngine.Host.ElsaApi.Live;
using ProcedureEngine.Host.Health;
using ProcedureEngine.Host.Linting;
using ProcedureEngine.Host.Loops;
using ProcedureEngine.Host.Sandbox;
using ProcedureEngine.Host.Telemetry;
using ProcedureEngine.Persistence.Hosts;
using ProcedureEngine.Workflows;

namespace ProcedureEngine.Host.Composition;

/// <summary>The engine with its store, activities and procedures.</summary>
internal static class EngineSetup
{
    /// <summary>Procedures with what doors must know of them.</summary>
    public static IReadOnlyList<(WorkflowDefinition Definition, ProcedureProfile Profile)> Procedures { get; } = 
    [
        (EnforcementRequestProcedure.Build(), EnforcementRequestProcedure.Profile),
        (CompensationComplaintProcedure.Build(), CompensationComplaintProcedure.Profile),
        (CompensationClaimProcedure.Build(), CompensationClaimProcedure.Profile),
    ];

    /// <summary>Definitions of the product itself.</summary>
    public static IReadOnlyList<WorkflowDefinition> System { get; } = [MailTriage.Build(EnforcementRequestProcedure.Id)];

    /// <summary>All definitions of this program's code.</summary>
    public static IEnumerable<WorkflowDefinition> Code => Procedures.Select(p => p.Definition).Concat(System);

    public static WorkflowDefinition? FindCode(string definitionId, int version) => Code.FirstOrDefault(definition => definition.DefinitionId == definitionId && definition.Version == version);

    public static void AddEngine(this IServiceCollection services, EngineHostOptions options)
    {
        services.AddSingleton(options);
#pragma warning disable RS0030 // The composition root is where the system clock enters.
        services.AddSingleton<IClock>(SystemClock.Instance);
#pragma warning restore RS0030
        services.AddSingleton(DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"]);
        services.AddSingleton(OfficeDirectory.Load(Path.Combine(options.DataFolder, "offices.json"), options.PilotExtended, withSamples: options.IsDevelopment));
        services.AddSingleton<IOfficeDirectory>(provider => provider.GetRequiredService<OfficeDirectory>());
        services.AddSingleton<Visibility>();
        services.AddSingleton(LimitSettings.Catalogue(options));
        services.AddSingleton(CalendarBook.National());
        services.AddSingleton<LimitCounter>();
        services.AddSingleton(provider => new LegalTime(provider.GetRequiredService<LimitCatalogue>(), provider.GetRequiredService<LimitCounter>(), provider.GetRequiredService<DateTimeZone>()));
        services.AddSingleton(new ClockRoles(Procedures.Where(p => p.Profile.ClockRole is not null).ToImmutableDictionary(p => p.Profile.DefinitionId, p => p.Profile.ClockRole!.Id, StringComparer.Ordinal)));
        services.AddSingleton<ClockTarget>();
        services.AddActivities();
        services.AddSingleton<IdSource>();
        services.AddSingleton<DefinitionRegistry>();
        services.AddSingleton(provider => new ActivityRegistry(provider.GetServices<IActivity>()));
        services.AddSingleton(Parts);
        services.AddSingleton<Signals>();
        services.AddSingleton(OpenStore);
        services.AddSingleton<TracedBursts>();
        services.AddSingleton<IWorkflowStore, CalendarBursts>();
        services.AddSingleton(provider =>
        {
            var runner = ActivatorUtilities.CreateInstance<WorkflowRunner>(provider);
            runner.Subscribe(provider.GetRequiredService<Signals>());
            runner.Subscribe(provider.GetRequiredService<LiveUpdates>());
            runner.Subscribe(provider.GetRequiredService<ServiceMetrics>());
            return runner;
        });
        services.AddSingleton<CalendarKeeper>();
        services.AddSingleton<CalendarMoves>();
        services.AddSingleton<ProcedureLint>();
        services.AddHostedService<StartUp>();
        services.AddHostedService<LintAtStart>();
        services.AddSingleton<DefinitionWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<DefinitionWatch>());
        services.AddSingleton<CalendarLoop>();
        services.AddHostedService(provider => provider.GetRequiredService<CalendarLoop>());
        services.AddSingleton<TimerLoop>();
        services.AddHostedService(provider => provider.GetRequiredService<TimerLoop>());
        services.AddHostedService<FeedLoop>();
        services.AddHostedService<FoldLoop>();
        services.AddSingleton<ReconciliationLoop>();
        services.AddHostedService(provider => provider.GetRequiredService<ReconciliationLoop>());
        services.AddHostedService<HousekeepingLoop>();
        services.AddSingleton<ServiceMetrics>();
        services.AddHostedService<TelemetryExport>();
        services.AddHostedService<MetricsLoop>();
    }

    /// <summary>Enters this process among the hosts of a shared store; for the service alone, not for its commands.</summary>
    public static void AddPresence(this IServiceCollection services)
    {
        services.AddSingleton(provider => new HostSeat(provider.GetRequiredService<IdSource>().NewId(), $"{Environment.MachineName}:{Environment.ProcessId}", ThisProgram.Version));
        services.AddSingleton<Ending>();
        services.AddSingleton<OtherVersions>();
        services.AddHostedService<HostPresence>();
    }

    /// <summary>Opened when first asked for, at start, before any request: a store that cannot be opened stops the start with its reason.</summary>
    private static DurableStore OpenStore(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<EngineHostOptions>();
        var opening = options.Postgres is { } connection
            ? OpenAsync(PostgresStore.OpenAsync(connection, seat: provider.GetService<HostSeat>()))
            : OpenAsync(SqliteStore.OpenAsync(options.Database, provider.GetRequiredService<IClock>()));
#pragma warning disable VSTHRD002 // The container makes singletons synchronously; this one is made once, before the server listens.
        var store = opening.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        store.Serves = provider.GetRequiredService<DefinitionRegistry>();
        return store;

        static async Task<DurableStore> OpenAsync<T>(Task<T> store) where T : DurableStore => await store;
    }

    private static EngineParts Parts(IServiceProvider provider) => new(provider.GetRequiredService<ActivityRegistry>(), provider.GetRequiredService<DefinitionRegistry>())
    {
        TimerHandlers = [.. provider.GetServices<ITimerHandler>()],
        TaskHandlers = [.. provider.GetServices<ICaseTaskHandler>()],
        Observers = [.. provider.GetServices<IInstanceObserver>()],
        Acts = [.. provider.GetServices<ICaseAct>()],
        Answers = provider.GetRequiredService<IAnswerComposer>(),
    };
}

/// <summary>New ids, by time: cases made later sort later.</summary>
internal sealed class IdSource(IClock clock)
{
    private const string CodeAlphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    public string NewId() => Guid.CreateVersion7(clock.GetCurrentInstant().ToDateTimeOffset()).ToString("N");

    /// <summary>A reference code to quote: 12 unguessable characters without look-alikes.</summary>
    public string NewReferenceCode()
    {
        var code = System.Security.Cryptography.RandomNumberGenerator.GetString(CodeAlphabet, 12);
        return $"{code[..4]}-{code[4..8]}-{code[8..]}";
    }
}
