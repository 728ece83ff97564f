using ProcedureEngine.Host.Composition;
using ProcedureEngine.Mail;

namespace ProcedureEngine.Host.Mail;

/// <summary>Hands a letter over: to the mail server when one is set, else to a file of the data folder's <c>mail-out</c>.</summary>
internal sealed class LetterPost(MailSettings settings, EngineHostOptions options)
{
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

    /// <summary>Whole or not there; the same letter again replaces itself.</summary>
    private async Task<SmtpResult> DropAsync(string id, byte[] bytes, CancellationToken cancellation)
    {
        Directory.CreateDirectory(options.MailOut);
        var file = Path.Combine(options.MailOut, $"{id}.eml");
        await using (var part = new FileStream(file + ".part", FileMode.Create, FileAccess.Write))
        {
            await part.WriteAsync(bytes, cancellation);
            part.Flush(flushToDisk: true);
        }

        File.Move(file + ".part", file, overwrite: true);
        return new SmtpResult(SmtpOutcome.Accepted, null, $"mail-out/{id}.eml");
    }
}
