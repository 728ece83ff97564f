using System.Diagnostics;
using System.Text.RegularExpressions;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests.Messaging;

/// <summary>The commands of docs/integrators.md, run as they stand but for the addresses.</summary>
public sealed partial class IntegratorsGuideTests
{
    private string folder = null!;

    [SetUp]
    public void Prepare() => folder = TestHost.NewFolder();

    [TearDown]
    public void Remove() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task Its_commands_start_watch_complete_and_verify()
    {
        await using var host = new TestHost();
        await using var target = await WebhookTarget.StartAsync();
        var blocks = Blocks().Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "integrators.md"))).Select(match => match.Groups["body"].Value).ToList();
        var script = string.Concat(blocks[..^1])
            .Replace("PE=http://localhost:5080", $"PE={host.Address.GetLeftPart(UriPartial.Authority)}", StringComparison.Ordinal)
            .Replace("TARGET=https://portal.example.vn/hooks", $"TARGET={target.Url}", StringComparison.Ordinal);
        var output = await RunAsync(script + "echo; echo \"secret $SECRET\"\n");
        var caseId = Said(output, "case");
        Assert.That(output, Does.Contain("procedure.started").And.Contain("task.opened"));
        using var officer = await host.SignInAsync("intake-officer@namdinh");
        var tasks = (await officer.GetAsync($"/api/cases/{caseId}/tasks").JsonAsync())["items"]!.AsArray();
        Assert.That(tasks.Select(task => ((string)task!["activityId"]!, (string)task["state"]!)), Does.Contain(("check-validity", "completed")));

        await Samples.StartedAsync(host);
        var told = await target.NextAsync();
        await File.WriteAllTextAsync(Path.Combine(folder, "body.json"), told.Body);
        var verify = blocks[^1];
        (string, string)[] headers = [("SECRET", Said(output, "secret")), ("WEBHOOK_ID", told.Id), ("WEBHOOK_TIMESTAMP", told.Timestamp), ("WEBHOOK_SIGNATURE", told.Signature)];
        Assert.That(await RunAsync(verify, headers), Does.Contain("verified"));
        await File.AppendAllTextAsync(Path.Combine(folder, "body.json"), " ");
        Assert.That(await RunAsync(verify + "true\n", headers), Does.Not.Contain("verified"), "a body that was changed on the way");
    }

    private static string Said(string output, string word) => output.Split('\n').First(line => line.StartsWith(word + " ", StringComparison.Ordinal))[(word.Length + 1)..].Trim();

    private async Task<string> RunAsync(string script, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("bash", ["-uo", "pipefail", "-c", script]) { RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = folder };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, output);
        return output;
    }

    [GeneratedRegex("```sh\n(?<body>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Blocks();
}
