using ProcedureEngine.Host.Composition;
using ProcedureEngine.Persistence.Schema;

namespace ProcedureEngine.Host.Operations;

/// <summary>
/// <c>ProcedureEngine.Host migrate --plan</c> tells what a start of this program would do to the schema, changing nothing; without <c>--plan</c> it
/// does that and ends. Settings of the host may follow.
/// </summary>
internal static class MigrateCommand
{
    public const string Name = "migrate";

    private const int Borne = 0;
    private const int OneWay = 1;
    private const int Unusable = 2;
    private const int Unfit = 3;
    private const int Held = 4;

    private const string Usage = """
        migrate [--plan] [--Setting:Name value]
        0: done, or hosts that run now bear all of it, 1: a one-way step is planned, 2: called wrongly, or the store cannot be used, 3: the store is newer, half applied or another's,
        4: hosts still run that do not bear it
        """;

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        try
        {
            var isPlan = arguments is ["--plan", ..];
            var rest = isPlan ? arguments[1..] : arguments;
            if (rest.Length % 2 != 0)
                throw new FormatException(Usage);
            await using var services = CommandServices.Build(rest);
            var plan = await PlanAsync(services.GetRequiredService<EngineHostOptions>(), services.GetRequiredService<IClock>());
            await TellAsync(plan, output);
            if (isPlan)
                return plan.Applied > 0 && plan.Pending.Any(step => step.OneWay is not null) ? OneWay : Borne;
            _ = services.GetRequiredService<DurableStore>();
            await output.WriteLineAsync("Applied.");
            return Borne;
        }
        catch (Exception exception) when (exception is StoreException or FormatException or InvalidOperationException or IOException)
        {
            await errors.WriteLineAsync(exception.Message);
            return exception switch { StoreUnfitException => Unfit, MigrationHeldException => Held, _ => Unusable };
        }
    }

    private static Task<SchemaPlan> PlanAsync(EngineHostOptions options, IClock clock) => options.Postgres is { } connection
        ? SchemaPlan.OfPostgresAsync(connection, clock, CancellationToken.None)
        : SchemaPlan.OfSqliteAsync(options.Database, clock, CancellationToken.None);

    private static async Task TellAsync(SchemaPlan plan, TextWriter output)
    {
        await output.WriteLineAsync(plan.Applied == 0 ? "The store is empty." : $"The store is at schema step {plan.Applied}.");
        foreach (var step in plan.Unknown)
            await output.WriteLineAsync($"  {step.Number} {step.Name}: of a newer program; this one bears it");
        foreach (var step in plan.Pending)
            await output.WriteLineAsync($"  {step.Number} {step.Name}: to be applied, {(plan.Applied == 0 || step.OneWay is null ? "hosts that run now bear it" : $"ONE-WAY: {step.OneWay}")}");
        if (plan.Pending.Count == 0)
            await output.WriteLineAsync("Nothing is to be applied.");
        foreach (var host in plan.Hosts)
            await output.WriteLineAsync($"Running now: {host.Seat.Machine}, program {host.Seat.Program}, schema step {host.Steps}, seen at {host.SeenAt}");
    }
}
