using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests.Operations;

/// <summary>A session outlives its host: hosts on one PostgreSQL, each with a data folder of its own, read each other's cookies.</summary>
public sealed class SharedKeys
{
    [Test]
    public async Task A_session_of_one_host_works_on_the_other_and_after_a_restart()
    {
        await using var database = await TestDatabase.CreateAsync();
        string cookie;
        await using (var other = new TestHost("Development", null, ("Store:Postgres", database.ConnectionString)))
        {
            await using var one = new TestHost("Development", null, ("Store:Postgres", database.ConnectionString));
            cookie = await SignInAsync(one);
            Assert.That(await StatusAsync(one, cookie), Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await StatusAsync(other, cookie), Is.EqualTo(HttpStatusCode.OK));
        }

        await using var later = new TestHost("Development", null, ("Store:Postgres", database.ConnectionString));
        Assert.That(await StatusAsync(later, cookie), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(later, cookie[..^8] + "AAAAAAAA"), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Keys_that_lay_in_the_data_folder_are_taken_into_the_store()
    {
        var folder = TestHost.NewFolder();
        Directory.CreateDirectory(Path.Combine(folder, "keys"));
        await using (var alone = new TestHost())
        {
            await SignInAsync(alone);
            foreach (var key in Directory.GetFiles(Path.Combine(alone.DataFolder, "keys")))
                File.Copy(key, Path.Combine(folder, "keys", Path.GetFileName(key)));
        }

        var text = await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(folder, "keys"))[0]);
        await using var database = await TestDatabase.CreateAsync();
        await using var shared = new TestHost("Development", folder, ("Store:Postgres", database.ConnectionString));
        await SignInAsync(shared);
        Assert.That(await shared.Store.ProtectionKeys.AllAsync(default), Is.EqualTo(new[] { text }), "the one key, and none made beside it");
    }

    private static async Task<string> SignInAsync(TestHost host)
    {
        using var browser = host.Browser();
        using var response = await browser.PostAsync("/api/session", TestHost.Json("""{"user":"head@namdinh","password":"head@namdinh"}"""));
        return response.EnsureSuccessStatusCode().Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private static async Task<HttpStatusCode> StatusAsync(TestHost host, string cookie)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        using var response = await client.GetAsync("/api/session");
        return response.StatusCode;
    }
}
