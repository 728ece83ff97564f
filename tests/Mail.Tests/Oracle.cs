using System.Diagnostics;
using System.Text;

namespace ProcedureEngine.Mail.Tests;

/// <summary>A program of the oracles folder, running. Absent programs fail the test with what to install; nothing is skipped.</summary>
internal sealed class Oracle : IDisposable
{
    public const string Python = "/usr/bin/python3";
    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private Oracle(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, e) => _errors.AppendLine(e.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>The source folder, not the output folder: the oracles' node_modules are installed once, beside the lock file.</summary>
    public static string Folder { get; } = Path.Combine(FindTestFolder(), "oracles");

    public static string Corpus { get; } = Path.Combine(FindTestFolder(), "corpus");

    public static Oracle Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
            StandardOutputEncoding = new UTF8Encoding(false),
            StandardInputEncoding = new UTF8Encoding(false),
        };
        Array.ForEach(arguments, start.ArgumentList.Add);
        return new Oracle(Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start"));
    }

    /// <summary>The next line of its answer. Fails when it ended or says nothing for long.</summary>
    public async Task<string> ReadLineAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await _process.StandardOutput.ReadLineAsync(limit.Token)
            ?? throw new InvalidOperationException($"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)} ended: {_errors}"
                + " (the tests need Debian's python3-aiosmtpd, and 'npm ci' in tests/Mail.Tests/oracles)");
    }

    public void WriteLine(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    public void Dispose()
    {
        // Each of them ends with its input; one that hangs on purpose is ended.
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static string FindTestFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "oracles")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"no 'oracles' folder above {AppContext.BaseDirectory}: run the tests from the source tree");
    }
}
