namespace ProcedureEngine.Persistence.Sql;

/// <summary>One SQL statement with its named parameters, in the part of SQL that both stores share.</summary>
internal sealed record Statement(string Sql, IReadOnlyList<(string Name, object? Value)> Parameters)
{
    public Statement(string sql, params (string Name, object? Value)[] parameters)
        : this(sql, (IReadOnlyList<(string, object?)>)parameters)
    {
    }

    /// <summary>What is thrown when the statement writes no row; null when that is no error.</summary>
    public Func<Exception>? WhenNothingWritten { get; init; }

    public int Check(int written) => written == 0 && WhenNothingWritten is { } failure ? throw failure() : written;
}

/// <summary>Instants as 64-bit microseconds since the Unix epoch: exact, and ordered alike on both stores.</summary>
internal static class Micros
{
    public static long Of(Instant instant) => instant.ToUnixTimeTicks() / 10;

    public static long? Of(Instant? instant) => instant is { } value ? Of(value) : null;

    public static long Of(Duration duration) => (long)(duration.TotalTicks / 10);

    public static Instant ToInstant(long micros) => Instant.FromUnixTimeTicks(micros * 10);
}
