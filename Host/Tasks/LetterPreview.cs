using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Host.Cases;
using ProcedureEngine.Mail;
using ProcedureEngine.Papers;

namespace ProcedureEngine.Host.Tasks;

/// <summary>A letter as it would leave.</summary>
/// <param name="Way"><c>mail</c>, <c>paper</c> for who has no mail address, or <c>sms</c>.</param>
/// <param name="Html">Its words, safe to show within a page.</param>
/// <param name="Page">The whole of it as it is sent, with its letterhead as it looks: to be shown in a frame without rights.</param>
internal sealed record PreviewedLetter(string Template, string Way, string? To, string ToName, string Subject, string Text, string Html, string Page, bool IsAutomatic, ImmutableArray<PreviewedFile> Attachments);

internal sealed record PreviewedFile(string Name, string ContentType);

/// <param name="Related">Cases that share something with what the form says.</param>
internal sealed record TaskPreview(IReadOnlyList<PreviewedLetter> Letters, IReadOnlyList<RelatedCase> Related)
{
    public object View() => new { letters = Letters, related = Related.Select(RelatedCases.View) };
}

/// <summary>
/// Every letter that completing a task would send, before it goes: the burst is decided as it would be and undone, so that what is shown is
/// what would be sent, and no number is taken, nothing is written and nothing leaves.
/// </summary>
internal sealed class LetterPreview(WorkflowRunner runner, RelatedCases related)
{
    private const int MaxRelated = 20;

    /// <exception cref="RejectedException">Completing would be refused, or a letter could not be written.</exception>
    public async Task<TaskPreview> OfAsync(CompleteTask complete, CancellationToken cancellation)
    {
        var result = await runner.PreviewAsync(complete, cancellation);
        var traits = result.Records.OfType<CaseTrait>().ToList();
        var letters = result.Outbox.Where(row => row.Channel == OutboxChannels.Mail).Select(row => Mail(EngineJson.Read<OutgoingLetter>(row.Payload)!))
            .Concat(result.Outbox.Where(row => row.Channel == OutboxChannels.Sms).Select(row => Sms(row.Kind, EngineJson.Read<OutgoingSms>(row.Payload)!)))
            .Concat(result.Records.OfType<CaseDocument>().Where(document => document is { Kind: "letter", Template: not null }).Select(Paper));
        return new TaskPreview([.. letters], await related.OfAsync(complete.InstanceId, traits, MaxRelated, cancellation));
    }

    private static PreviewedLetter Mail(OutgoingLetter letter)
    {
        var rendered = Render(letter.Template, letter.Slots);
        var files = letter.Attachments.Select(attachment => new PreviewedFile(attachment.FileName, attachment.ContentType));
        return new PreviewedLetter(letter.Template, "mail", letter.To, letter.ToName, rendered.Subject, rendered.Text, HtmlSanitizer.Sanitize(rendered.Html), rendered.Html, letter.IsAutomatic, [.. files]);
    }

    private static PreviewedLetter Sms(string kind, OutgoingSms message) =>
        new(kind, OutboxChannels.Sms, message.To, message.To, JournalWords.Letter(kind).Vi, message.Text, System.Net.WebUtility.HtmlEncode(message.Text), System.Net.WebUtility.HtmlEncode(message.Text), true, []);

    private static PreviewedLetter Paper(CaseDocument document)
    {
        var rendered = Render(document.Template!, document.Slots ?? []);
        return new PreviewedLetter(
            document.Template!, "paper", null, (string?)document.Slots?["applicantName"] ?? string.Empty, rendered.Subject, rendered.Text, HtmlSanitizer.Sanitize(rendered.Html), rendered.Html, false, []);
    }

    private static RenderedLetter Render(string template, JsonObject slots)
    {
        try
        {
            return LetterTemplates.Render(template, slots);
        }
        catch (MissingSlotException missing)
        {
            throw RejectedException.Invalid(
                $"data.{missing.Slot}", "letter-incomplete", $"Thư '{missing.Kind}' còn thiếu '{missing.Slot}'.", $"Letter '{missing.Kind}' lacks '{missing.Slot}'; fill it in before completing.");
        }
    }
}
