using NodaTime;

namespace ProcedureEngine.Deadlines.Tests;

/// <summary>The catalogue of legal acts: which are law on a day, and what a legal basis cites.</summary>
public sealed class LegalActTests
{
    private static readonly LegalAct Law = new("1/2020/QH14", "Luật", "Law", "nguồn") { SignedOn = new(2019, 12, 1), InForceFrom = new(2020, 1, 1), OutOfForceFrom = new(2021, 1, 1) };

    [TestCase(2019, 12, 31, false, TestName = "Not on the day before its first, although it is signed")]
    [TestCase(2020, 1, 1, true, TestName = "On its first day")]
    [TestCase(2020, 12, 31, true, TestName = "On the day before it is out of force")]
    [TestCase(2021, 1, 1, false, TestName = "Not on the day from which it is out of force")]
    public void An_act_is_in_force_between_its_days(int year, int month, int day, bool isInForce) => Assert.That(Law.IsInForce(new LocalDate(year, month, day)), Is.EqualTo(isInForce));

    [Test]
    public void An_act_whose_first_day_is_not_known_counts_from_its_signature_and_one_without_days_always() => Assert.Multiple(() =>
    {
        Assert.That((Law with { InForceFrom = null }).IsInForce(new LocalDate(2019, 12, 1)), Is.True);
        Assert.That((Law with { InForceFrom = null }).IsInForce(new LocalDate(2019, 11, 30)), Is.False);
        Assert.That(new LegalAct("quy-trinh", "Quy trình", "Procedure", "nguồn").IsInForce(new LocalDate(1990, 1, 1)), Is.True);
    });

    [TestCase("Luật Khiếu nại 02/2011/QH13 Đ.27; quy trình, mục 5.4", "02/2011/QH13", "")]
    [TestCase("Luật TNBTCNN 10/2017/QH14 Đ.42(3); BLDS 91/2015/QH13 Đ.156(1)", "10/2017/QH14 91/2015/QH13", "")]
    [TestCase("Quy trình hỗ trợ trực tuyến, Bước 4: trong thời hạn <05 ngày làm việc", "quy-trinh-ho-tro-truc-tuyen", "")]
    [TestCase("Nghị định 99/2099/NĐ-CP Đ.1", "", "99/2099/NĐ-CP")]
    [TestCase("Quy định nội bộ: nhắc sau 30 ngày", "", "")]
    public void A_legal_basis_cites_acts_by_number_or_name(string basis, string cited, string unknown) => Assert.Multiple(() =>
    {
        Assert.That(string.Join(' ', LegalActCatalogue.Default.CitedIn(basis).Select(act => act.Id).Order(StringComparer.Ordinal)), Is.EqualTo(cited));
        Assert.That(string.Join(' ', LegalActCatalogue.Default.UnknownIn(basis)), Is.EqualTo(unknown));
    });

    [Test]
    public void Every_act_that_a_limit_cites_is_in_the_catalogue() =>
        Assert.That(LimitCatalogue.Default.All.SelectMany(rule => LegalActCatalogue.Default.UnknownIn(rule.LegalBasis).Concat(LegalActCatalogue.Default.UnknownIn(rule.Law?.LegalBasis ?? string.Empty))), Is.Empty);

    [Test]
    public void The_law_of_2009_ends_on_1_July_2018_and_that_of_2017_is_in_its_place()
    {
        var law = LegalActCatalogue.Default.Find("35/2009/QH12")!;
        Assert.That((law.OutOfForceFrom, law.ReplacedBy), Is.EqualTo(((LocalDate?)new LocalDate(2018, 7, 1), "10/2017/QH14")));
        Assert.That(LegalActCatalogue.Default.Find(law.ReplacedBy!)!.InForceFrom, Is.EqualTo(law.OutOfForceFrom));
    }

    private static IEnumerable<TestCaseData> Wrong()
    {
        yield return new TestCaseData((object)new[] { Law, Law }).SetArgDisplayNames("twice the same id");
        yield return new TestCaseData((object)new[] { Law with { OutOfForceFrom = Law.InForceFrom } }).SetArgDisplayNames("ends on its first day");
        yield return new TestCaseData((object)new[] { Law with { ReplacedBy = "2/2021/QH15" } }).SetArgDisplayNames("replaced by an unknown act");
    }

    [TestCaseSource(nameof(Wrong))]
    public void A_catalogue_that_cannot_be_right_is_refused(LegalAct[] acts) => Assert.Throws<FormatException>(() => _ = new LegalActCatalogue(acts));
}
