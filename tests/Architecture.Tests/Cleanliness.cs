using System.Text.RegularExpressions;

namespace ProcedureEngine.Architecture.Tests;

/// <summary>What may not stand in the repository, and what no test may do.</summary>
public sealed partial class Cleanliness
{
    private static IEnumerable<string> Sources() => Repository.Files("*.cs").Where(file => !file.EndsWith("Cleanliness.cs", StringComparison.Ordinal));

    [Test]
    public void Lock_files_record_no_address() =>
        Assert.That(Repository.Files("packages.lock.json").Concat(Repository.Files("package-lock.json")).Where(file => File.ReadAllText(file).Contains("://", StringComparison.Ordinal) && Resolved().IsMatch(File.ReadAllText(file))).Select(Repository.Name), Is.Empty);

    [Test]
    public void Every_project_has_a_lock_file() =>
        Assert.That(Repository.Files("*.csproj").Where(file => !File.Exists(Path.Combine(Path.GetDirectoryName(file)!, "packages.lock.json"))).Select(Repository.Name), Is.Empty);

    [Test]
    public void No_source_leaves_work_undone() => Assert.That(Sources().Where(file => Undone().IsMatch(File.ReadAllText(file))).Select(Repository.Name), Is.Empty);

    [Test]
    public void No_test_sleeps_or_is_left_out() => Assert.That(
        Sources().Where(file => Repository.Name(file).StartsWith("tests/", StringComparison.Ordinal) && Dodging().IsMatch(File.ReadAllText(file))).Select(Repository.Name), Is.Empty);

    [Test]
    public void No_file_carries_a_path_of_somebody_s_machine() => Assert.That(
        Sources().Concat(Repository.Files("*.sh")).Concat(Repository.Files("*.md")).Where(file => MachinePath().IsMatch(File.ReadAllText(file))).Select(Repository.Name), Is.Empty);

    [GeneratedRegex("\"resolved\"\\s*:\\s*\"https?://", RegexOptions.None, 5000)]
    private static partial Regex Resolved();

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|\bHACK\b|NotImplementedException", RegexOptions.None, 5000)]
    private static partial Regex Undone();

    [GeneratedRegex(@"Thread\.Sleep|Task\.Delay|\[Ignore|\[Explicit|Assert\.Ignore|Assert\.Inconclusive", RegexOptions.None, 5000)]
    private static partial Regex Dodging();

    [GeneratedRegex(@"/work/|/home/[a-z]+/|/root/", RegexOptions.None, 5000)]
    private static partial Regex MachinePath();
}
