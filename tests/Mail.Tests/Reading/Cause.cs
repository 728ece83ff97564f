namespace ProcedureEngine.Mail.Tests.Reading;

/// <summary>Why two readers read a field otherwise.</summary>
/// <param name="Name">Stable, as differences.md has it.</param>
/// <param name="Reason">What each of the two does, and why ours is right to.</param>
/// <param name="Explains">Looks at the difference, not at the message's name: what it says must be seen in the values or in what our reader told.</param>
internal sealed record Cause(string Name, string Reason, Func<Difference, bool> Explains)
{
    /// <summary>The first that explains a difference is its cause: narrow ones stand before broad ones.</summary>
    public static IReadOnlyList<Cause> All { get; } = [.. MessageCauses.All, .. HeaderCauses.All, .. ContentCauses.All, .. DamageCauses.All];

    public static Cause? Of(Difference difference) => All.FirstOrDefault(c => c.Explains(difference));
}
