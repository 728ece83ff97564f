using ProcedureEngine.Activities.Enforcement;

namespace ProcedureEngine.Activities.Drafting;

/// <summary>The signature of who leads an office, under a decision that assigns nobody.</summary>
public sealed record LeaderSignature(
    [property: Field("Chức danh người ký", "Title of the signer", MaxLength = 100)] string SignerTitle,
    [property: Field("Ký thay (cấp phó)", "Signed by a deputy")] bool IsDeputy) : IValidated
{
    [Field("Văn bản giao quyền (khi ký thay)", "Recorded authority, for a deputy", MaxLength = 300)]
    public string? Authority { get; init; }

    public IEnumerable<FieldError> Validate() => [.. Required.Text("signerTitle", SignerTitle), .. DeputyAuthority.Errors(IsDeputy, Authority)];

    internal SignatureRecord Record(ActivityContext context) =>
        new(context.Actor.Id, context.Actor.DisplayName, SignerTitle, IsDeputy ? Authority : null, context.Now);
}

/// <summary>A deputy signs only under a recorded authority.</summary>
internal static class DeputyAuthority
{
    public static IEnumerable<FieldError> Errors(bool isDeputy, string? authority)
    {
        if (isDeputy && string.IsNullOrWhiteSpace(authority))
        {
            yield return new FieldError(
                "authority", "deputy-authority", new LocalizedText("Cấp phó chỉ ký khi có văn bản giao quyền.", "A deputy signs only under a recorded authority; name it."));
        }
    }
}
