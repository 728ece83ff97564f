using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ProcedureEngine.Host.Tests.Mail;

/// <summary>Where a mail server fails, and how.</summary>
public enum SmtpFault
{
    None,
    HangsAtGreeting,
    HangsAtEhlo,
    HangsAtMail,
    HangsAtRcpt,
    HangsAtData,

    /// <summary>It has the letter and says nothing.</summary>
    HangsAfterContent,

    /// <summary>It has answered for the letter and does not hang up.</summary>
    HangsAtQuit,
    DropsAtGreeting,
    DropsAtRcpt,

    /// <summary>It has the letter and hangs up.</summary>
    DropsAfterContent,
    BusyAtGreeting,
    TriesLaterAtMail,
    TriesLaterAtRcpt,
    MailboxFullAtRcpt,
    TriesLaterAfterContent,
    SystemFullAfterContent,
    MailboxTooSmallAtRcpt,
    TooLargeAfterContent,
    Garbage,
}

/// <summary>A mail server in the test's own process that can fail at every stage of every connection, many thousands of times.</summary>
internal sealed class FlappingServer : IAsyncDisposable
{
    private readonly Func<int, SmtpFault> faultOf;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Task accepting;
    private int connections;

    /// <param name="faultOf">What happens on the n-th connection, from 0.</param>
    public FlappingServer(Func<int, SmtpFault> faultOf)
    {
        this.faultOf = faultOf;
        listener.Start(backlog: 512);
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The header of every letter whose content arrived whole, in the order of arrival.</summary>
    public ConcurrentQueue<string> Letters { get; } = new();

    public ConcurrentDictionary<SmtpFault, int> Faults { get; } = new();

    public int Connections => connections;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await listener.AcceptTcpClientAsync(stopping.Token), faultOf(connections++));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client, SmtpFault fault)
    {
        Faults.AddOrUpdate(fault, 1, (_, count) => count + 1);
        try
        {
            using (client)
                await new Conversation(client.GetStream(), fault, Letters, stopping.Token).RunAsync();
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException)
        {
            // The other side has given up, or the test is over.
        }
    }

    private sealed class Conversation(NetworkStream stream, SmtpFault fault, ConcurrentQueue<string> letters, CancellationToken stopping)
    {
        private readonly StreamReader reader = new(stream, Encoding.Latin1);

        public async Task RunAsync()
        {
            if (!await FailAsync(SmtpFault.HangsAtGreeting, SmtpFault.DropsAtGreeting, (SmtpFault.BusyAtGreeting, "421 4.3.2 Too busy"), (SmtpFault.Garbage, "\u0001\u0002\u0003 what?")))
                await SayAsync("220 flapping");
            while (await reader.ReadLineAsync(stopping) is { } line)
            {
                if (!await AnswerAsync(line.ToUpperInvariant()))
                    return;
            }
        }

        /// <returns>False when the conversation is over.</returns>
        private async Task<bool> AnswerAsync(string line)
        {
            switch (line[..Math.Min(4, line.Length)])
            {
                case "EHLO" or "HELO" when !await FailAsync(SmtpFault.HangsAtEhlo, null):
                    await SayAsync("250-flapping\r\n250 8BITMIME");
                    break;
                case "MAIL" when !await FailAsync(SmtpFault.HangsAtMail, null, (SmtpFault.TriesLaterAtMail, "451 4.3.0 Later")):
                    await SayAsync("250 2.1.0 OK");
                    break;
                case "RCPT" when !await FailAsync(
                    SmtpFault.HangsAtRcpt, SmtpFault.DropsAtRcpt, (SmtpFault.TriesLaterAtRcpt, "450 4.2.1 Greylisted"), (SmtpFault.MailboxFullAtRcpt, "452 4.2.2 Mailbox full"),
                    (SmtpFault.MailboxTooSmallAtRcpt, "552 5.2.2 Mailbox full")):
                    await SayAsync("250 2.1.5 OK");
                    break;
                case "DATA" when !await FailAsync(SmtpFault.HangsAtData, null):
                    await SayAsync("354 Go on");
                    await ContentAsync();
                    break;
                case "QUIT" when !await FailAsync(SmtpFault.HangsAtQuit, null):
                    await SayAsync("221 Bye");
                    return false;
                case "RSET" or "NOOP":
                    await SayAsync("250 OK");
                    break;
            }

            return true;
        }

        private async Task ContentAsync()
        {
            var header = new StringBuilder();
            var isHeader = true;
            while (await reader.ReadLineAsync(stopping) is { } line && line != ".")
            {
                isHeader &= line.Length > 0;
                if (isHeader)
                    header.Append(line).Append('\n');
            }

            if (await FailAsync(null, null, (SmtpFault.TriesLaterAfterContent, "451 4.3.0 Later"), (SmtpFault.SystemFullAfterContent, "452 4.3.1 System full"), (SmtpFault.TooLargeAfterContent, "552 5.3.4 Too large")))
                return;
            letters.Enqueue(header.ToString());
            if (!await FailAsync(SmtpFault.HangsAfterContent, SmtpFault.DropsAfterContent))
                await SayAsync("250 2.0.0 Taken over");
        }

        /// <returns>True when it has failed here by an answer; by hanging or hanging up it does not return.</returns>
        private async Task<bool> FailAsync(SmtpFault? hangs, SmtpFault? drops, params (SmtpFault Fault, string Answer)[] answers)
        {
            if (fault == hangs)
                await new TaskCompletionSource().Task.WaitAsync(stopping);
            if (fault == drops)
                throw new IOException("dropped on purpose");
            if (answers.FirstOrDefault(answer => answer.Fault == fault && fault != SmtpFault.None).Answer is not { } said)
                return false;
            await SayAsync(said);
            return true;
        }

        private async Task SayAsync(string line) => await stream.WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n"), stopping);
    }
}
