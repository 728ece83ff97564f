namespace ProcedureEngine.Persistence.Tests.Support;

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class TestClock : IClock
{
    /// <summary>With nanoseconds, which no store keeps.</summary>
    public static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 2, 0).PlusNanoseconds(123_456_789);

    public Instant Now { get; set; } = Start;

    public Instant GetCurrentInstant() => Now;
}
