namespace ProcedureEngine.Access.Tests;

public sealed class RightsTests
{
    private static readonly OfficeDirectory Offices = OfficeDirectory.Load("none", isPilotExtended: true);
    private static readonly Visibility Sight = new(Offices);

    [Test]
    public void A_role_shows_its_own_office_only()
    {
        var head = Person(new Grant("head", "namdinh"));
        Assert.That(Sight.Offices(head), Is.EqualTo(new[] { "namdinh" }));
        Assert.That(Sight.CanSee(head, "cctpnamdinh"), Is.False);
    }

    [Test]
    public void A_supervisor_supervises_what_lies_below_and_not_above()
    {
        Assert.That(Sight.Offices(Person(new Grant("supervisor", "namdinh"))), Is.EquivalentTo(new[] { "namdinh", "cctpnamdinh" }));
        Assert.That(Sight.Offices(Person(new Grant("supervisor", "cctpnamdinh"))), Is.EqualTo(new[] { "cctpnamdinh" }));
    }

    [Test]
    public void Only_the_supervisor_s_role_reaches_below() => Assert.That(
        Sight.Expand([new Grant("supervisor", "namdinh"), new Grant("head", "namdinh"), new Grant("supervisor", "cctpnamdinh")]),
        Is.EquivalentTo(new[] { new Grant("supervisor", "namdinh"), new Grant("supervisor", "cctpnamdinh"), new Grant("head", "namdinh") }));

    [Test]
    public void Without_a_role_nothing_is_seen() => Assert.That(Sight.Offices(Person()), Is.Empty);

    [Test]
    public void A_password_is_kept_as_a_hash_of_its_own_each_time()
    {
        var (first, second) = (Passwords.Hash("lan", "bí mật"), Passwords.Hash("lan", "bí mật"));
        Assert.That(first, Is.Not.EqualTo(second).And.Not.Contains("bí mật"));
        Assert.That(Passwords.Verify(Account(first), "bí mật"), Is.True);
        Assert.That(Passwords.Verify(Account(first), "Bí mật"), Is.False);
    }

    [TestCase("")]
    [TestCase("nobody")]
    public void Nobody_has_no_password(string password) => Assert.That(Passwords.Verify(null, password), Is.False);

    [Test]
    public void A_key_is_kept_as_its_SHA_256() =>
        Assert.That(Passwords.HashKey("development"), Is.EqualTo(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("development"u8))));

    [Test]
    public void Development_seeds_two_people_for_every_role_of_an_office_s_procedures_and_one_key_for_all()
    {
        var offices = OfficeDirectory.Load("none", isPilotExtended: true, withSamples: true).All;
        ProcedureProfile[] procedures =
        [
            new("enforcement-request", typeof(object), Roles.Head, [Roles.Applicant, Roles.Head], []) { FileKeepers = [], Statuses = [] },
            new("compensation-complaint", typeof(object), Roles.JudicialOfficer, [Roles.JudicialOfficer], []) { FileKeepers = [], Statuses = [] },
            new("compensation-claim", typeof(object), Roles.Reception, [Roles.Claimant, Roles.Reception], []) { FileKeepers = [], Statuses = [] },
        ];
        var accounts = DevelopmentSeed.Accounts(offices, procedures).ToList();
        Assert.That(accounts.Select(account => account.Id), Is.EquivalentTo(
            from office in offices
            from role in new[] { office.Runs("enforcement-request") ? "head" : office.Runs("compensation-claim") ? "reception" : "judicial-officer", "supervisor", "operator" }
            from person in new[] { role, role + "2" }
            select $"{person}@{office.Id}"));
        var second = accounts.Single(account => account.Id == "head2@namdinh");
        Assert.That(second.Grants, Is.EqualTo(new[] { new Grant("head", "namdinh") }));
        Assert.That(Passwords.Verify(second, "head2@namdinh"), Is.True);
        Assert.That(DevelopmentSeed.Key(offices).Grants, Is.EquivalentTo(offices.Select(office => new Grant("system", office.Id))));
    }

    private static Actor Person(params Grant[] grants) => new("someone", ActorKind.Person, [.. grants]);

    private static Account Account(string hash) => new("lan", "Lan", hash, []);
}
