using ProcedureEngine.Activities.Offices;
using ProcedureEngine.Mail.Delivery;

namespace ProcedureEngine.Host.Mail;

/// <summary>
/// Mail that a mail server of this machine brings by LMTP. It is answered when it is stored and acted upon; what cannot be stored now is
/// answered 4xx, so that the mail server keeps it and comes again.
/// </summary>
internal sealed partial class LmtpDoor(MailDoor door, IOfficeDirectory offices, InboundSettings settings, ILogger<LmtpDoor> logger) : BackgroundService, ILmtpRecipients
{
    private const int MaxSessions = 20;

    /// <summary>RFC 5321 4.5.3.2.7.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim sessions = new(MaxSessions);
    private LmtpListener? listener;

    public long MaxBytes => InboundSettings.MaxMail;

    /// <summary>The loopback port that it listens at; 0 without one.</summary>
    public int Port => listener?.Port ?? 0;

    /// <summary>A port that is taken stops the start: mail that nobody takes would be noticed late.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Lmtp is { } address)
            listener = LmtpListener.Listen(address);
        return base.StartAsync(cancellationToken);
    }

    public LmtpAnswer? Refuse(string recipient) => offices.FindByMailbox(recipient) is null ? new LmtpAnswer(550, "5.1.1", "No office has this mailbox") : null;

    public async Task<LmtpAnswer> DeliverAsync(string recipient, ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        try
        {
            var receipt = await door.ReceiveAsync(offices.FindByMailbox(recipient)!, message.ToArray(), cancellation);
            return new LmtpAnswer(250, "2.0.0", $"{receipt.Outcome} {receipt.CaseId}");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogRefused(exception, recipient);
            return new LmtpAnswer(451, "4.3.0", "It could not be stored now; try again later");
        }
    }

    public override void Dispose()
    {
        listener?.Dispose();
        sessions.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (listener is not null && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await sessions.WaitAsync(stoppingToken);
                _ = SpeakAsync(await listener.AcceptAsync(stoppingToken), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                sessions.Release();
                LogFailure(exception);
            }
        }
    }

    private async Task SpeakAsync(Stream connection, CancellationToken stopping)
    {
        try
        {
            await using (connection)
                await new LmtpSession(this, connection).RunAsync(Idle, stopping);
        }
        catch (Exception exception)
        {
            // Most often the other side hung up in the middle: it has no answer, and comes again.
            LogSession(exception);
        }
        finally
        {
            if (!stopping.IsCancellationRequested)
                sessions.Release();
        }
    }

    [LoggerMessage(LogLevel.Error, "A mail for {Mailbox} could not be stored; its mail server keeps it")]
    private partial void LogRefused(Exception exception, string mailbox);

    [LoggerMessage(LogLevel.Error, "LMTP: a connection could not be taken")]
    private partial void LogFailure(Exception exception);

    [LoggerMessage(LogLevel.Information, "LMTP: a session broke off")]
    private partial void LogSession(Exception exception);
}
