using System.Globalization;

namespace ProcedureEngine.Persistence.Hosts;

/// <summary>One run of a host on a shared store.</summary>
/// <param name="Id">New at each start.</param>
/// <param name="Machine">Where it runs, for people.</param>
/// <param name="Program">Which build it is, for people.</param>
public sealed record HostSeat(string Id, string Machine, string Program);

/// <summary>A host that was seen a short while ago.</summary>
/// <param name="Steps">How many steps of the schema it knows.</param>
/// <param name="SeenAt">By the database's clock, without the sandbox's offset.</param>
/// <param name="Versions">The definitions that it runs, as <c>id/version</c>.</param>
public sealed record LivingHost(HostSeat Seat, int Steps, Instant SeenAt, IReadOnlyList<string> Versions)
{
    /// <param name="now">Microseconds of the database's clock.</param>
    internal string Describe(long now) => string.Create(
        CultureInfo.InvariantCulture, $"{Seat.Machine} (program {Seat.Program}, schema step {Steps}, seen {Math.Max(0, (now - Sql.Micros.Of(SeenAt)) / 1_000_000)} s ago)");
}
