using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ProcedureEngine.Kill.Tests;

/// <summary>The built Host as a process that can be killed without warning and started again on the same data.</summary>
internal sealed class HostProcess(string folder, string? postgres, params (string Name, string Value)[] settings) : IDisposable
{
    private readonly ConcurrentQueue<string> output = new();
    private Process? process;

    /// <summary>The program's assembly; another build of the Host may stand beside this one.</summary>
    public string Program { get; init; } = Assembly();

    /// <summary>What it wrote in all its starts, line by line.</summary>
    public IReadOnlyCollection<string> Said => output;

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort()}");

    /// <summary>Starts it and returns when it serves.</summary>
    public async Task StartAsync()
    {
        var started = new TaskCompletionSource();
        var info = new ProcessStartInfo("dotnet", [Program, "--urls", Address.ToString()]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder };
        info.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        info.Environment["Data__Folder"] = Path.Combine(folder, "data");
        info.Environment["Logging__LogLevel__Default"] = "Warning";
        info.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        if (postgres is not null)
            info.Environment["Store__Postgres"] = postgres;
        foreach (var (name, value) in settings)
            info.Environment[name] = value;
        process = new Process { StartInfo = info, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Hear(line.Data, started);
        process.ErrorDataReceived += (_, line) => Hear(line.Data, started);
        process.Exited += (_, _) => started.TrySetException(new InvalidOperationException($"The Host ended at start:\n{string.Join('\n', output)}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await started.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    /// <summary>SIGKILL: no handler runs, no buffer is written.</summary>
    public async Task KillAsync()
    {
        process!.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>SIGTERM, as a unit is stopped; the process must end by itself within a patience that no host needs.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync(TimeSpan patience)
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{process!.Id}"]))
            await kill.WaitForExitAsync();
        await process.WaitForExitAsync().WaitAsync(patience);
        var code = process.ExitCode;
        process.Dispose();
        process = null;
        return code;
    }

    public void Dispose()
    {
        if (process is null)
            return;
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    private void Hear(string? line, TaskCompletionSource started)
    {
        if (line is null)
            return;
        output.Enqueue(line);
        if (line.Contains("Application started", StringComparison.Ordinal))
            started.TrySetResult();
    }

    /// <summary>Beside the test's own output: tests/Kill.Tests/bin/Release/net10.0 and Host/bin/Release/net10.0.</summary>
    internal static string Assembly()
    {
        var own = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        var configuration = own.Parent!.Name;
        var root = own.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(root, "Host", "bin", configuration, "net10.0", "ProcedureEngine.Host.dll");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
