using System.Reflection;

namespace ProcedureEngine.Host.Composition;

/// <summary>Which build this is, for people.</summary>
internal static class ThisProgram
{
    private const int Longest = 20;

    /// <summary>Version, and where it was built from a repository the beginning of the commit (<c>0.1.0+1a2b3c4</c>).</summary>
    public static string Version { get; } = Short(typeof(ThisProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown");

    private static string Short(string version) => version.Length > Longest ? version[..Longest] : version;
}
