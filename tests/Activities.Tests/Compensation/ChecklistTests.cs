using NodaTime;
using ProcedureEngine.Activities.Compensation.Claims;
using ProcedureEngine.Activities.Compensation.Claims.Intake;
using ProcedureEngine.Activities.Compensation.Complaints;
using ProcedureEngine.Activities.Enforcement;

namespace ProcedureEngine.Activities.Tests.Compensation;

/// <summary>
/// The checklist, claimant x channel x answers: each row against seed 004, 'Thành phần hồ sơ', points a and b, and the two channels' forms; online by
/// 'Trình tự thực hiện'. A kind in brackets is asked for only if there is any.
/// </summary>
public sealed class ChecklistTests
{
    private const string OwnFile = "Claim BasisDocument InjuredPersonIdentity (Evidence)";
    private const string OwnWithoutBasis = "Claim InjuredPersonIdentity (Evidence)";
    private const string Others = "Claim BasisDocument (Evidence) RepresentativeIdentity";
    private const string OthersWithoutBasis = "Claim (Evidence) RepresentativeIdentity";

    /// <summary>Claimant, basis document, will, several heirs: what belongs to the file.</summary>
    private static readonly (ClaimantKind Claimant, BasisDocument Basis, bool HasWill, bool SeveralHeirs, string Papers)[] Rows =
    [
        (ClaimantKind.InjuredPerson, BasisDocument.Enclosed, false, false, OwnFile),
        (ClaimantKind.InjuredPerson, BasisDocument.NotSentToClaimant, false, false, OwnWithoutBasis),
        (ClaimantKind.InjuredPerson, BasisDocument.Impossible, false, false, OwnWithoutBasis),
        (ClaimantKind.LegalRepresentative, BasisDocument.Enclosed, false, false, Others),
        (ClaimantKind.LegalRepresentative, BasisDocument.NotSentToClaimant, false, false, OthersWithoutBasis),
        (ClaimantKind.LegalRepresentative, BasisDocument.Impossible, false, false, OthersWithoutBasis),
        (ClaimantKind.AuthorisedRepresentative, BasisDocument.Enclosed, false, false, Others + " Authorisation"),
        (ClaimantKind.AuthorisedRepresentative, BasisDocument.NotSentToClaimant, false, false, OthersWithoutBasis + " Authorisation"),
        (ClaimantKind.AuthorisedRepresentative, BasisDocument.Impossible, false, false, OthersWithoutBasis + " Authorisation"),
        (ClaimantKind.Heir, BasisDocument.Enclosed, true, false, Others + " Will"),
        (ClaimantKind.Heir, BasisDocument.Enclosed, true, true, Others + " Will HeirsChoice"),
        (ClaimantKind.Heir, BasisDocument.Enclosed, false, false, Others + " InheritancePaper"),
        (ClaimantKind.Heir, BasisDocument.Enclosed, false, true, Others + " InheritancePaper HeirsChoice"),
        (ClaimantKind.Heir, BasisDocument.NotSentToClaimant, true, false, OthersWithoutBasis + " Will"),
        (ClaimantKind.Heir, BasisDocument.NotSentToClaimant, true, true, OthersWithoutBasis + " Will HeirsChoice"),
        (ClaimantKind.Heir, BasisDocument.NotSentToClaimant, false, false, OthersWithoutBasis + " InheritancePaper"),
        (ClaimantKind.Heir, BasisDocument.NotSentToClaimant, false, true, OthersWithoutBasis + " InheritancePaper HeirsChoice"),
        (ClaimantKind.Heir, BasisDocument.Impossible, true, false, OthersWithoutBasis + " Will"),
        (ClaimantKind.Heir, BasisDocument.Impossible, true, true, OthersWithoutBasis + " Will HeirsChoice"),
        (ClaimantKind.Heir, BasisDocument.Impossible, false, false, OthersWithoutBasis + " InheritancePaper"),
        (ClaimantKind.Heir, BasisDocument.Impossible, false, true, OthersWithoutBasis + " InheritancePaper HeirsChoice"),
    ];

    private static IEnumerable<TestCaseData> Table() =>
        from row in Rows
        from channel in Enum.GetValues<ClaimChannel>()
        select new TestCaseData(row.Claimant, channel, row.Basis, row.HasWill, row.SeveralHeirs, row.Papers);

    [TestCaseSource(nameof(Table))]
    public void The_file_holds_what_claimant_and_answers_ask_for_in_the_channel_s_form(
        ClaimantKind claimant, ClaimChannel channel, BasisDocument basis, bool hasWill, bool severalHeirs, string papers)
    {
        var claim = Claim(claimant, basis, hasWill, severalHeirs);
        var list = Checklist.Of(claim, channel);
        Assert.That(string.Join(' ', list.Select(paper => paper.IsOptional ? $"({paper.Kind})" : $"{paper.Kind}")), Is.EqualTo(papers));
        foreach (var paper in list)
            Assert.That(paper.Forms[^1], Is.EqualTo(LeastForm(channel, paper.Kind)), $"{paper.Kind} by {channel}");
        Assert.That(claim.Claimant.Validate(), Is.Empty, "the row is a claim that may be made");

        var needed = list.Where(paper => !paper.IsOptional).ToList();
        var whole = needed.Select(paper => new SubmittedPaper(paper.Kind, paper.Forms[^1])).ToList();
        Assert.That(Checklist.Missing(claim, channel, whole), Is.Empty, "complete without the evidence that there need not be");
        foreach (var paper in needed)
            Assert.That(Checklist.Missing(claim, channel, whole.Where(held => held.Kind != paper.Kind)).Select(missing => missing.Kind), Is.EqualTo(new[] { paper.Kind }), $"without {paper.Kind}");
    }

    [Test]
    public void The_table_has_a_row_for_every_claimant_and_answer() => Assert.That(
        Rows.Select(row => (row.Claimant, row.Basis, row.HasWill, row.SeveralHeirs)),
        Is.EquivalentTo(
            from claimant in Enum.GetValues<ClaimantKind>()
            from basis in Enum.GetValues<BasisDocument>()
            from hasWill in claimant == ClaimantKind.Heir ? new[] { true, false } : [false]
            from several in claimant == ClaimantKind.Heir ? new[] { true, false } : [false]
            select (claimant, basis, hasWill, several)));

    // Original, certified copy, copy with the original shown, scan, plain copy.
    [TestCase(ClaimChannel.ByHand, PaperKind.Claim, "yes no no no no", "the claim in the original")]
    [TestCase(ClaimChannel.ByHand, PaperKind.BasisDocument, "yes yes yes no no", "copies, the originals shown")]
    [TestCase(ClaimChannel.ByPost, PaperKind.Claim, "yes no no no no", "the claim in the original")]
    [TestCase(ClaimChannel.ByPost, PaperKind.BasisDocument, "yes yes no no no", "certified copies: nobody compares what came by post")]
    [TestCase(ClaimChannel.Online, PaperKind.Claim, "yes yes yes yes no", "scanned from the original, no certification")]
    [TestCase(ClaimChannel.Online, PaperKind.BasisDocument, "yes yes yes yes no", "scanned from the original, no certification")]
    public void A_paper_counts_in_the_form_that_its_channel_asks_for_or_a_better_one(ClaimChannel channel, PaperKind kind, string enough, string reason)
    {
        PaperForm[] forms = [PaperForm.Original, PaperForm.CertifiedCopy, PaperForm.CopyOriginalShown, PaperForm.Scan, PaperForm.PlainCopy];
        var claim = Claim(ClaimantKind.InjuredPerson, BasisDocument.Enclosed, false, false);
        var rest = Checklist.Of(claim, channel).Where(paper => paper.Kind != kind).Select(paper => new SubmittedPaper(paper.Kind, PaperForm.Original)).ToList();
        Assert.That(forms.Select(form => Checklist.Missing(claim, channel, [.. rest, new SubmittedPaper(kind, form)]).IsEmpty ? "yes" : "no"), Is.EqualTo(enough.Split(' ')), reason);
    }

    [Test]
    public void A_supplement_by_another_channel_counts_in_that_channel_s_form()
    {
        var claim = Claim(ClaimantKind.InjuredPerson, BasisDocument.Enclosed, false, false);
        SubmittedPaper[] file = [new(PaperKind.Claim, PaperForm.Original), new(PaperKind.BasisDocument, PaperForm.CertifiedCopy)];
        var shown = new SubmittedPaper(PaperKind.InjuredPersonIdentity, PaperForm.CopyOriginalShown);
        var missing = Checklist.Missing(claim, ClaimChannel.ByPost, [.. file, shown]).Single();
        Assert.That((missing.Kind, missing.Why.Vi), Is.EqualTo((PaperKind.InjuredPersonIdentity, "chưa đúng hình thức, cần bản sao có chứng thực")));
        Assert.That(Checklist.Missing(claim, ClaimChannel.ByPost, [.. file, shown with { CameBy = ClaimChannel.ByHand }]), Is.Empty, "handed in, the original shown");
    }

    private static PaperForm LeastForm(ClaimChannel channel, PaperKind kind) => channel switch
    {
        ClaimChannel.Online => PaperForm.Scan,
        _ when kind == PaperKind.Claim => PaperForm.Original,
        ClaimChannel.ByHand => PaperForm.CopyOriginalShown,
        _ => PaperForm.CertifiedCopy,
    };

    private static Claim Claim(ClaimantKind kind, BasisDocument basis, bool hasWill, bool severalHeirs) => new(
        Claimant(kind, hasWill, severalHeirs), new LocalDate(2026, 3, 2), new OtherParty("Cơ quan mẫu", "Số 3"), "Hành vi", "Thiệt hại", "Nhân quả", 1, "Cách tính",
        new PaymentAccount("A", "1", "B"), AsksAdvance: false, basis);

    private static Claimant Claimant(ClaimantKind kind, bool hasWill, bool severalHeirs) => new(kind, "Lê Thị Hoa", "1", "Số 12")
    {
        InjuredPerson = kind == ClaimantKind.InjuredPerson ? null : "Lê Văn Nam",
        HasWill = kind == ClaimantKind.Heir ? hasWill : null,
        Heirs = kind != ClaimantKind.Heir ? [] : severalHeirs ? [new Heir("Lê Thị Hoa", true), new Heir("Lê Văn Bắc", false)] : [new Heir("Lê Thị Hoa", false)],
        Authorisation = kind == ClaimantKind.AuthorisedRepresentative ? new Representative("Lê Thị Hoa", "1", "UQ 01") : null,
    };
}
