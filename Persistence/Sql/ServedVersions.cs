using ProcedureEngine.Engine.Definitions;

namespace ProcedureEngine.Persistence.Sql;

/// <summary>
/// What a claim's WHERE ends with, so that rows of cases on versions that this host does not have are left to a host that has them. A
/// subquery per row and no join: a claim looks at few rows, and a planner that misjudges them may not read all instances.
/// </summary>
/// <param name="Condition">Begins with AND; empty where nothing is left to others.</param>
internal readonly record struct ServedVersions(string Condition, IReadOnlyList<(string Name, object? Value)> Parameters)
{
    /// <summary>Rows that need a burst: of versions that run here.</summary>
    /// <param name="table">Has a column instance_id.</param>
    public static ServedVersions Running(DefinitionRegistry? registry, string table) => Of(registry?.Running, table);

    /// <summary>Rows that need only what the program knows of the version: a letter leaves although its procedure is quarantined.</summary>
    public static ServedVersions Known(DefinitionRegistry? registry, string table) => Of(registry?.Known, table);

    private static ServedVersions Of(IReadOnlyCollection<(string Id, int Version)>? versions, string table)
    {
        if (versions is null)
            return new ServedVersions(string.Empty, []);
        List<(string Name, object? Value)> parameters = [.. versions.Select((version, index) => ($"@served{index}", (object?)$"{version.Id}/{version.Version}"))];
        var condition = parameters.Count == 0
            ? " AND 1 = 0"
            : $" AND (SELECT i.definition_id || '/' || i.definition_version FROM instances i WHERE i.id = {table}.instance_id) IN ({string.Join(", ", parameters.Select(parameter => parameter.Name))})";
        return new ServedVersions(condition, parameters);
    }
}
