using ProcedureEngine.Deadlines;
using ProcedureEngine.Host.Composition;

namespace ProcedureEngine.Host.Deadlines;

/// <summary>The catalogue of time limits as this host runs it: the built-in sets, the data folder's <c>limits.json</c>, and the set that each procedure is switched to.</summary>
internal static class LimitSettings
{
    /// <exception cref="InvalidOperationException">Names the file and every entry or setting that breaks a rule.</exception>
    public static LimitCatalogue Catalogue(EngineHostOptions options)
    {
        var file = Path.Combine(options.DataFolder, "limits.json");
        try
        {
            return LimitCatalogue.Load(File.Exists(file) ? File.ReadAllText(file) : null, options.LimitSets);
        }
        catch (LimitCatalogueException exception)
        {
            throw new InvalidOperationException($"The time limits of '{file}' and the settings Deadlines:Sets cannot be used. {exception.Message}", exception);
        }
    }
}
