using ProcedureEngine.Activities.Compensation.Claims.Intake;

namespace ProcedureEngine.Activities.Compensation.Claims;

/// <summary>A paper that belongs to the file.</summary>
/// <param name="Forms">The forms that are enough on the channel by which the paper comes.</param>
/// <param name="IsOptional">Asked for only if there is any.</param>
public sealed record RequiredPaper(PaperKind Kind, LocalizedText Name, string LegalBasis, ImmutableArray<PaperForm> Forms, bool IsOptional);

/// <summary>A paper that is missing, or lies in the file in a form that is not enough.</summary>
public sealed record MissingPaper(PaperKind Kind, LocalizedText Name, LocalizedText Why);

/// <summary>
/// The checklist of a claim, computed from claimant, channel and answers (seed 004, 'Thành phần hồ sơ'; Law 10/2017/QH14, art. 41(1), (2)). What
/// it does not list is not asked for.
/// </summary>
public static class Checklist
{
    private static readonly ImmutableArray<PaperForm> Originals = [PaperForm.Original];
    private static readonly ImmutableArray<PaperForm> Certified = [PaperForm.Original, PaperForm.CertifiedCopy];
    private static readonly ImmutableArray<PaperForm> Shown = [PaperForm.Original, PaperForm.CertifiedCopy, PaperForm.CopyOriginalShown];
    private static readonly ImmutableArray<PaperForm> Scans = [PaperForm.Original, PaperForm.CertifiedCopy, PaperForm.CopyOriginalShown, PaperForm.Scan];

    public static ImmutableArray<RequiredPaper> Of(Claim claim, ClaimChannel channel) =>
        [.. Kinds(claim).Select(kind => new RequiredPaper(kind, Name(kind), Basis(kind), Forms(kind, channel), kind == PaperKind.Evidence))];

    /// <summary>What is missing of the file, by name; empty when it is complete.</summary>
    /// <param name="channel">By which the claim came; a paper that came another way says so itself.</param>
    public static ImmutableArray<MissingPaper> Missing(Claim claim, ClaimChannel channel, IEnumerable<SubmittedPaper> papers)
    {
        var held = papers.ToLookup(paper => paper.Kind);
        return
        [
            .. from paper in Of(claim, channel)
               where !paper.IsOptional && !held[paper.Kind].Any(one => Forms(paper.Kind, one.CameBy ?? channel).Contains(one.Form))
               select new MissingPaper(paper.Kind, paper.Name, held[paper.Kind].Any() ? WrongForm(paper) : NotThere),
        ];
    }

    public static LocalizedText Name(PaperKind kind) => kind switch
    {
        PaperKind.Claim => new("Văn bản yêu cầu bồi thường (Mẫu 01/BTNN)", "The claim (form 01/BTNN)"),
        PaperKind.BasisDocument => new("Văn bản làm căn cứ yêu cầu bồi thường", "The document that the claim rests on"),
        PaperKind.InjuredPersonIdentity => new("Giấy tờ chứng minh nhân thân của người bị thiệt hại", "Identity paper of the injured person"),
        PaperKind.Evidence => new("Tài liệu, chứng cứ có liên quan (nếu có)", "Evidence, if any"),
        PaperKind.RepresentativeIdentity => new("Giấy tờ chứng minh nhân thân của người thừa kế, người đại diện", "Identity paper of the heir or representative"),
        PaperKind.Authorisation => new("Văn bản ủy quyền hợp pháp", "The lawful authorisation"),
        PaperKind.Will => new("Di chúc", "The will"),
        PaperKind.InheritancePaper => new("Văn bản hợp pháp về quyền thừa kế", "The lawful inheritance paper"),
        _ => new("Văn bản cử người đại diện của những người thừa kế", "The heirs' choice of one to represent them"),
    };

    /// <summary>What is enough in words: for the letter and the officer.</summary>
    public static LocalizedText FormName(PaperForm form) => form switch
    {
        PaperForm.Original => new("bản chính", "original"),
        PaperForm.CertifiedCopy => new("bản sao có chứng thực", "certified copy"),
        PaperForm.CopyOriginalShown => new("bản sao kèm bản chính để đối chiếu", "copy, the original shown"),
        PaperForm.Scan => new("bản quét hoặc ảnh chụp từ bản chính", "scan or photograph of the original"),
        _ => new("bản sao thường", "plain copy"),
    };

    private static readonly LocalizedText NotThere = new("chưa có", "not there");

    private static LocalizedText WrongForm(RequiredPaper paper)
    {
        var enough = FormName(paper.Forms[^1]);
        return new LocalizedText($"chưa đúng hình thức, cần {enough.Vi}", $"not in the right form; needed: {enough.En}");
    }

    private static IEnumerable<PaperKind> Kinds(Claim claim)
    {
        yield return PaperKind.Claim;
        if (claim.Basis == BasisDocument.Enclosed)
            yield return PaperKind.BasisDocument;
        if (claim.Claimant.Kind == ClaimantKind.InjuredPerson)
            yield return PaperKind.InjuredPersonIdentity;
        yield return PaperKind.Evidence;
        foreach (var kind in OfOthers(claim.Claimant))
            yield return kind;
    }

    /// <summary>Art. 41(2): what an heir or a representative adds.</summary>
    private static IEnumerable<PaperKind> OfOthers(Claimant claimant)
    {
        if (claimant.Kind == ClaimantKind.InjuredPerson)
            yield break;
        yield return PaperKind.RepresentativeIdentity;
        if (claimant.Kind == ClaimantKind.AuthorisedRepresentative)
            yield return PaperKind.Authorisation;
        if (claimant.Kind != ClaimantKind.Heir)
            yield break;
        yield return claimant.HasWill == true ? PaperKind.Will : PaperKind.InheritancePaper;
        if (claimant.HasSeveralHeirs())
            yield return PaperKind.HeirsChoice;
    }

    private static ImmutableArray<PaperForm> Forms(PaperKind kind, ClaimChannel channel) => (kind, channel) switch
    {
        (_, ClaimChannel.Online) => Scans,
        (PaperKind.Claim, _) => Originals,
        (_, ClaimChannel.ByHand) => Shown,
        _ => Certified,
    };

    private static string Basis(PaperKind kind) => kind switch
    {
        PaperKind.Claim => "Luật 10/2017/QH14, điểm a khoản 1 Điều 41",
        PaperKind.BasisDocument => "Luật 10/2017/QH14, điểm b khoản 1 Điều 41",
        PaperKind.InjuredPersonIdentity => "Luật 10/2017/QH14, điểm c khoản 1 Điều 41",
        PaperKind.Evidence => "Luật 10/2017/QH14, điểm d khoản 1 Điều 41",
        _ => "Luật 10/2017/QH14, khoản 2 Điều 41",
    };
}
