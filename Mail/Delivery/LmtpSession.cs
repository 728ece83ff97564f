using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace ProcedureEngine.Mail.Delivery;

/// <summary>An answer of the protocol.</summary>
/// <param name="Code">Three digits: 2xx taken over, 4xx not now, 5xx never.</param>
/// <param name="Status">Enhanced status code (RFC 3463).</param>
public readonly record struct LmtpAnswer(int Code, string Status, string Text)
{
    public override string ToString() => $"{Code} {Status} {Text}";
}

/// <summary>Where an LMTP session hands its messages in.</summary>
public interface ILmtpRecipients
{
    /// <summary>Longest message that is taken, in bytes.</summary>
    long MaxBytes { get; }

    /// <summary>Whether mail for this address can come in here; null when it can.</summary>
    LmtpAnswer? Refuse(string recipient);

    /// <summary>Takes the message for one recipient. Never throws but for cancellation.</summary>
    Task<LmtpAnswer> DeliverAsync(string recipient, ReadOnlyMemory<byte> message, CancellationToken cancellation);
}

/// <summary>
/// One connection of a mail server by LMTP (RFC 2033): like SMTP, but with an answer for each recipient after the message, so that the mail server
/// keeps what could not be stored, and no queue is needed here. A message ends with a line of one dot between CRLFs and with nothing else.
/// </summary>
public sealed class LmtpSession
{
    private const int MaxLine = 2_048;
    private const int MaxRecipients = 100;

    private readonly ILmtpRecipients door;
    private readonly PipeReader input;
    private readonly Stream output;
    private readonly List<string> recipients = [];
    private string? sender;
    private bool isGreeted;

    public LmtpSession(ILmtpRecipients door, Stream connection)
    {
        (this.door, output) = (door, connection);
        input = PipeReader.Create(connection, new StreamPipeReaderOptions(leaveOpen: true));
    }

    /// <summary>Speaks until the other side quits or hangs up.</summary>
    /// <param name="idle">A command or a piece of a message must come within it; else the session ends with 421.</param>
    public async Task RunAsync(TimeSpan idle, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            await SayAsync("220 LMTP ProcedureEngine", cancellation);
            var goesOn = true;
            while (goesOn)
            {
                limit.CancelAfter(idle);
                if (await LineAsync(limit.Token) is not { } line)
                    return;
                goesOn = await ObeyAsync(line, idle, limit, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            await SayLastAsync("421 4.4.2 Closing the connection");
        }
        catch (InvalidDataException exception)
        {
            await SayLastAsync($"500 5.5.2 {exception.Message}");
        }
        finally
        {
            await input.CompleteAsync();
        }
    }

    /// <returns>False when the session ends.</returns>
    private async Task<bool> ObeyAsync(string line, TimeSpan idle, CancellationTokenSource limit, CancellationToken cancellation)
    {
        var (verb, rest) = line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var blank ? (line[..blank], line[(blank + 1)..]) : (line, "");
        switch (verb.ToUpperInvariant())
        {
            case "LHLO":
                isGreeted = true;
                Reset();
                await SayAsync($"250-ProcedureEngine\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE {door.MaxBytes}", cancellation);
                return true;
            case "MAIL":
                await SayAsync(Mail(rest), cancellation);
                return true;
            case "RCPT":
                await SayAsync(Recipient(rest), cancellation);
                return true;
            case "DATA":
                return await DataAsync(idle, limit, cancellation);
            case "RSET":
                Reset();
                await SayAsync("250 2.0.0 OK", cancellation);
                return true;
            case "NOOP":
                await SayAsync("250 2.0.0 OK", cancellation);
                return true;
            case "VRFY":
                await SayAsync("252 2.5.1 Send it and see", cancellation);
                return true;
            case "QUIT":
                await SayAsync("221 2.0.0 Bye", cancellation);
                return false;
            case "HELO" or "EHLO":
                await SayAsync("500 5.5.1 This is LMTP: say LHLO", cancellation);
                return true;
            default:
                await SayAsync("500 5.5.2 Unknown command", cancellation);
                return true;
        }
    }

    private string Mail(string rest)
    {
        if (!isGreeted || sender is not null)
            return "503 5.5.1 LHLO first, and one MAIL for a message";
        var (path, parameters) = Path("FROM:", rest);
        if (path is null)
            return "501 5.5.4 MAIL FROM:<address>";
        if (SizeOf(parameters) > door.MaxBytes)
            return TooLarge().ToString();
        sender = path;
        return "250 2.1.0 OK";
    }

    private string Recipient(string rest)
    {
        if (sender is null)
            return "503 5.5.1 MAIL first";
        if (Path("TO:", rest).Path is not { Length: > 0 } path)
            return "501 5.5.4 RCPT TO:<address>";
        if (recipients.Count == MaxRecipients)
            return "452 4.5.3 Too many recipients; send the rest in another message";
        if (door.Refuse(path) is { } refusal)
            return refusal.ToString();
        recipients.Add(path);
        return "250 2.1.5 OK";
    }

    private async Task<bool> DataAsync(TimeSpan idle, CancellationTokenSource limit, CancellationToken cancellation)
    {
        if (recipients.Count == 0)
        {
            await SayAsync("503 5.5.1 No valid recipients", cancellation);
            return true;
        }

        await SayAsync("354 End with a line of one dot", cancellation);
        if (await MessageAsync(idle, limit) is not { IsWhole: true } received)
            return false;
        // Storing takes as long as it takes; the other side's own limit is ten minutes.
        limit.CancelAfter(Timeout.InfiniteTimeSpan);
        foreach (var recipient in recipients)
            await SayAsync((received.Message is { } message ? await door.DeliverAsync(recipient, message, cancellation) : TooLarge()).ToString(), cancellation);
        Reset();
        return true;
    }

    /// <summary>The final delivery writes the envelope's sender on top (RFC 5321 4.4): an empty one tells of a machine.</summary>
    /// <returns>Without a message when it was too large; not whole when the other side hung up in it.</returns>
    private async Task<(bool IsWhole, ReadOnlyMemory<byte>? Message)> MessageAsync(TimeSpan idle, CancellationTokenSource limit)
    {
        var message = new ArrayBufferWriter<byte>();
        message.Write(Encoding.UTF8.GetBytes($"Return-Path: <{sender}>\r\n"));
        var end = new DotReader(message, door.MaxBytes + message.WrittenCount);
        while (true)
        {
            limit.CancelAfter(idle);
            var read = await input.ReadAsync(limit.Token);
            var consumed = end.Take(read.Buffer);
            input.AdvanceTo(read.Buffer.GetPosition(consumed));
            if (end.IsDone)
                return (true, end.IsTooLarge ? default(ReadOnlyMemory<byte>?) : message.WrittenMemory);
            if (read.IsCompleted)
                return (false, null);
        }
    }

    private LmtpAnswer TooLarge() => new(552, "5.3.4", $"The message is larger than {door.MaxBytes} bytes");

    private void Reset()
    {
        sender = null;
        recipients.Clear();
    }

    /// <summary>Null when the other side hung up.</summary>
    private async Task<string?> LineAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellation);
            if (read.Buffer.PositionOf((byte)'\n') is { } at)
            {
                var line = Encoding.UTF8.GetString(read.Buffer.Slice(0, at).ToArray()).TrimEnd('\r');
                input.AdvanceTo(read.Buffer.GetPosition(1, at));
                return line;
            }

            if (read.Buffer.Length > MaxLine)
                throw new InvalidDataException($"A command line has at most {MaxLine} bytes");
            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
                return null;
        }
    }

    /// <summary>The address of <c>FROM:&lt;address&gt; parameters</c>, without a source route; null when it is not of that form.</summary>
    private static (string? Path, string Parameters) Path(string keyword, string rest)
    {
        rest = rest.TrimStart();
        if (!rest.StartsWith(keyword, StringComparison.OrdinalIgnoreCase))
            return (null, "");
        rest = rest[keyword.Length..].TrimStart();
        var close = rest.IndexOf('>', StringComparison.Ordinal);
        if (!rest.StartsWith('<') || close < 0)
            return (null, "");
        var path = rest[1..close];
        if (path.StartsWith('@') && path.IndexOf(':', StringComparison.Ordinal) is > 0 and var route)
            path = path[(route + 1)..];
        return path.Any(char.IsControl) ? (null, "") : (path, rest[(close + 1)..]);
    }

    private static long SizeOf(string parameters) => parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Where(parameter => parameter.StartsWith("SIZE=", StringComparison.OrdinalIgnoreCase))
        .Select(parameter => long.TryParse(parameter.AsSpan(5), System.Globalization.NumberStyles.None, null, out var size) ? size : 0).FirstOrDefault();

    private async Task SayAsync(string line, CancellationToken cancellation) => await output.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), cancellation);

    private async Task SayLastAsync(string line)
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await SayAsync(line, limit.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The other side is gone.
        }
    }
}
