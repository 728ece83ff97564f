namespace ProcedureEngine.Persistence.Schema;

/// <summary>
/// One step of the schema. It is made by <see cref="Borne"/> or <see cref="OneWay"/>, so that whoever writes one decides what hosts that do not
/// know it make of it.
/// </summary>
internal sealed record Migration
{
    private Migration(string name, string sql, string? reason) => (Name, Sql, Reason) = (name, sql, reason);

    /// <summary>A slug, the same for ever: what logs, plans and operators call it.</summary>
    public string Name { get; }

    public string Sql { get; }

    /// <summary>Why a host that does not know the step would do harm beside it; null when such hosts go on.</summary>
    public string? Reason { get; }

    public bool IsOneWay => Reason is not null;

    public string Hash => CanonicalJson.Sha256(Sql);

    /// <summary>
    /// Only adds (tables, indexes, columns that may stay empty or have a default), and nothing is wrong when a host that does not know it leaves
    /// them so: hosts of both versions work side by side.
    /// </summary>
    public static Migration Borne(string name, string sql) => new(name, sql, null);

    /// <summary>Is applied only when no host runs any more that does not know it; such hosts do not start again.</summary>
    /// <param name="reason">What such a host would do wrong: completes "one-way: ...".</param>
    public static Migration OneWay(string name, string sql, string reason) => new(name, sql, reason);
}
