namespace ProcedureEngine.Access.Tests;

public sealed class OfficeDirectoryTests
{
    private string folder = null!;

    private string File => Path.Combine(folder, "offices.json");

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("pe_offices_").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void The_pilot_has_twelve_departments_and_the_sub_department_of_Nam_Dinh_city()
    {
        var offices = Load().All;
        Assert.That(offices.Where(office => office.ParentId is null).Select(office => office.Id), Is.EquivalentTo(new[]
        {
            "hochiminh", "hanoi", "haiphong", "danang", "cantho", "sonla", "bacgiang", "namdinh", "thanhhoa", "dongnai", "angiang", "kiengiang",
        }));
        Assert.That(offices.Where(office => office.ParentId is not null).Select(office => (office.Id, office.ParentId)), Is.EqualTo(new[] { ("cctpnamdinh", "namdinh") }));
    }

    [Test]
    public void Each_pilot_office_has_a_mailbox_by_the_pattern_no_phone_and_the_pilot_s_days() => Assert.Multiple(() =>
    {
        foreach (var office in Load().All)
        {
            Assert.That(office.Mailbox, Is.EqualTo($"htttyctha{office.Id}@moj.gov.vn"));
            Assert.That(office.Phone, Is.Null, office.Id);
            Assert.That((office.PilotFrom, office.PilotTo), Is.EqualTo(((LocalDate?)new LocalDate(2016, 7, 15), (LocalDate?)new LocalDate(2017, 2, 15))), office.Id);
        }
    });

    [TestCase("2016-07-14", false)]
    [TestCase("2016-07-15", true)]
    [TestCase("2017-02-15", true)]
    [TestCase("2017-02-16", false)]
    public void The_pilot_s_first_and_last_day_belong_to_it(string day, bool isOffered) =>
        Assert.That(Load().OffersOnlineSupport("namdinh", NodaTime.Text.LocalDatePattern.Iso.Parse(day).Value), Is.EqualTo(isOffered));

    [Test]
    public void The_extended_pilot_knows_neither_days_nor_an_office_without_them() => Assert.Multiple(() =>
    {
        Write(Office("laocai"));
        Assert.That(OfficeDirectory.Load(File, isPilotExtended: true).OffersOnlineSupport("laocai", new LocalDate(2030, 1, 1)), Is.True);
        Assert.That(Load().OffersOnlineSupport("laocai", new LocalDate(2016, 8, 1)), Is.False);
    });

    [TestCase("HTTTYCTHANAMDINH@moj.gov.vn")]
    [TestCase(" htttycthanamdinh@moj.gov.vn ")]
    public void A_mailbox_is_found_in_any_case(string address) => Assert.That(Load().FindByMailbox(address)?.Id, Is.EqualTo("namdinh"));

    [Test]
    public void A_file_adds_offices_and_replaces_one_of_the_same_id()
    {
        Write(Office("laocai", parent: "namdinh"), Office("namdinh", more: """, "morningFrom": "08:00" """, phone: "\"0228 3849 000\""));
        var offices = Load();
        Assert.That(offices.All, Has.Count.EqualTo(14));
        Assert.That((offices.Find("namdinh")!.Phone, offices.Find("namdinh")!.MorningFrom), Is.EqualTo(("0228 3849 000", new LocalTime(8, 0))));
        Assert.That(offices.Subtree("namdinh"), Is.EquivalentTo(new[] { "namdinh", "cctpnamdinh", "laocai" }));
    }

    [Test]
    public void Every_broken_rule_is_told_with_its_office_and_the_file()
    {
        Write(
            Office("Lào Cai"), Office("a", parent: "b"), Office("b", parent: "a"), Office("c", parent: "nowhere"), Office("d", mailbox: "htttycthahanoi@moj.gov.vn"),
            Office("e", mailbox: "no address"), Office("f", more: """, "afternoonTo": "13:00" """), Office("g", month: 13), Office("h", pattern: "QĐ"),
            Office("i", pilot: "\"2020-01-02\", \"pilotTo\": \"2020-01-01\""));
        var told = Assert.Throws<InvalidOperationException>(() => Load())!.Message;
        foreach (var part in new[]
        {
            File, "office id 'Lào Cai'", "office 'a' lies under itself", "office 'b' lies under itself", "office 'c' lies under 'nowhere'", "mailbox 'htttycthahanoi@moj.gov.vn' is that of several",
            "mailbox 'no address' of office 'e'", "office hours of 'f'", "firstMonthOfYear of office 'g' is 13", "number patterns of office 'h'", "pilot of office 'i'",
        })
            Assert.That(told, Does.Contain(part));
    }

    [TestCase("{}", "is no list of offices")]
    [TestCase("null", "is no list of offices")]
    [TestCase("[null]", "an office is null")]
    [TestCase("[{\"id\":\"x\"}]", "missing required properties")]
    [TestCase("[", "is no list of offices")]
    public void A_file_of_another_shape_is_refused(string text, string told)
    {
        System.IO.File.WriteAllText(File, text);
        Assert.That(Assert.Throws<InvalidOperationException>(() => Load())!.Message, Does.Contain(told).And.Contain(File));
    }

    [Test]
    public void An_office_twice_in_the_file_is_refused()
    {
        Write(Office("laocai"), Office("laocai", mailbox: "other@moj.gov.vn"));
        Assert.That(Assert.Throws<InvalidOperationException>(() => Load())!.Message, Does.Contain("office 'laocai' occurs twice"));
    }

    private static string Office(
        string id, string? parent = null, string? mailbox = null, int month = 1, string pattern = "{sequence}/QĐ", string phone = "null", string pilot = "null, \"pilotTo\": null", string more = "") => $$"""
        {"id":"{{id}}","parentId":{{(parent is null ? "null" : $"\"{parent}\"")}},"name":"Cục {{id}}","nameEn":"Department {{id}}","address":"","mailbox":"{{mailbox ?? $"{id.Replace(' ', '.')}@moj.gov.vn"}}",
         "phone":{{phone}},"headTitle":"CỤC TRƯỞNG","decisionPattern":"{{pattern}}","casePattern":"{sequence}/{year}","firstMonthOfYear":{{month}},"pilotFrom":{{pilot}}{{more}}}
        """;

    private void Write(params string[] offices) => System.IO.File.WriteAllText(File, $"[{string.Join(',', offices)}]");

    private OfficeDirectory Load() => OfficeDirectory.Load(File, isPilotExtended: false);
}
