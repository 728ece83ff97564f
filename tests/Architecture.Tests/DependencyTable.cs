using System.Xml.Linq;

namespace ProcedureEngine.Architecture.Tests;

/// <summary>Which part may use which: the table of the design, held against the project files.</summary>
public sealed class DependencyTable
{
    private static readonly Dictionary<string, string[]> MayUse = new(StringComparer.Ordinal)
    {
        ["Engine"] = [],
        ["Deadlines"] = [],
        ["Contracts"] = [],
        ["Activities"] = ["Engine", "Deadlines"],
        ["Workflows"] = ["Activities", "Deadlines", "Engine"],
        ["Mail"] = ["Engine", "Activities", "Deadlines"],
        ["Papers"] = ["Engine", "Activities", "Deadlines"],
        ["Access"] = ["Engine", "Activities", "Deadlines"],
        ["Persistence"] = ["Engine", "Deadlines", "Activities", "Mail", "Papers", "Access"],
        ["Host"] = ["Engine", "Deadlines", "Activities", "Workflows", "Mail", "Papers", "Access", "Persistence", "Contracts"],
    };

    private static readonly Dictionary<string, string[]> MayTake = new(StringComparer.Ordinal)
    {
        ["Engine"] = ["NodaTime", "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions"],
        ["Deadlines"] = ["NodaTime"],
        ["Contracts"] = [],
    };

    private static IEnumerable<string> Parts() => MayUse.Keys;

    [TestCaseSource(nameof(Parts))]
    public void A_part_references_only_what_the_table_allows(string part)
    {
        var references = Elements(part, "ProjectReference").Select(Path.GetFileNameWithoutExtension).ToList();
        Assert.That(references.Except(MayUse[part], StringComparer.Ordinal), Is.Empty);
    }

    [TestCaseSource(nameof(Parts))]
    public void A_part_names_only_the_namespaces_that_the_table_allows(string part)
    {
        var forbidden = MayUse.Keys.Except(MayUse[part], StringComparer.Ordinal).Where(other => other != part).Select(other => $"using ProcedureEngine.{other}").ToList();
        var found = Repository.Files("*.cs").Where(file => Repository.Name(file).StartsWith(part + "/", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file).Where(line => forbidden.Exists(f => line.Contains(f + ";", StringComparison.Ordinal) || line.Contains(f + ".", StringComparison.Ordinal))).Select(line => $"{Repository.Name(file)}: {line}"));
        Assert.That(found, Is.Empty);
    }

    [Test]
    public void The_engine_and_legal_time_take_no_other_packages() => Assert.Multiple(() =>
    {
        foreach (var (part, allowed) in MayTake)
            Assert.That(Elements(part, "PackageReference").Except(allowed, StringComparer.Ordinal), Is.Empty, part);
    });

    [Test]
    public void Every_project_at_the_root_is_in_the_table()
    {
        var projects = Repository.Files("*.csproj").Select(Repository.Name).Where(name => !name.StartsWith("tests/", StringComparison.Ordinal)).Select(name => name.Split('/')[0]);
        Assert.That(projects, Is.EquivalentTo(MayUse.Keys));
    }

    [Test]
    public void Workflows_holds_one_file_a_procedure_and_nothing_else()
    {
        var files = Repository.Files("*.cs").Select(Repository.Name).Where(name => name.StartsWith("Workflows/", StringComparison.Ordinal)).ToList();
        Assert.That(files, Is.Not.Empty.And.All.EndsWith("Procedure.cs"));
    }

    private static IEnumerable<string> Elements(string part, string name) =>
        XDocument.Load(Path.Combine(Repository.Root, part, $"{part}.csproj")).Descendants(name).Select(element => (string)element.Attribute("Include")!);
}
