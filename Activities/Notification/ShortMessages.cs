using System.Globalization;

namespace ProcedureEngine.Activities.Notification;

/// <summary>Payload of an outbox row on channel <c>sms</c>: what a gateway sends, the same at every attempt.</summary>
/// <param name="To">A mobile number as <see cref="PhoneNumber.Normalise"/> writes it.</param>
/// <param name="Text">One line, at most <see cref="ShortMessages.MaxText"/> characters; no name and nothing that another reader of the phone should not know.</param>
public sealed record OutgoingSms(string To, string Text, Instant WrittenAt);

/// <summary>
/// Writes an SMS of a case: the record among its messages, and the message for the outbox. The number lies where letters' addresses lie, never
/// in the journal.
/// </summary>
public static class ShortMessages
{
    /// <summary>Five parts of 67 characters, in which networks carry Vietnamese with its marks.</summary>
    public const int MaxText = 335;

    private const string Count = "shortMessages";

    /// <summary>One message a run: two from one context would bear the same id.</summary>
    /// <param name="kind">What it is (<c>sms-case-code</c>); stable, since a gateway may sort by it.</param>
    /// <param name="phone">In any form that <see cref="PhoneNumber"/> knows; the door has checked it.</param>
    public static IEnumerable<Effect> Write(ActivityContext context, string kind, string phone, string text)
    {
        var to = PhoneNumber.Normalise(phone) ?? throw new InvariantException("phone", "The number of an SMS is checked before it is written.");
        RequireSendable(kind, text);
        var sequence = context.Variable<int>(Count) + 1;
        var id = string.Create(CultureInfo.InvariantCulture, $"{context.InstanceId}.{OutboxChannels.Sms}.{sequence}");
        return
        [
            new Send(OutboxChannels.Sms, kind, EngineJson.ToObject(new OutgoingSms(to, text, context.Now))),
            new WriteRecord(new CaseMessage(id, context.InstanceId, MessageDirection.Out, kind, id, to, text, context.Now, null, id) { Channel = OutboxChannels.Sms }),
            SetVariable.To(Count, sequence),
            new Log("ShortMessageWritten", $"SMS {kind}", new JsonObject { ["template"] = kind }),
        ];
    }

    private static void RequireSendable(string kind, string text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > MaxText || text.Any(char.IsControl))
            throw new DefectException($"SMS '{kind}' is empty, has a line break or is longer than {MaxText} characters.");
    }
}
