using Microsoft.Extensions.Configuration.Memory;

namespace ProcedureEngine.Host.Composition;

/// <summary>
/// What is logged unless the settings say otherwise. The framework writes path and query of every request at Information: names that people look for, and
/// reference codes. So it speaks from Warning on, in every environment.
/// </summary>
internal static class LogDefaults
{
    private static readonly Dictionary<string, string?> Levels = new(StringComparer.Ordinal)
    {
        ["Logging:LogLevel:Microsoft.AspNetCore"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:System.Net.Http"] = nameof(LogLevel.Warning),
    };

    /// <summary>Below every other source, so that whatever an operator sets is stronger.</summary>
    public static void AddTo(IConfigurationBuilder configuration) => configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Levels });
}
