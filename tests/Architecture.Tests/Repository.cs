namespace ProcedureEngine.Architecture.Tests;

/// <summary>The files of the repository, without what is built or installed.</summary>
internal static class Repository
{
    private static readonly string[] Skipped = ["bin", "obj", "node_modules", ".git", "data", "TestResults"];

    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> Files(string pattern) => Walk(Root).SelectMany(folder => Directory.EnumerateFiles(folder, pattern));

    public static string Name(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    private static IEnumerable<string> Walk(string folder)
    {
        yield return folder;
        foreach (var child in Directory.EnumerateDirectories(folder).Where(child => !Skipped.Contains(Path.GetFileName(child), StringComparer.Ordinal)).SelectMany(Walk))
            yield return child;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ProcedureEngine.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
