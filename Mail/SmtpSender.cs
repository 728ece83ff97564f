using System.Net.Sockets;
using System.Security.Authentication;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace ProcedureEngine.Mail;

/// <summary>How the connection is protected.</summary>
public enum SmtpSecurity
{
    None,

    /// <summary>STARTTLS when the server offers it.</summary>
    StartTlsIfOffered,

    /// <summary>STARTTLS, and no letter without it.</summary>
    StartTls,

    /// <summary>TLS from the first byte (port 465).</summary>
    Tls,
}

/// <summary>Where letters are handed over.</summary>
public sealed record SmtpOptions
{
    public required string Host { get; init; }

    public int Port { get; init; } = 25;

    public SmtpSecurity Security { get; init; } = SmtpSecurity.StartTlsIfOffered;

    /// <summary>Null for a server that asks for none.</summary>
    public string? UserName { get; init; }

    public string? Password { get; init; }

    /// <summary>Our name in EHLO; null for the machine's own.</summary>
    public string? LocalDomain { get; init; }

    /// <summary>For one letter from connecting to the last answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>SHA-256 of the one certificate that is accepted though no known authority signed it, in hexadecimal; null to trust authorities only.</summary>
    public string? CertificateSha256 { get; init; }
}

public enum SmtpOutcome
{
    /// <summary>The server took the letter over for all recipients.</summary>
    Accepted,

    /// <summary>Not taken over now: 4xx, no connection, no answer in time, or a fault that is not the letter's (sign-in, TLS). Try again later.</summary>
    Transient,

    /// <summary>This letter to this recipient will never be taken: 5xx.</summary>
    Permanent,
}

/// <summary>What came of handing over a letter.</summary>
/// <param name="Outcome">What to do next.</param>
/// <param name="Code">The server's three digits; null when it gave none.</param>
/// <param name="Answer">The server's words, the proof of hand-over when accepted; else what went wrong.</param>
public sealed record SmtpResult(SmtpOutcome Outcome, int? Code, string Answer);

/// <summary>
/// Hands a ready message to a mail server. All recipients or none: when one is refused, nothing is sent, so that a retry reaches nobody twice.
/// Safe for parallel use; each letter has a connection of its own.
/// </summary>
public sealed class SmtpSender(SmtpOptions options)
{
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(5);

    /// <param name="message">As <see cref="MailWriter"/> wrote it; sent without a change.</param>
    /// <param name="sender">Envelope sender; empty for automatic replies, to which no bounce may come (RFC 3834 3.3).</param>
    /// <param name="recipients">Envelope recipients, at least one.</param>
    /// <param name="cancellation">Only this cancels with an exception; the time limit of the options gives a transient result.</param>
    public async Task<SmtpResult> SendAsync(ReadOnlyMemory<byte> message, string sender, IReadOnlyList<string> recipients, CancellationToken cancellation = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.Timeout);
        using var client = new SmtpClient { LocalDomain = options.LocalDomain };
        if (options.CertificateSha256 is { } pinned)
        {
            client.ServerCertificateValidationCallback = (_, certificate, _, errors) => errors == System.Net.Security.SslPolicyErrors.None
                || string.Equals(certificate?.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256), pinned, StringComparison.OrdinalIgnoreCase);
        }

        var isLetterSent = false;
        try
        {
            await client.ConnectAsync(options.Host, options.Port, SocketOptions(), limit.Token);
            if (options.UserName is not null)
            {
                await client.AuthenticateAsync(options.UserName, options.Password ?? "", limit.Token);
            }

            isLetterSent = true;
            using var raw = await MimeMessage.LoadAsync(new MemoryStream(message.ToArray()), persistent: true, limit.Token);
            var answer = await client.SendAsync(raw, Mailbox(sender), recipients.Select(Mailbox), limit.Token);
            await SayGoodbyeAsync(client);
            return new SmtpResult(SmtpOutcome.Accepted, 250, answer);
        }
        catch (SmtpCommandException e)
        {
            var code = (int)e.StatusCode;
            // A 5xx before the letter is spoken of (greeting, EHLO) is about us or the server, not about the letter.
            return new SmtpResult(isLetterSent && code >= 500 ? SmtpOutcome.Permanent : SmtpOutcome.Transient, code, Describe(e));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SmtpResult(SmtpOutcome.Transient, null, $"no answer within {options.Timeout.TotalSeconds:0} seconds");
        }
        catch (Exception e) when (e is ProtocolException or IOException or SocketException or System.Security.Authentication.AuthenticationException
            or MailKit.Security.AuthenticationException or SslHandshakeException or NotSupportedException or TimeoutException)
        {
            return new SmtpResult(SmtpOutcome.Transient, null, e.Message);
        }
    }

    private SecureSocketOptions SocketOptions() => options.Security switch
    {
        SmtpSecurity.None => SecureSocketOptions.None,
        SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTlsWhenAvailable,
    };

    private static string Describe(SmtpCommandException e) => e.Mailbox is null ? e.Message : $"{e.Mailbox.Address}: {e.Message}";

    private static MailboxAddress Mailbox(string address) =>
        new("", address.Length == 0 ? "" : OutgoingRules.Address("recipients", new MailAddress("", address)));

    /// <summary>The letter is the server's; a server that does not answer QUIT changes nothing.</summary>
    private static async Task SayGoodbyeAsync(SmtpClient client)
    {
        using var limit = new CancellationTokenSource(FarewellTime);
        try
        {
            await client.DisconnectAsync(quit: true, limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or ProtocolException or IOException or SocketException or CommandException)
        {
            // Nothing is left to be done for this letter.
        }
    }
}
