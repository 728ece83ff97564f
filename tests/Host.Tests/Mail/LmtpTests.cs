using System.Net.Sockets;
using System.Text;

namespace ProcedureEngine.Host.Tests.Mail;

/// <summary>LMTP as a mail server speaks it: an answer for each recipient, and nothing taken over that is not stored.</summary>
public sealed class LmtpTests
{
    private MailHost host = null!;

    [OneTimeSetUp]
    public void Start() => host = MailHost.Start(("Mail:Lmtp", "127.0.0.1:0"));

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task A_mail_for_two_offices_opens_one_case_each()
    {
        using var lmtp = await Lmtp.ConnectAsync(host.LmtpPort);
        await lmtp.SayAsync("MAIL FROM:<mot@example.vn> BODY=8BITMIME SIZE=500", "250");
        await lmtp.SayAsync($"RCPT TO:<{MailHost.Mailbox}>", "250");
        await lmtp.SayAsync($"RCPT TO:<{MailHost.OtherMailbox.ToUpperInvariant()}> NOTIFY=NEVER", "250");

        var answers = await lmtp.DataAsync(MailHost.Mail(from: "mot@example.vn"), 2);

        Assert.That(answers, Is.All.StartsWith("250 2.0.0 new-case "));
        Assert.That(await host.FilesOfAsync("mot@example.vn", 1), Has.Count.EqualTo(1));
        Assert.That(await host.FilesOfAsync("mot@example.vn", 1, "hanoi"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_same_message_again_has_one_effect_and_an_empty_sender_is_a_machines()
    {
        using var lmtp = await Lmtp.ConnectAsync(host.LmtpPort);
        var raw = MailHost.Mail(from: "hai@example.vn");

        Assert.That(await lmtp.DeliverAsync("hai@example.vn", MailHost.Mailbox, raw), Does.StartWith("250 2.0.0 new-case"));
        Assert.That(await lmtp.DeliverAsync("hai@example.vn", MailHost.Mailbox, raw), Does.StartWith("250 2.0.0 known-message"));
        Assert.That(await lmtp.DeliverAsync("", MailHost.Mailbox, MailHost.Mail(from: "may@example.vn")), Does.StartWith("250 2.0.0 look-at"));
    }

    [Test]
    public async Task An_unknown_mailbox_is_refused_and_the_known_one_gets_its_mail()
    {
        using var lmtp = await Lmtp.ConnectAsync(host.LmtpPort);
        await lmtp.SayAsync("MAIL FROM:<ba@example.vn>", "250");
        await lmtp.SayAsync("RCPT TO:<khong-co@moj.gov.vn>", "550 5.1.1");
        await lmtp.SayAsync($"RCPT TO:<@relay.example.vn:{MailHost.Mailbox}>", "250");

        Assert.That(await lmtp.DataAsync(MailHost.Mail(from: "ba@example.vn"), 1), Is.All.StartsWith("250"));
    }

    [Test]
    public async Task Dots_and_line_ends_come_through_as_they_were_sent()
    {
        using var lmtp = await Lmtp.ConnectAsync(host.LmtpPort);
        var raw = MailHost.Mail(from: "cham@example.vn", body: "một\r\n.\r\n..hai\r\n.\rba\n.\nbốn");

        Assert.That(await lmtp.DeliverAsync("cham@example.vn", MailHost.Mailbox, raw), Does.StartWith("250"));

        var caseId = (await host.FilesOfAsync("cham@example.vn", 1)).Single().Id;
        var stored = (await host.Store.Queries.MessagesAsync(caseId, default)).Select(m => m.Message.Blob).Single(blob => blob is not null)!;
        Assert.That(await host.Store.Blobs.GetAsync(stored, default), Is.EqualTo((byte[])[.. "Return-Path: <cham@example.vn>\r\n"u8, .. raw]));
    }

    [TestCase("MAIL FROM:<a@example.vn>", "503", TestName = "No message before LHLO")]
    [TestCase("EHLO x", "500", TestName = "This is no SMTP")]
    [TestCase("WHAT", "500 5.5.2", TestName = "An unknown command")]
    [TestCase("DATA", "503", TestName = "No recipients")]
    [TestCase("VRFY x", "252", TestName = "Nobody is named")]
    [TestCase("NOOP", "250", TestName = "Nothing to do")]
    public async Task Commands_out_of_turn_are_refused(string command, string answer)
    {
        using var lmtp = await Lmtp.ConnectAsync(host.LmtpPort, greet: false);
        await lmtp.SayAsync(command, answer);
        await lmtp.SayAsync("QUIT", "221");
    }

    [TestCase("MAIL FROM:a@example.vn", "501")]
    [TestCase("MAIL FROM:<a@example.vn> SIZE=52428801", "552 5.3.4", TestName = "A byte over the limit")]
    [TestCase("MAIL FROM:<a@example.vn> SIZE=52428800", "250", TestName = "Exactly the limit")]
    [TestCase("RCPT TO:<htttycthanamdinh@moj.gov.vn>", "503")]
    public async Task Malformed_commands_are_refused(string command, string answer)
    {
        using var lmtp = await Lmtp.ConnectAsync(host.LmtpPort);
        await lmtp.SayAsync(command, answer);
    }

    [Test]
    public async Task A_message_that_turns_out_too_large_is_refused_at_its_end_and_the_session_goes_on()
    {
        using var lmtp = await Lmtp.ConnectAsync(host.LmtpPort);

        Assert.That(await lmtp.DeliverAsync("lon@example.vn", MailHost.Mailbox, MailHost.Mail(from: "lon@example.vn", body: new string('a', 50 * 1024 * 1024))), Does.StartWith("552 5.3.4"));
        Assert.That(await lmtp.DeliverAsync("lon@example.vn", MailHost.Mailbox, MailHost.Mail(from: "lon@example.vn")), Does.StartWith("250"));
    }

    [Test]
    public async Task A_session_that_breaks_off_in_a_message_leaves_nothing()
    {
        using (var lmtp = await Lmtp.ConnectAsync(host.LmtpPort))
        {
            await lmtp.SayAsync("MAIL FROM:<dut@example.vn>", "250");
            await lmtp.SayAsync($"RCPT TO:<{MailHost.Mailbox}>", "250");
            await lmtp.SayAsync("DATA", "354");
            await lmtp.SendAsync(MailHost.Mail(from: "dut@example.vn"));
        }

        using var next = await Lmtp.ConnectAsync(host.LmtpPort);
        Assert.That(await next.DeliverAsync("sau@example.vn", MailHost.Mailbox, MailHost.Mail(from: "sau@example.vn")), Does.StartWith("250"));
        Assert.That(await host.FilesOfAsync("dut@example.vn", 0), Is.Empty);
    }

    [Test]
    public async Task While_the_store_is_away_the_mail_server_keeps_the_mail()
    {
        await using var apart = await MailHost.StartAsync(HostStore.Postgres, ("Mail:Lmtp", "0"));
        using var lmtp = await Lmtp.ConnectAsync(apart.LmtpPort);
        var raw = MailHost.Mail(from: "cho@example.vn");
        await apart.LoseDatabaseAsync();

        Assert.That(await lmtp.DeliverAsync("cho@example.vn", MailHost.Mailbox, raw), Does.StartWith("451 4.3.0"));

        await apart.FindDatabaseAsync();
        Assert.That(await lmtp.DeliverAsync("cho@example.vn", MailHost.Mailbox, raw), Does.StartWith("250 2.0.0 new-case"));
    }

    [Test]
    public async Task A_unix_socket_serves_too_and_a_left_over_file_does_not_stop_the_start()
    {
        var file = Path.Combine(host.Folder, "lmtp.sock");
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            dead.Bind(new UnixDomainSocketEndPoint(file));
        await using var apart = MailHost.Start(("Mail:Lmtp", file));

        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(file));
        using var lmtp = await Lmtp.GreetAsync(new NetworkStream(socket), greet: true);

        Assert.That(await lmtp.DeliverAsync("so@example.vn", MailHost.Mailbox, MailHost.Mail(from: "so@example.vn")), Does.StartWith("250 2.0.0 new-case"));
    }

    [TestCase("0.0.0.0:2424")]
    [TestCase("10.0.0.1:24")]
    [TestCase("70000")]
    [TestCase("mail.example.vn")]
    public void An_address_that_others_could_reach_stops_the_start(string address) =>
        Assert.That(() => MailHost.Start(("Mail:Lmtp", address)), Throws.InvalidOperationException.With.Message.Contains("Mail:Lmtp"));
}

/// <summary>The mail server's side of LMTP.</summary>
internal sealed class Lmtp : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Stream stream;
    private readonly StreamReader reader;

    private Lmtp(Stream stream) => (this.stream, reader) = (stream, new StreamReader(stream));

    public static async Task<Lmtp> ConnectAsync(int port, bool greet = true)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        return await GreetAsync(client.GetStream(), greet);
    }

    public static async Task<Lmtp> GreetAsync(Stream stream, bool greet)
    {
        var lmtp = new Lmtp(stream);
        Assert.That(await lmtp.AnswerAsync(), Does.StartWith("220"));
        if (greet)
            await lmtp.SayAsync("LHLO test.example.vn", "250");
        return lmtp;
    }

    public async Task SayAsync(string command, string answer)
    {
        await SendAsync(Encoding.UTF8.GetBytes(command + "\r\n"));
        Assert.That(await AnswerAsync(), Does.StartWith(answer), command);
    }

    public async Task<string> DeliverAsync(string from, string to, byte[] raw)
    {
        await SayAsync($"MAIL FROM:<{from}>", "250");
        await SayAsync($"RCPT TO:<{to}>", "250");
        return (await DataAsync(raw, 1)).Single();
    }

    /// <summary>One answer a recipient.</summary>
    public async Task<List<string>> DataAsync(byte[] raw, int recipients)
    {
        await SayAsync("DATA", "354");
        var text = Encoding.Latin1.GetString(raw);
        text = text.StartsWith('.') ? "." + text : text;
        text = text.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        await SendAsync(Encoding.Latin1.GetBytes(text + (text.EndsWith("\r\n", StringComparison.Ordinal) ? ".\r\n" : "\r\n.\r\n")));
        var answers = new List<string>();
        for (var n = 0; n < recipients; n++)
            answers.Add(await AnswerAsync());
        return answers;
    }

    public async Task SendAsync(byte[] bytes) => await stream.WriteAsync(bytes);

    public void Dispose() => stream.Dispose();

    private async Task<string> AnswerAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var line = await reader.ReadLineAsync(patience.Token) ?? throw new IOException("The server hung up.");
            if (line.Length < 4 || line[3] != '-')
                return line;
        }
    }
}
