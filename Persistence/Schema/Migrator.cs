using System.Globalization;
using ProcedureEngine.Persistence.Hosts;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence.Schema;

/// <summary>
/// Brings a database to the steps that this program knows, all in one transaction, and enters the host in the register under the same lock: a
/// one-way step and a host that does not know it can never pass each other. Goes on beside steps that it does not know when the database
/// says that it bears them.
/// </summary>
/// <param name="sql">In a transaction, under the lock that lets one host migrate while the others wait.</param>
/// <param name="now">The database's clock, in microseconds, without the sandbox's offset.</param>
internal sealed class Migrator(ISqlExecutor sql, SchemaTypes types, IReadOnlyList<Migration> steps, long now)
{
    /// <param name="seat">The host that will work on it; null for a tool.</param>
    /// <exception cref="StoreUnfitException">This program cannot work on the database.</exception>
    /// <exception cref="MigrationHeldException">Hosts still run that would do harm beside a step that is to be applied.</exception>
    public async Task RunAsync(HostSeat? seat)
    {
        await ExecuteAsync("CREATE TABLE IF NOT EXISTS schema_steps (step BIGINT PRIMARY KEY, hash TEXT NOT NULL, applied_at BIGINT NOT NULL)");
        await ExecuteAsync("CREATE TABLE IF NOT EXISTS schema_names (step BIGINT PRIMARY KEY, name TEXT NOT NULL, one_way TEXT)");
        var state = await SchemaState.ReadAsync(sql, steps);
        state.RequireFit();
        if (state.Pending.FirstOrDefault(step => step.IsOneWay) is { } oneWay && state.Applied > 0)
            await RequireAloneAsync(oneWay);
        for (var step = state.Applied; step < steps.Count; step++)
            await ApplyAsync(step);
        await sql.ExecuteAsync([.. steps.Select(Name)]);
        if (seat is not null)
            await sql.ExecuteAsync(HostRegister.Seen(seat, steps.Count, now));
    }

    /// <exception cref="StoreUnfitException">Names the step: most often parts of it are there already, left by hand or by a half restored copy.</exception>
    private async Task ApplyAsync(int step)
    {
        try
        {
            await ExecuteAsync(steps[step].Sql);
        }
        catch (DbException exception) when (!exception.IsTransient)
        {
            throw new StoreUnfitException(
                $"Schema step {step + 1} of {steps.Count} ('{steps[step].Name}') cannot be applied: {exception.Message}. The database may hold parts of it (a half-applied migration, a half restored copy). "
                + "Nothing was changed now; restore a whole copy, see docs/operation.md.",
                exception);
        }

        await sql.ExecuteAsync(new Statement(
            "INSERT INTO schema_steps (step, hash, applied_at) VALUES (@step, @hash, @now)", ("@step", step + 1L), ("@hash", steps[step].Hash), ("@now", now)));
    }

    /// <summary>The register itself is a step: on a database that lacks it, nobody can tell who runs.</summary>
    private async Task RequireAloneAsync(Migration oneWay)
    {
        var number = steps.TakeWhile(step => step != oneWay).Count() + 1;
        var register = steps.TakeWhile(step => step.Sql != HostSchema.Step).Count() + 1;
        if (number <= register)
            return;
        var hosts = (await HostRegister.AliveAsync(sql, now)).Where(host => host.Steps < number).ToList();
        if (hosts.Count == 0)
            return;
        throw new MigrationHeldException(string.Create(
            CultureInfo.InvariantCulture,
            $"Schema step {number} ('{oneWay.Name}') is one-way: {oneWay.Reason}. Still running without it: {string.Join(", ", hosts.Select(host => host.Describe(now)))}. "
            + $"Nothing was changed. Stop them; this program applies it when they have ended ({HostRegister.AliveFor.TotalSeconds:0} s after one that died without warning)."));
    }

    /// <summary>For programs that do not know the step: what it is called, and whether they bear it.</summary>
    private Statement Name(Migration step, int index) => new(
        "INSERT INTO schema_names (step, name, one_way) VALUES (@step, @name, @reason) ON CONFLICT (step) DO NOTHING",
        ("@step", index + 1L), ("@name", step.Name), ("@reason", step.Reason));

    private async Task ExecuteAsync(string text) => await sql.ScriptAsync(Migrations.For(text, types));
}

/// <summary>This program cannot work on the database, however often it is started.</summary>
public class StoreUnfitException(string message, Exception? inner = null) : StoreException(message, inner);

/// <summary>A newer program has taken a step that this one does not bear; it must not touch the database.</summary>
public sealed class DatabaseNewerException(string message) : StoreUnfitException(message);

/// <summary>A one-way step waits for hosts that still run; nothing was changed, and starting again helps once they have ended.</summary>
public sealed class MigrationHeldException(string message) : StoreException(message);
