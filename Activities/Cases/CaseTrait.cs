using System.Text;
using ProcedureEngine.Activities.Enforcement;

namespace ProcedureEngine.Activities.Cases;

/// <summary>What two cases may have in common, so that an officer is told of the other at step 2.</summary>
public enum TraitKind
{
    /// <summary>The same judgment: number, date and court.</summary>
    Judgment,

    /// <summary>The same person by the number of an identity paper.</summary>
    Identity,

    /// <summary>The same person by name and address.</summary>
    NameAndAddress,

    /// <summary>The same mail address.</summary>
    Email,

    /// <summary>The same account of the same portal; a portal finds its accounts' cases by it.</summary>
    PortalAccount,
}

/// <summary>
/// A trait of a case, by which related cases are found through an index. Only a digest is kept: the index holds no name and no number, and
/// all values are of one length. One row per case and kind; a corrected request replaces it.
/// </summary>
/// <param name="Digest">SHA-256 over the kind and the folded value; equal values of two cases have equal digests.</param>
public sealed record CaseTrait(string Id, string InstanceId, string Office, TraitKind Kind, string Digest) : CaseRecord
{
    public override string Id { get; } = Id;

    public override bool LoadsWithInstance => false;

    public static LocalizedText Label(TraitKind kind) => kind switch
    {
        TraitKind.Judgment => new("Cùng bản án, quyết định", "Same judgment"),
        TraitKind.Identity => new("Cùng số giấy tờ tùy thân", "Same identity number"),
        TraitKind.NameAndAddress => new("Cùng họ tên và địa chỉ", "Same name and address"),
        TraitKind.PortalAccount => new("Cùng tài khoản cổng dịch vụ công", "Same account with the portal"),
        _ => new("Cùng địa chỉ thư điện tử", "Same e-mail address"),
    };
}

/// <summary>A value that a procedure knows of its case, as the index keeps it.</summary>
public sealed record TraitValue(TraitKind Kind, string Digest)
{
    /// <returns>Null when a part says nothing.</returns>
    public static TraitValue? Of(TraitKind kind, params ReadOnlySpan<string?> parts)
    {
        var text = new StringBuilder(kind.ToString());
        foreach (var part in parts)
        {
            if (Comparable(kind, part ?? string.Empty) is not { Length: > 0 } bare)
                return null;
            text.Append('\n').Append(bare);
        }

        return new TraitValue(kind, CanonicalJson.Sha256(text.ToString()));
    }

    public static ImmutableArray<TraitValue> All(params IEnumerable<TraitValue?> values) => [.. values.OfType<TraitValue>()];

    /// <summary>
    /// Letters and digits only, folded: '12/2026/DS-ST' and '12 / 2026 / ds.st' are one number. Of a mail address each sign counts but letter
    /// case; of an account letter case too, since rights hang on it.
    /// </summary>
    private static string Comparable(TraitKind kind, string text) => kind switch
    {
        TraitKind.PortalAccount => text.Trim(),
        TraitKind.Email => text.Trim().ToLowerInvariant(),
        _ => string.Concat(VietnameseText.Fold(text).Where(char.IsLetterOrDigit)),
    };
}

/// <summary>An account registered with a portal.</summary>
/// <param name="Portal">Name of the portal's key.</param>
public sealed record PortalAccount(string Portal, string Account)
{
    /// <summary>Neither is ever empty: the door has checked them.</summary>
    public TraitValue Trait() => TraitValue.Of(TraitKind.PortalAccount, Portal, Account) ?? throw new DefectException("A portal's account is not empty.");
}

/// <summary>Writes what is known of a case into the index.</summary>
internal static class CaseTraits
{
    /// <param name="subject">Null while a mail is all there is; then its sender's address is known.</param>
    public static IEnumerable<WriteRecord> Of(ActivityContext context, CaseSubject? subject, Applicant applicant, PortalAccount? account = null) =>
        TraitValue.All([TraitValue.Of(TraitKind.Email, applicant.Email), account?.Trait(), .. subject?.Traits ?? []])
            .Select(trait => new WriteRecord(new CaseTrait($"{context.InstanceId}.{trait.Kind}", context.InstanceId, context.Office, trait.Kind, trait.Digest)));
}
