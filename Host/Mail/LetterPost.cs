using ProcedureEngine.Host.Composition;
using ProcedureEngine.Host.Outbox;
using ProcedureEngine.Mail;

namespace ProcedureEngine.Host.Mail;

/// <summary>Hands a letter over: to the mail server when one is set, else to a file of the data folder's <c>mail-out</c>.</summary>
internal sealed class LetterPost(MailSettings settings, EngineHostOptions options)
{
    private readonly PickupFolder pickup = new(options.MailOut);

    private readonly SmtpSender? smtp = settings.Smtp is { } server ? new SmtpSender(server) : null;

    /// <summary>Never throws but for cancellation: what nobody foresaw is tried again like a silent server, and given up like one.</summary>
    /// <param name="id">The outbox row's id; the file's name.</param>
    public async Task<SmtpResult> HandOverAsync(string id, WrittenLetter letter, CancellationToken cancellation)
    {
        try
        {
            return smtp is null
                ? await DropAsync(id, letter.Bytes, cancellation)
                : await smtp.SendAsync(letter.Bytes, letter.EnvelopeSender, [letter.Recipient], cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new SmtpResult(SmtpOutcome.Transient, null, exception.Message);
        }
    }

    private async Task<SmtpResult> DropAsync(string id, byte[] bytes, CancellationToken cancellation)
    {
        await pickup.WriteAsync($"{id}.eml", bytes, cancellation);
        return new SmtpResult(SmtpOutcome.Accepted, null, $"mail-out/{id}.eml");
    }
}
