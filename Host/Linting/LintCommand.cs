using NodaTime.Text;
using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Host.Composition;

namespace ProcedureEngine.Host.Linting;

/// <summary>
/// <c>ProcedureEngine.Host lint</c>: looks through the procedures without starting a host or opening a store. People are taken as declared: each
/// office has somebody for every role of its procedures. Settings of the host may follow (<c>--Deadlines:Sets:compensation-complaint law-2026</c>).
/// </summary>
internal sealed class LintCommand
{
    public const string Name = "lint";

    private const string DataFolder = "Data:Folder";
    private const int Clean = 0;
    private const int Found = 1;
    private const int Misused = 2;

    private const string Usage = """
        lint [--at yyyy-MM-dd] [--procedure ID] [--file DEFINITION.json] [--lang vi|en] [--format text|json] [--Setting:Name value]
          --at         the day for legal bases and time limits; today when left out
          --procedure  one procedure; with --file the one that the edited copy was made from
          --file       a definition as JSON, also an edited copy, instead of the procedure's own
        0: nothing open, 1: findings that nobody accepted, 2: called wrongly
        """;

    private readonly Dictionary<string, string> given;
    private readonly string[] settings;

    private LintCommand(Dictionary<string, string> given, string[] settings) => (this.given, this.settings) = (given, settings);

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        try
        {
            return await Read(arguments).RunAsync(output);
        }
        catch (Exception exception) when (exception is FormatException or IOException or DefinitionException or System.Text.Json.JsonException or InvalidOperationException)
        {
            await errors.WriteLineAsync($"{exception.Message}\n{Usage}");
            return Misused;
        }
    }

    private static LintCommand Read(string[] arguments)
    {
        string[] own = ["at", "procedure", "file", "lang", "format"];
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        var settings = new List<string>();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var name = arguments[i].StartsWith("--", StringComparison.Ordinal) ? arguments[i][2..] : throw new FormatException($"'{arguments[i]}' is no option.");
            var value = i + 1 < arguments.Length ? arguments[i + 1] : throw new FormatException($"'{arguments[i]}' needs a value.");
            if (name.Contains(':', StringComparison.Ordinal))
                settings.AddRange([arguments[i], value]);
            else if (!own.Contains(name, StringComparer.Ordinal) || !given.TryAdd(name, value))
                throw new FormatException($"'{arguments[i]}' is no option, or comes twice.");
        }

        return new LintCommand(given, [.. settings]);
    }

    private async Task<int> RunAsync(TextWriter output)
    {
        var isVietnamese = OneOf("lang", "vi", "en") == "vi";
        var isJson = OneOf("format", "text", "json") == "json";
        using var empty = new EmptyFolder();
        var builder = WebApplication.CreateBuilder(settings);
        // A look must leave nothing behind: where no data folder lies there is nothing in it to read.
        if (string.IsNullOrEmpty(builder.Configuration[DataFolder]) && !Directory.Exists("data"))
            builder.Configuration[DataFolder] = empty.Path;
        builder.Services.AddEngine(EngineHostOptions.Read(builder.Configuration, builder.Environment));
        await using var services = builder.Services.BuildServiceProvider();
        var day = given.TryGetValue("at", out var at) ? Date(at) : services.GetRequiredService<IClock>().GetCurrentInstant().InZone(services.GetRequiredService<DateTimeZone>()).Date;
        var lint = services.GetRequiredService<ProcedureLint>();
        var holders = ProcedureLint.EveryRole(services.GetRequiredService<OfficeDirectory>().All);
        var all = Subjects().Select(subject => (Id: subject.Definition.DefinitionId, Findings: lint.Check(subject.Definition, subject.Profile, day, holders))).ToList();
        await output.WriteAsync(isJson
            ? Body.Write(new { items = all.Select(one => LintReport.View(one.Id, day, one.Findings)) }) + "\n"
            : string.Join('\n', all.Select(one => LintReport.Text(one.Id, day, one.Findings, isVietnamese))));
        return all.Exists(one => one.Findings.Any(finding => finding.IsOpen)) ? Found : Clean;
    }

    /// <summary>Every definition goes through its stored JSON, as a case would run it.</summary>
    private IEnumerable<(WorkflowDefinition Definition, ProcedureProfile Profile)> Subjects()
    {
        var id = given.GetValueOrDefault("procedure");
        var procedures = EngineSetup.Procedures.Where(p => id is null || p.Definition.DefinitionId == id).ToList();
        if (procedures.Count == 0)
            throw new FormatException($"There is no procedure '{id}'; known are {string.Join(", ", EngineSetup.Procedures.Select(p => p.Definition.DefinitionId))}.");
        if (given.GetValueOrDefault("file") is not { } file)
            return procedures.Select(p => (ElsaDefinitionJson.Read(ElsaDefinitionJson.Write(p.Definition)), p.Profile));
        var copy = ElsaDefinitionJson.Read(JsonNode.Parse(File.ReadAllText(file)) as JsonObject ?? throw new FormatException($"'{file}' holds no definition."));
        var profile = procedures.Find(p => p.Definition.DefinitionId == (id ?? copy.DefinitionId)).Profile;
        return [(copy, profile ?? throw new FormatException($"Say with --procedure from which procedure '{copy.DefinitionId}' was made."))];
    }

    private string OneOf(string name, string first, string second)
    {
        var value = given.GetValueOrDefault(name, first);
        return value == first || value == second ? value : throw new FormatException($"--{name} is {first} or {second}.");
    }

    private sealed class EmptyFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("pe_lint_").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }

    private static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text) is { Success: true } date ? date.Value : throw new FormatException("--at is a date such as 2026-11-25.");
}
