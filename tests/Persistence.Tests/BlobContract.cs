using System.Security.Cryptography;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Persistence.Tests;

/// <summary>Bytes by SHA-256, and which of them may be collected.</summary>
public sealed class BlobContract(StoreKind kind) : StoreContract(kind)
{
    private const int Mebibyte = 1 << 20;

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(Mebibyte)]
    [TestCase(Mebibyte + 1)]
    [TestCase((3 * Mebibyte) - 1)]
    public async Task Bytes_come_back_as_they_were(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        var sha256 = await Store.Blobs.PutAsync(bytes, default);
        using var stream = new MemoryStream();

        Assert.That(sha256, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(bytes))));
        Assert.That(await Store.Blobs.GetAsync(sha256, default), Is.EqualTo(bytes));
        Assert.That(await Store.Blobs.SizeAsync(sha256, default), Is.EqualTo(length));
        Assert.That(await Store.Blobs.CopyToAsync(sha256, stream, default), Is.True);
        Assert.That(stream.ToArray(), Is.EqualTo(bytes));
    }

    [Test]
    public async Task What_was_not_put_is_not_there()
    {
        using var stream = new MemoryStream();
        Assert.That(await Store.Blobs.GetAsync(new string('a', 64), default), Is.Null);
        Assert.That(await Store.Blobs.SizeAsync(new string('a', 64), default), Is.Null);
        Assert.That(await Store.Blobs.CopyToAsync(new string('a', 64), stream, default), Is.False);
    }

    [Test]
    public async Task Putting_the_same_bytes_at_once_stores_them_once()
    {
        var bytes = new byte[Mebibyte + 5];
        var hashes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Store.Blobs.PutAsync(bytes, default)));
        Assert.That(hashes, Is.All.EqualTo(hashes[0]));
        Assert.That(await Store.Blobs.GetAsync(hashes[0], default), Is.EqualTo(bytes));
    }

    [Test]
    public async Task Only_what_nothing_refers_to_is_collected()
    {
        var (document, message, waiting, stopped, leaving, given, held, loose) =
            (await PutAsync(1), await PutAsync(2), await PutAsync(3), await PutAsync(4), await PutAsync(5), await PutAsync(6), await PutAsync(7), await PutAsync(8));
        await StartAsync("c1", result => result with
        {
            Instance = result.Instance! with { State = new JsonObject { ["variables"] = new JsonObject { ["input"] = new JsonArray(given) } }.ToJsonString() },
            Records = [Rows.Document("c1", "d1", document), Rows.Message("c1", MessageDirection.In, "m1", message)],
            Inbox = [Rows.Inbox("c1") with { Payload = new JsonObject { ["files"] = new JsonArray(new JsonObject { ["blob"] = waiting }) } }],
            Incidents = [Rows.Incident("c1") with { Stimulus = new JsonObject { ["stimulus"] = new JsonObject { ["blob"] = stopped } } }],
            Outbox = [Rows.Outbox("c1", "mail", 1) with { Payload = new JsonObject { ["attachments"] = new JsonArray(leaving) } }],
        });
        await Store.Blobs.HoldAsync(held, "mail-to-look-at", default);
        var later = Start + Duration.FromSeconds(1);

        Assert.That(await Store.Blobs.CollectUnreferencedAsync(later, default), Is.EqualTo(1));
        Assert.That(await Store.Blobs.GetAsync(loose, default), Is.Null);
        foreach (var kept in (string[])[document, message, waiting, stopped, leaving, given, held])
            Assert.That(await Store.Blobs.GetAsync(kept, default), Is.Not.Null);
        await Store.Blobs.ReleaseAsync("mail-to-look-at", default);
        Assert.That(await Store.Blobs.CollectUnreferencedAsync(later, default), Is.EqualTo(1));
        Assert.That(await Store.Blobs.GetAsync(held, default), Is.Null);
    }

    [Test]
    public async Task What_was_put_again_lately_waits_for_its_burst()
    {
        var sha256 = await PutAsync(1);
        Clock.Now += Duration.FromDays(2);
        await PutAsync(1);
        Assert.That(await Store.Blobs.CollectUnreferencedAsync(Start + Duration.FromDays(1), default), Is.Zero);
        Assert.That(await Store.Blobs.GetAsync(sha256, default), Is.Not.Null);
    }

    private Task<string> PutAsync(byte value) => Store.Blobs.PutAsync(new[] { value }, default);
}
