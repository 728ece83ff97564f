using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ProcedureEngine.Mail.Tests;

internal sealed class SmtpSenderTests
{
    private static readonly byte[] Message = MailWriter.Write(Letters.Plain());

    private static SmtpSender To(int port, double seconds = 30) =>
        new(new SmtpOptions { Host = "127.0.0.1", Port = port, Security = SmtpSecurity.None, LocalDomain = "localhost", Timeout = TimeSpan.FromSeconds(seconds) });

    [Test]
    public async Task Message_arrives_byte_for_byte_and_the_answer_is_kept()
    {
        using var server = await SmtpServer.StartAsync();

        var result = await To(server.Port).SendAsync(Message, "office@moj.gov.vn", ["a@example.vn", "b@example.vn"]);

        Assert.That(result.Outcome, Is.EqualTo(SmtpOutcome.Accepted));
        Assert.That(result.Answer, Does.Contain("Taken over as TEST-1"));
        var taken = await server.NextMessageAsync();
        Assert.That(taken.GetProperty("content").GetBytesFromBase64(), Is.EqualTo(Message));
        Assert.That(taken.GetProperty("to").EnumerateArray().Select(t => t.GetString()), Is.EqualTo(new[] { "a@example.vn", "b@example.vn" }));
    }

    [Test]
    public async Task Automatic_reply_leaves_with_an_empty_envelope_sender()
    {
        using var server = await SmtpServer.StartAsync();

        var result = await To(server.Port).SendAsync(Message, "", ["a@example.vn"]);

        Assert.That(result.Outcome, Is.EqualTo(SmtpOutcome.Accepted));
        Assert.That((await server.NextMessageAsync()).GetProperty("from").GetString(), Is.EqualTo("<>"));
    }

    [TestCase("later", SmtpOutcome.Transient, 451)]
    [TestCase("full", SmtpOutcome.Transient, 452)]
    [TestCase("never", SmtpOutcome.Permanent, 550)]
    [TestCase("late-no", SmtpOutcome.Permanent, 554)]
    public async Task Refusals_are_transient_or_permanent_by_their_first_digit(string recipient, SmtpOutcome outcome, int code)
    {
        using var server = await SmtpServer.StartAsync();

        var result = await To(server.Port).SendAsync(Message, "office@moj.gov.vn", [$"{recipient}@example.vn"]);

        Assert.That((result.Outcome, result.Code), Is.EqualTo((outcome, (int?)code)));
        Assert.That(result.Answer, Is.Not.Empty);
    }

    [Test]
    public async Task One_refused_recipient_means_that_nobody_gets_it_and_a_retry_reaches_nobody_twice()
    {
        using var server = await SmtpServer.StartAsync();

        var refused = await To(server.Port).SendAsync(Message, "office@moj.gov.vn", ["a@example.vn", "never@example.vn"]);
        var accepted = await To(server.Port).SendAsync(Message, "office@moj.gov.vn", ["b@example.vn"]);

        Assert.That((refused.Outcome, accepted.Outcome), Is.EqualTo((SmtpOutcome.Permanent, SmtpOutcome.Accepted)));
        Assert.That(refused.Answer, Does.Contain("never@example.vn"));
        var first = await server.NextMessageAsync();
        Assert.That(first.GetProperty("to")[0].GetString(), Is.EqualTo("b@example.vn"), "the first message the server took over is the second letter");
    }

    [Test]
    public async Task Server_that_hangs_gives_a_transient_result_in_time()
    {
        using var server = await SmtpServer.StartAsync();

        var result = await To(server.Port, seconds: 2).SendAsync(Message, "office@moj.gov.vn", ["hang@example.vn"]);

        Assert.That(result.Outcome, Is.EqualTo(SmtpOutcome.Transient));
        Assert.That(result.Answer, Does.Contain("2 seconds"));
    }

    [Test]
    public async Task Server_that_greets_with_554_is_at_fault_itself_not_the_letter()
    {
        using var server = await SmtpServer.StartAsync("--refuse");

        var result = await To(server.Port).SendAsync(Message, "office@moj.gov.vn", ["a@example.vn"]);

        Assert.That(result.Outcome, Is.EqualTo(SmtpOutcome.Transient));
    }

    [Test]
    public async Task No_server_at_all_is_transient()
    {
        var result = await To(FreePort()).SendAsync(Message, "office@moj.gov.vn", ["a@example.vn"]);

        Assert.That(result.Outcome, Is.EqualTo(SmtpOutcome.Transient));
        Assert.That(result.Answer, Is.Not.Empty);
    }

    [Test]
    public async Task Caller_who_cancels_gets_his_cancellation()
    {
        using var server = await SmtpServer.StartAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        Assert.That(async () => await To(server.Port).SendAsync(Message, "office@moj.gov.vn", ["a@example.vn"], cancelled.Token),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase(true, "secret", SmtpOutcome.Accepted)]
    [TestCase(true, "wrong", SmtpOutcome.Transient)]
    [TestCase(false, "secret", SmtpOutcome.Transient, TestName = "Certificate that nobody trusts stops the letter")]
    public async Task Starttls_and_sign_in(bool isPinned, string password, SmtpOutcome outcome)
    {
        using var certificate = SelfSigned();
        var folder = Directory.CreateTempSubdirectory("smtp");
        try
        {
            var (certificateFile, keyFile) = (Path.Combine(folder.FullName, "c.pem"), Path.Combine(folder.FullName, "k.pem"));
            await File.WriteAllTextAsync(certificateFile, certificate.ExportCertificatePem());
            await File.WriteAllTextAsync(keyFile, certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
            using var server = await SmtpServer.StartAsync("--certificate", certificateFile, "--key", keyFile, "--auth");
            var sender = new SmtpSender(new SmtpOptions
            {
                Host = "127.0.0.1", Port = server.Port, Security = SmtpSecurity.StartTls, UserName = "office", Password = password,
                CertificateSha256 = isPinned ? certificate.GetCertHashString(HashAlgorithmName.SHA256) : null, Timeout = TimeSpan.FromSeconds(30),
            });

            var result = await sender.SendAsync(Message, "office@moj.gov.vn", ["a@example.vn"]);

            Assert.That(result.Outcome, Is.EqualTo(outcome), result.Answer);
            if (outcome == SmtpOutcome.Accepted)
            {
                var taken = await server.NextMessageAsync();
                Assert.That((taken.GetProperty("tls").GetBoolean(), taken.GetProperty("user").GetString()), Is.EqualTo((true, "office")));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
