using System.Diagnostics;

namespace ProcedureEngine.Kill.Tests;

/// <summary>A script or command run as an operator runs it.</summary>
internal static class Tool
{
    /// <summary>A build of the Host is the longest of all.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>The project's root, four folders above the tests' own output.</summary>
    public static string Root { get; } = new DirectoryInfo(TestContext.CurrentContext.TestDirectory).Parent!.Parent!.Parent!.Parent!.Parent!.FullName;

    public static string Script(string name) => Path.Combine(Root, "deploy", name);

    /// <returns>The exit code, and all that was said.</returns>
    public static async Task<(int Code, string Said)> RunAsync(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var info = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        using var process = Process.Start(info)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var cut = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(cut.Token);
        return (process.ExitCode, await output + await errors);
    }
}
