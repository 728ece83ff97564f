using ProcedureEngine.Access;
using ProcedureEngine.Host.Operations.Accounts;
using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;
using ProcedureEngine.Persistence;

namespace ProcedureEngine.Host.Tests.Operations;

/// <summary>The operator's command for people and keys, against a new store of each kind, and what it makes on a Host in Production.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class AccountsTests(HostStore kind)
{
    private const string User = "lan.nguyen@namdinh";
    private const string Password = "mười hai con giáp";

    private string folder = string.Empty;
    private TestDatabase? database;

    [SetUp]
    public async Task OpenAsync()
    {
        folder = TestHost.NewFolder();
        database = kind == HostStore.Postgres ? await TestDatabase.CreateAsync() : null;
    }

    [TearDown]
    public async Task CloseAsync()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        if (database is not null)
            await database.DisposeAsync();
    }

    [Test]
    public async Task Who_was_made_signs_in_and_calls_on_a_Host_in_Production()
    {
        Assert.That((await RunAsync(Password + "\n", "set", User, "--name", "Nguyễn Thị Lan", "--grant", "intake-officer@namdinh", "--password-stdin")).Code, Is.Zero);
        var (_, key, _) = await RunAsync("", "key", "cong-dvc", "--grant", "system@namdinh");
        await using var host = new TestHost("Production", folder, Settings());
        using var browser = Browser(host);
        await SignInAsync(browser, "another pass phrase").ProblemAsync(401);
        browser.DefaultRequestHeaders.Add("Cookie", await CookieAsync(browser, Password));
        var session = await browser.GetAsync("/api/session").JsonAsync();
        Assert.That(((string?)session["displayName"], session["grants"]!.ToJsonString()), Is.EqualTo(("Nguyễn Thị Lan", """[{"role":"intake-officer","office":"namdinh"}]""")));

        using var system = host.Browser(withOrigin: false);
        system.DefaultRequestHeaders.Add("Authorization", $"ApiKey {key.Trim()}");
        Assert.That((string?)(await system.GetAsync("/api/session").JsonAsync())["user"], Is.EqualTo("system:cong-dvc"));

        var beside = await RunAsync("", "remove", User);
        if (kind == HostStore.Sqlite)
            Assert.That(beside.Notes, Does.Contain("another process uses the store"));
        else
            await browser.GetAsync("/api/session").ProblemAsync(401);

        Assert.That((await RunAsync("", "list")).Output, Does.Contain("system\tcong-dvc\t\tsystem@namdinh"), "it looks beside a running host on either store");
    }

    [Test]
    public async Task A_new_password_ends_sessions_and_the_same_one_does_not()
    {
        await SetAsync(Password, "--name", "Lan", "--grant", "clerk@namdinh");
        var first = (await AccountAsync())!.PasswordHash;
        await SetAsync(Password, "--name", "Lan", "--grant", "clerk@namdinh");
        Assert.That((await AccountAsync())!.PasswordHash, Is.EqualTo(first), "the stamp of sessions is made of it");
        await SetAsync("một mật khẩu khác");
        var changed = (await AccountAsync())!;
        Assert.That(Passwords.Verify(changed, "một mật khẩu khác"), Is.True);
        Assert.That(Passwords.Verify(changed, Password), Is.False);
        Assert.That((changed.DisplayName, changed.Grants.Single().Role), Is.EqualTo(("Lan", "clerk")), "what is left out stays");
    }

    [Test]
    public async Task Twice_is_once_and_what_is_gone_may_go_again()
    {
        await SetAsync(Password, "--name", "Lan", "--grant", "clerk@namdinh", "--grant", "head@hanoi", "--grant", "clerk@namdinh");
        var key = (await RunAsync("", "key", "cong-dvc", "--grant", "system@namdinh")).Output.Trim();
        var again = await RunAsync("", "key", "cong-dvc", "--grant", "system@hanoi");
        Assert.That((again.Code, again.Output), Is.EqualTo((0, string.Empty)), "a key is told once");
        Assert.That((await RunAsync("", "list")).Output, Is.EqualTo($"person\t{User}\tLan\tclerk@namdinh head@hanoi\nsystem\tcong-dvc\t\tsystem@hanoi\n".ReplaceLineEndings()));
        Assert.That(await HolderAsync(key), Is.EqualTo("cong-dvc"));

        var renewed = (await RunAsync("", "key", "cong-dvc", "--renew")).Output.Trim();
        Assert.That((await HolderAsync(key), await HolderAsync(renewed)), Is.EqualTo(((string?)null, "cong-dvc")));
        for (var time = 0; time < 2; time++)
        {
            Assert.That((await RunAsync("", "remove", User)).Code, Is.Zero);
            Assert.That((await RunAsync("", "key", "remove", "cong-dvc")).Code, Is.Zero);
        }

        Assert.That((await RunAsync("", "list")).Output, Is.Empty);
    }

    [Test]
    public async Task A_portal_named_like_a_system_stops_the_start()
    {
        await RunAsync("", "key", "ha-nam", "--grant", "system@namdinh");
        var exception = Assert.Catch(() => _ = new TestHost("Production", folder, [.. Settings(), ("Portals:ha-nam:KeySha256", Passwords.HashKey("secret")), ("Portals:ha-nam:Offices", "namdinh")]));
        Assert.That(exception!.ToString(), Does.Contain("Portals:ha-nam has the name of the system 'ha-nam'"));
    }

    private async Task SetAsync(string password, params string[] more)
    {
        var (code, _, notes) = await RunAsync(password, ["set", User, "--password-stdin", .. more]);
        Assert.That(code, Is.Zero, notes);
    }

    private Task<Account?> AccountAsync() => LookAsync(accounts => accounts.FindAsync(User, default));

    private async Task<string?> HolderAsync(string key) => (await LookAsync(accounts => accounts.FindKeyAsync(Passwords.HashKey(key), default)))?.Name;

    private async Task<T> LookAsync<T>(Func<AccountStore, Task<T>> look)
    {
        // Nothing that is read here asks for the time.
        await using var store = database is null
            ? await ReadOnlyStore.OpenSqliteAsync(Path.Combine(folder, "procedure-engine.db"), clock: null!)
            : await ReadOnlyStore.OpenPostgresAsync(database.ConnectionString, clock: null!);
        return await look(store.Accounts);
    }

    /// <summary>A browser that came by TLS to the proxy before the host.</summary>
    private static HttpClient Browser(TestHost host)
    {
        var browser = host.Browser(withOrigin: false);
        browser.DefaultRequestHeaders.Add("Origin", $"https://{host.Address.Authority}");
        browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        return browser;
    }

    private static Task<HttpResponseMessage> SignInAsync(HttpClient browser, string password) => browser.PostAsync("/api/session", TestHost.Json($$"""{"user":"{{User}}","password":"{{password}}"}"""));

    /// <summary>The session's cookie, which a client over http would not send by itself.</summary>
    private static async Task<string> CookieAsync(HttpClient browser, string password)
    {
        using var answer = await SignInAsync(browser, password);
        answer.EnsureSuccessStatusCode();
        return answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private Task<(int Code, string Output, string Notes)> RunAsync(string input, params string[] arguments) =>
        RunAsync(input, [.. arguments, .. Settings().SelectMany(setting => new[] { $"--{setting.Name}", setting.Value })], folder);

    /// <summary>The command in Production, on a data folder.</summary>
    internal static async Task<(int Code, string Output, string Notes)> RunAsync(string input, string[] arguments, string folder)
    {
        using var standard = new StringReader(input);
        await using var output = new StringWriter();
        await using var notes = new StringWriter();
        var code = await AccountsCommand.RunAsync([.. arguments, "--environment", "Production", "--Data:Folder", folder], standard, output, notes);
        return (code, output.ToString(), notes.ToString());
    }

    private (string Name, string Value)[] Settings() => database is null ? [] : [("Store:Postgres", database.ConnectionString)];
}
