namespace ProcedureEngine.Kill.Tests.Upgrade;

/// <summary>
/// The Host of a next release, to which the one built here is the older: these sources with what a release brings (a step of the schema that this one
/// bears, a new activity, and the enforcement request in version 2, which uses it), published as an operator publishes, by deploy/publish.sh.
/// </summary>
internal static class NextBuild
{
    /// <summary>An environment variable of the next Host: it then has a one-way step too.</summary>
    public const string OneWay = "NEXT_ONE_WAY";

    /// <summary>An environment variable of the next Host: SQL that its step ends with, to make it last.</summary>
    public const string Slow = "NEXT_SLOW";

    public const string Step = "next-notes";
    public const string OneWayStep = "next-removal";

    /// <summary>Why it is one-way.</summary>
    public const string Reason = "a host before it would not know what was removed";

    /// <summary>Not of the sources: outputs, packages, data, and the tests themselves.</summary>
    private static readonly string[] Left = ["bin", "obj", "node_modules", "data", "tests", "TestResults", ".git"];

    private static readonly (string File, string Anchor, string Instead)[] Changes =
    [
        ("Persistence/Schema/Migrations.cs", "\n    ];", $$"""

                    Migration.Borne("{{Step}}", "CREATE TABLE next_notes (id TEXT PRIMARY KEY); ALTER TABLE cases ADD COLUMN next_mark TEXT; " + Environment.GetEnvironmentVariable("{{Slow}}")),
                    .. Environment.GetEnvironmentVariable("{{OneWay}}") is null ? Array.Empty<Migration>() : [Migration.OneWay("{{OneWayStep}}", "CREATE TABLE next_removal (id TEXT PRIMARY KEY)", "{{Reason}}")],
                ];
            """),
        ("Activities/ActivitiesModule.cs", "typeof(KeepMail),", "typeof(KeepMail), typeof(NextMark),"),
        ("Workflows/EnforcementRequestProcedure.cs", "Id, version: 1,", "Id, version: 2,"),
        ("Workflows/EnforcementRequestProcedure.cs", "receive.On(Done.Done, acknowledge);", """
            var mark = procedure.Step<NextMark, Done>("next-mark", "Bước của phiên bản sau", "A step of the next version");
            receive.On(Done.Done, mark);
            mark.On(Done.Done, acknowledge);
            """),
    ];

    private const string Activity = """
        using ProcedureEngine.Engine.Execution;

        namespace ProcedureEngine.Activities.Intake;

        [Activity("Intake.NextMark", 1, "Bước của phiên bản sau", "A step of the next version", Category = "Intake")]
        public sealed class NextMark : Activity<Done>
        {
            public override ActivityResult Execute(ActivityContext context) => Leave(Done.Done);
        }
        """;

    /// <param name="folder">Empty; sources and program lie below it.</param>
    /// <returns>The program's assembly.</returns>
    public static async Task<string> PublishAsync(string folder)
    {
        var (sources, program) = (Path.Combine(folder, "sources"), Path.Combine(folder, "program"));
        Copy(new DirectoryInfo(Tool.Root), sources);
        foreach (var packages in new[] { "Dashboard/node_modules", "Host/Studio/node_modules" })
            Directory.CreateSymbolicLink(Path.Combine(sources, packages), Path.Combine(Tool.Root, packages));
        foreach (var (file, anchor, instead) in Changes)
            await ReplaceAsync(Path.Combine(sources, file), anchor, instead);
        await File.WriteAllTextAsync(Path.Combine(sources, "Activities/Intake/NextMark.cs"), Activity);
        // Build servers that stay would keep the pipes open, and the analyzers have seen the sources.
        var (code, said) = await Tool.RunAsync(
            "bash", [Path.Combine(sources, "deploy/publish.sh"), program],
            ("MSBUILDDISABLENODEREUSE", "1"), ("UseSharedCompilation", "false"), ("DOTNET_CLI_USE_MSBUILD_SERVER", "0"), ("RunAnalyzers", "false"));
        Assert.That(code, Is.Zero, said);
        TestContext.Out.WriteLine(said.Trim());
        return Path.Combine(program, "ProcedureEngine.Host.dll");
    }

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        // In a linked work tree .git is a file.
        foreach (var file in from.EnumerateFiles().Where(file => !Left.Contains(file.Name, StringComparer.Ordinal)))
            file.CopyTo(Path.Combine(to, file.Name));
        foreach (var folder in from.EnumerateDirectories().Where(folder => folder.LinkTarget is null && !Left.Contains(folder.Name, StringComparer.Ordinal)))
            Copy(folder, Path.Combine(to, folder.Name));
    }

    /// <summary>Fails when the place is gone, so that this build stays a different one.</summary>
    private static async Task ReplaceAsync(string file, string anchor, string instead)
    {
        var text = await File.ReadAllTextAsync(file);
        var at = text.IndexOf(anchor, StringComparison.Ordinal);
        Assert.That(at, Is.Not.Negative, $"'{anchor}' stands in {file}");
        Assert.That(text.IndexOf(anchor, at + 1, StringComparison.Ordinal), Is.Negative, $"'{anchor}' stands once in {file}");
        await File.WriteAllTextAsync(file, text[..at] + instead + text[(at + anchor.Length)..]);
    }
}
