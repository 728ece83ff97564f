namespace ProcedureEngine.Browser.Tests.Support;

/// <summary>The source tree in which the tests were built.</summary>
internal static class Tree
{
    private static readonly Lazy<string> Root = new(() =>
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ProcedureEngine.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    });

    public static string PathOf(params ReadOnlySpan<string> path) => Path.Combine([Root.Value, .. path]);
}
