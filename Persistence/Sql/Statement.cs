namespace ProcedureEngine.Persistence.Sql;

/// <summary>One SQL statement with its named parameters, in the part of SQL that both stores share.</summary>
internal sealed record Statement(string Sql, IReadOnlyList<(string Name, object? Value)> Parameters)
{
    public Statement(string sql, params (string Name, object? Value)[] parameters)
        : this(sql, (IReadOnlyList<(string, object?)>)parameters)
    {
    }
}

/// <summary>Instants as 64-bit microseconds since the Unix epoch: exact, and ordered alike on both stores.</summary>
internal static class Micros
{
    public static long Of(Instant instant) => instant.ToUnixTimeTicks() / 10;

    public static long? Of(Instant? instant) => instant is { } value ? Of(value) : null;

    public static Instant ToInstant(long micros) => Instant.FromUnixTimeTicks(micros * 10);
}
