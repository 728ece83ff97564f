using Npgsql;
using ProcedureEngine.Benchmarks;

// --mail: what reading mail costs, without a database.
if (args.Contains("--mail", StringComparer.Ordinal))
{
    MailReading.Run();
    return;
}

// Sections by name, all when none is named: 'legal-time' (counting and explaining; needs no database, also --legal-time), 'engine' (workload W in process on both stores, the enforcement request over HTTP, and pgbench beside them in the
// same run), 'hosts' (two hosts on one PostgreSQL beside one), 'firing' (overdue limits), 'board' (a million limits), 'readiness', 'viewers' (twenty open viewers of Elsa Studio). --scale=0.1 makes the last three smaller, for a trial.
string[] sections = [.. args.Where(arg => !arg.StartsWith("--", StringComparison.Ordinal))];
var scale = args.FirstOrDefault(arg => arg.StartsWith("--scale=", StringComparison.Ordinal)) is { } given ? double.Parse(given["--scale=".Length..], CultureInfo.InvariantCulture) : 1;
var isQuick = args.Contains("--quick", StringComparer.Ordinal);
var length = TimeSpan.FromSeconds(isQuick ? 3 : 8);
if (Runs("legal-time") || args.Contains("--legal-time", StringComparer.Ordinal))
    LegalTimeFigures.Print(length / 4);
if (args.Contains("--legal-time", StringComparer.Ordinal) || sections is ["legal-time"])
    return;
int[] drivers = isQuick ? [1, 8] : [1, 8, 32];
var postgres = Environment.GetEnvironmentVariable("PE_POSTGRES") ?? throw new InvalidOperationException("PE_POSTGRES is not set; start it by deploy/bench.sh.");
var work = Directory.CreateTempSubdirectory("pe_bench_").FullName;
var host = Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..", "Host", "bin", "Release", "net10.0", "ProcedureEngine.Host.dll");

Console.WriteLine($"{Environment.ProcessorCount} processors; one fsync of 4 KB takes {FsyncMs(work):F2} ms here (a figure without it says little)");
if (Runs("engine"))
    await EngineAsync();
if (Runs("hosts"))
{
    Console.WriteLine(HostsBenchmark.Header);
    await foreach (var line in HostsBenchmark.RunAsync(host, work, CreateAsync, SizeAsync, [.. drivers.Where(count => count > 1)], length))
        Console.WriteLine(line);
}

if (Runs("firing"))
    await OnBothAsync("firing", FiringBenchmark.Header, async database => Console.WriteLine(await FiringBenchmark.RunAsync(database, host, scale)));
if (Runs("board"))
{
    await OnBothAsync("board", BoardBenchmark.Header, async database =>
    {
        await foreach (var line in BoardBenchmark.RunAsync(database, scale))
            Console.WriteLine(line);
    });
}

if (Runs("viewers"))
{
    await OnBothAsync("viewers", ViewersBenchmark.Header, async database =>
    {
        var beside = new BenchDatabase(Directory.CreateDirectory($"{database.Folder}-idle").FullName, database.Postgres is null ? null : await CreateAsync("bench_viewers_idle"));
        await foreach (var line in ViewersBenchmark.RunAsync(database, beside, host, TimeSpan.FromSeconds(isQuick ? 10 : 60)))
            Console.WriteLine(line);
    });
}

if (Runs("readiness"))
{
    foreach (var timers in new[] { 100, (int)(100_000 * scale) })
        await OnBothAsync($"readiness{timers}", ReadinessBenchmark.Header, async database => Console.WriteLine(await ReadinessBenchmark.RunAsync(database, host, timers)));
}

NpgsqlConnection.ClearAllPools();
Directory.Delete(work, recursive: true);

bool Runs(string section) => sections.Length == 0 || sections.Contains(section, StringComparer.Ordinal);

async Task OnBothAsync(string name, string header, Func<BenchDatabase, Task> run)
{
    Console.WriteLine(header);
    await run(new BenchDatabase(Directory.CreateDirectory(Path.Combine(work, $"{name}-sqlite")).FullName, null));
    await run(new BenchDatabase(Directory.CreateDirectory(Path.Combine(work, $"{name}-postgres")).FullName, await CreateAsync($"bench_{name}")));
}

async Task EngineAsync()
{
    Console.WriteLine(Measurement.Header);
    var byPostgres = new Dictionary<int, double>();
    foreach (var count in drivers)
        await InProcessAsync("in process, SQLite", count, await SqliteStore.OpenAsync(Path.Combine(work, $"w{count}.db"), new ProcessClock()), () => Task.FromResult(SqliteSize($"w{count}.db")));
    foreach (var count in drivers)
    {
        var database = await CreateAsync($"bench_w{count}");
        var shown = await InProcessAsync("in process, PostgreSQL", count, await PostgresStore.OpenAsync(database), () => SizeAsync(database));
        byPostgres[count] = shown.CompletionsPerSecond;
    }

    foreach (var store in new[] { "SQLite", "PostgreSQL" })
    {
        foreach (var count in drivers)
            await OverHttpAsync(store, count);
    }

    var pgbench = await CreateAsync("bench_pgbench");
    await PgBench.PrepareAsync(pgbench);
    foreach (var count in drivers)
    {
        var rate = await PgBench.RunAsync(pgbench, count, length);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"pgbench, the same rows",-34}{count,8}{rate,10:F0}   engine on PostgreSQL: {byPostgres[count] / rate:P0} of it"));
    }

    Console.WriteLine("For comparison: Elsa 3.7.1 in process was measured on such a machine at 67 completions a second (p99 404 ms at 16 drivers, 160 CPU ms a procedure).");
}

async Task<Measurement> InProcessAsync(string name, int count, DurableStore store, Func<Task<long>> size)
{
    await using (store)
    {
        var workload = new WorkloadW(store);
        using var self = Process.GetCurrentProcess();
        var shown = await Measurement.RunAsync(name, count, length, (_, completed) => workload.RunAsync(completed), () => Cpu(self), size);
        Console.WriteLine(shown);
        return shown;
    }
}

async Task OverHttpAsync(string store, int count)
{
    var folder = Directory.CreateDirectory(Path.Combine(work, $"http-{store}-{count}")).FullName;
    var database = store == "SQLite" ? null : await CreateAsync($"bench_http{count}");
    using var workload = await HttpWorkload.StartAsync(host, folder, database);
    var size = database is null ? () => Task.FromResult(new FileInfo(Path.Combine(folder, "procedure-engine.db")).Length) : (Func<Task<long>>)(() => SizeAsync(database));
    Console.WriteLine(await Measurement.RunAsync($"HTTP, enforcement request, {store}", count, length, (_, completed) => workload.RunAsync(completed), () => workload.Cpu, size));
}

long SqliteSize(string name) => Directory.EnumerateFiles(work, name + "*").Sum(file => new FileInfo(file).Length);

async Task<string> CreateAsync(string name)
{
    await using var source = NpgsqlDataSource.Create(postgres);
    foreach (var sql in new[] { $"DROP DATABASE IF EXISTS {name}", $"CREATE DATABASE {name}" })
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    return new NpgsqlConnectionStringBuilder(postgres) { Database = name, MaxPoolSize = 64 }.ToString();
}

static async Task<long> SizeAsync(string connection)
{
    await using var source = NpgsqlDataSource.Create(connection);
    await using var command = source.CreateCommand("SELECT pg_database_size(current_database())");
    return (long)(await command.ExecuteScalarAsync())!;
}

static TimeSpan Cpu(Process process)
{
    process.Refresh();
    return process.TotalProcessorTime;
}

static double FsyncMs(string folder)
{
    using var file = new FileStream(Path.Combine(folder, "fsync"), FileMode.Create, FileAccess.Write, FileShare.None, 1);
    var page = new byte[4096];
    var clock = Stopwatch.StartNew();
    for (var i = 0; i < 200; i++)
    {
        file.Write(page);
        file.Flush(flushToDisk: true);
    }

    return clock.Elapsed.TotalMilliseconds / 200;
}

/// <summary>The process's own clock: a benchmark is a composition root.</summary>
internal sealed class ProcessClock : IClock
{
#pragma warning disable RS0030 // A composition root of its own.
    public Instant GetCurrentInstant() => SystemClock.Instance.GetCurrentInstant();
#pragma warning restore RS0030
}
