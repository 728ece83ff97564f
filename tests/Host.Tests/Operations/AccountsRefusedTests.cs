using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests.Operations;

/// <summary>What the operator's command for people and keys does not take: told by name, with nothing changed and no password repeated.</summary>
public sealed class AccountsRefusedTests
{
    private const string User = "lan.nguyen@namdinh";
    private const string Password = "mười hai con giáp";

    private readonly string folder = TestHost.NewFolder();

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        var (code, _, notes) = await AccountsTests.RunAsync("123456789012", ["set", "other", "--name", "Khác", "--grant", "clerk@namdinh", "--password-stdin"], folder);
        Assert.That(code, Is.Zero, $"twelve characters are enough: {notes}");
    }

    [OneTimeTearDown]
    public void Close() => Directory.Delete(folder, recursive: true);

    [TestCase("is no grant", "set", User, "--name", "Lan", "--grant", "clerk", "--password-stdin", TestName = "A grant without office")]
    [TestCase("no office 'atlantis'; known are angiang, ", "set", User, "--name", "Lan", "--grant", "clerk@atlantis", "--password-stdin", TestName = "An unknown office")]
    [TestCase("'namdinh' has no role 'clark'; it has bailiff, clerk, ", "set", User, "--name", "Lan", "--grant", "clark@namdinh", "--password-stdin", TestName = "An unknown role")]
    [TestCase("has no role 'ward-leader'", "key", "cong-dvc", "--grant", "system@namdinh", "--grant", "ward-leader@namdinh", TestName = "A role of other procedures for a system")]
    [TestCase("has no role 'system'", "set", User, "--name", "Lan", "--grant", "system@namdinh", "--password-stdin", TestName = "A system's role for a person")]
    [TestCase("a new one needs", "set", User, "--grant", "clerk@namdinh", "--password-stdin", TestName = "No name")]
    [TestCase("a new one needs", "set", User, "--name", "Lan", "--grant", "clerk@namdinh", TestName = "No password")]
    [TestCase("a new one needs", "set", User, "--name", "Lan", "--password-stdin", TestName = "No grant")]
    [TestCase("a new one needs", "key", "cong-dvc", TestName = "A key without grant")]
    [TestCase("is no user name", "set", "system:x", "--name", "Lan", "--grant", "clerk@namdinh", "--password-stdin", TestName = "A user named like a system")]
    [TestCase("is no user name", "set", "Lan", "--name", "Lan", "--grant", "clerk@namdinh", "--password-stdin", TestName = "A capital, which nobody remembers")]
    [TestCase("is no name of a system", "key", "Cổng", "--grant", "system@namdinh", TestName = "A name that is no system's")]
    [TestCase("Portals:ha-nam", "key", "ha-nam", "--grant", "system@namdinh", "--Portals:ha-nam:Offices", "namdinh", TestName = "The name of a portal")]
    [TestCase("accounts list", "set", User, "--password", "bí mật của tôi", TestName = "A password as an argument")]
    [TestCase("accounts list", "set", TestName = "Nobody")]
    [TestCase("accounts list", "key", "cong-dvc", "--grant", TestName = "An option without value")]
    public async Task What_is_wrong_is_refused_by_name_and_changes_nothing(string told, params string[] arguments)
    {
        var (code, output, notes) = await AccountsTests.RunAsync(Password, arguments, folder);
        Assert.That((code, output), Is.EqualTo((2, string.Empty)), notes);
        Assert.That(notes, Does.Contain(told).And.Not.Contain(Password).And.Not.Contain("bí mật của tôi"));
        Assert.That((await AccountsTests.RunAsync("", ["list"], folder)).Output, Is.EqualTo("person\tother\tKhác\tclerk@namdinh\n".ReplaceLineEndings()));
    }

    [TestCase("12345678901", "at least 12", TestName = "Eleven characters")]
    [TestCase("lan.nguyen@namdinh!", "user name", TestName = "The user name")]
    [TestCase("hai dòng\nmột mật khẩu", "one line", TestName = "Two lines")]
    [TestCase("", "at least 12", TestName = "Nothing on the standard input")]
    public async Task A_password_that_is_easily_guessed_is_refused(string password, string told)
    {
        var (code, _, notes) = await AccountsTests.RunAsync(password, ["set", User, "--name", "Lan", "--grant", "clerk@namdinh", "--password-stdin"], folder);
        Assert.That(code, Is.EqualTo(2));
        Assert.That(notes, Does.Contain(told));
        if (password.Length > 0)
            Assert.That(notes, Does.Not.Contain(password));
    }
}
