using ProcedureEngine.Host.Composition;
using ProcedureEngine.Mail;

namespace ProcedureEngine.Host.Mail;

/// <summary>Hands a letter over: to the mail server when one is set, else to a file of the data folder's <c>mail-out</c>.</summary>
internal sealed class LetterPost(MailSettings settings, EngineHostOptions options)
{
    private readonly SmtpSender? smtp = settings.Smtp is { } server ? new SmtpSender(server) : null;

    /// <param name="id">The outbox row's id; the file's name.</param>
    public Task<SmtpResult> HandOverAsync(string id, WrittenLetter letter, CancellationToken cancellation) => smtp is null
        ? DropAsync(id, letter.Bytes, cancellation)
        : smtp.SendAsync(letter.Bytes, letter.EnvelopeSender, [letter.Recipient], cancellation);

    /// <summary>Whole or not there; the same letter again replaces itself. A folder that cannot be written now may be written later.</summary>
    private async Task<SmtpResult> DropAsync(string id, byte[] bytes, CancellationToken cancellation)
    {
        try
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
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new SmtpResult(SmtpOutcome.Transient, null, exception.Message);
        }
    }
}
