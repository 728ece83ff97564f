using NodaTime;
using ProcedureEngine.Access.Offices;
using ProcedureEngine.Activities.Offices;
using ProcedureEngine.Engine.Execution;

namespace ProcedureEngine.Access.Tests;

public sealed class OfficesTests
{
    private static OfficeDirectory Pilot(bool isExtended = false, string dataFile = "none.json") => OfficeDirectory.Load(dataFile, isExtended);

    [Test]
    public void The_pilot_has_twelve_departments_and_the_sub_department_of_its_example()
    {
        var offices = Pilot().All;
        Assert.That(offices, Has.Count.EqualTo(13));
        Assert.That(offices.Where(office => office.ParentId is null), Has.Exactly(12).Items);
        Assert.That(offices.Select(office => office.Mailbox), Is.All.Matches("^htttyctha[a-z]+@moj\\.gov\\.vn$"));
        Assert.That(offices.Select(office => office.Phone), Is.All.Null, "phones are empty until an office sets them");
    }

    [TestCase("htttycthanamdinh@moj.gov.vn", "namdinh")]
    [TestCase("HTTTYCTHAcctpNamDinh@MOJ.gov.vn ", "cctpnamdinh")]
    public void An_office_is_found_by_its_mailbox_whatever_the_case(string mailbox, string id) => Assert.That(Pilot().FindByMailbox(mailbox)?.Id, Is.EqualTo(id));

    [TestCase("2016-07-14", false)]
    [TestCase("2016-07-15", true)]
    [TestCase("2017-02-15", true)]
    [TestCase("2017-02-16", false)]
    public void The_pilot_runs_from_15_July_2016_to_15_February_2017(string day, bool isOffered) =>
        Assert.That(Pilot().OffersOnlineSupport("hanoi", NodaTime.Text.LocalDatePattern.Iso.Parse(day).Value), Is.EqualTo(isOffered));

    [Test]
    public void The_switch_extends_the_pilot_to_every_day() => Assert.That(Pilot(isExtended: true).OffersOnlineSupport("hanoi", new LocalDate(2026, 3, 2)), Is.True);

    [Test]
    public void A_data_file_adds_an_office_and_sets_a_phone()
    {
        var folder = Directory.CreateTempSubdirectory("pe_offices_").FullName;
        var file = Path.Combine(folder, "offices.json");
        File.WriteAllText(file, """
            [{"id":"ninhbinh","parentId":null,"name":"Cục THADS tỉnh Ninh Bình","nameEn":"Ninh Binh","address":"Ninh Bình","mailbox":"htttycthaninhbinh@moj.gov.vn","phone":"0229 3871 234",
              "headTitle":"CỤC TRƯỞNG","decisionPattern":"{sequence}/QĐ-CTHADS","casePattern":"{sequence}/{year}/HTTT","firstMonthOfYear":10,"pilotFrom":null,"pilotTo":null}]
            """);
        var directory = Pilot(dataFile: file);
        Directory.Delete(folder, recursive: true);
        Assert.That(directory.Find("ninhbinh"), Has.Property(nameof(Office.Phone)).EqualTo("0229 3871 234").And.Property(nameof(Office.FirstMonthOfYear)).EqualTo(10));
        Assert.That(directory.All, Has.Count.EqualTo(14));
    }

    [TestCase("\"firstMonthOfYear\":13", "firstMonthOfYear")]
    [TestCase("\"casePattern\":\"HTTT\"", "{sequence}")]
    [TestCase("\"parentId\":\"nowhere\"", "nowhere")]
    [TestCase("\"id\":\"Nam Dinh\"", "Nam Dinh")]
    public void A_wrong_data_file_is_told_by_office_and_rule(string change, string told)
    {
        var name = change[1..change.IndexOf('"', 1)];
        var office = System.Text.Json.Nodes.JsonNode.Parse("""
            {"id":"x","parentId":null,"name":"X","nameEn":"X","address":"X","mailbox":"x@x","phone":null,"headTitle":"X","decisionPattern":"{sequence}","casePattern":"{sequence}","firstMonthOfYear":1,
             "pilotFrom":null,"pilotTo":null}
            """)!.AsObject();
        office[name] = System.Text.Json.Nodes.JsonNode.Parse("{" + change + "}")![name]!.DeepClone();
        var folder = Directory.CreateTempSubdirectory("pe_offices_").FullName;
        var file = Path.Combine(folder, "offices.json");
        File.WriteAllText(file, $"[{office.ToJsonString()}]");
        var wrong = Assert.Throws<InvalidOperationException>(() => Pilot(dataFile: file));
        Directory.Delete(folder, recursive: true);
        Assert.That(wrong!.Message, Does.Contain(told));
    }

    [Test]
    public void A_supervisor_sees_the_offices_below_and_others_only_their_own()
    {
        var visibility = new Visibility(Pilot());
        Assert.That(visibility.Offices(Of("supervisor", "namdinh")), Is.EquivalentTo(new[] { "namdinh", "cctpnamdinh" }));
        Assert.That(visibility.Offices(Of("head", "namdinh")), Is.EquivalentTo(new[] { "namdinh" }));
        Assert.That(visibility.CanSee(Of("supervisor", "cctpnamdinh"), "namdinh"), Is.False);
    }

    [Test]
    public void Passwords_and_keys_are_kept_as_hashes_only()
    {
        var account = new Account("lan@namdinh", "Lan", Passwords.Hash("lan@namdinh", "mật khẩu"), []);
        Assert.That(account.PasswordHash, Does.Not.Contain("mật khẩu"));
        Assert.That(Passwords.Verify(account, "mật khẩu"), Is.True);
        Assert.That(Passwords.Verify(account, "mat khau"), Is.False);
        Assert.That(Passwords.HashKey("development"), Has.Length.EqualTo(64).And.Not.Contain("development"));
    }

    [Test]
    public void Development_seeds_two_people_a_role_and_office_and_no_account_for_parties()
    {
        var accounts = DevelopmentSeed.Accounts(Pilot().All).ToList();
        Assert.That(accounts.Select(account => account.Id), Is.Unique.And.Contains("head@namdinh").And.Contains("head2@namdinh"));
        Assert.That(accounts.SelectMany(account => account.Grants).Select(grant => grant.Role), Does.Not.Contain("applicant"));
        Assert.That(Passwords.Verify(accounts[0], accounts[0].Id), Is.True);
    }

    private static Actor Of(string role, string office) => new("x", ActorKind.Person, [new Grant(role, office)]);
}
