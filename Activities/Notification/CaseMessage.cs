using NodaTime;
using ProcedureEngine.Engine.Store;

namespace ProcedureEngine.Activities.Notification;

public enum MessageDirection
{
    In,
    Out,
}

/// <summary>A message of the case's file, in or out. Recorded once; the bytes are a blob (in) or lie with the outbox row (out).</summary>
/// <param name="Kind">Letter kind (<c>guidance-02-qt</c>) or, coming in, <c>request</c>, <c>reply</c>, <c>withdrawal</c>.</param>
/// <param name="MessageId">The mail's Message-ID with its angle brackets; the thread is found by it. Of an SMS the outbox row's id.</param>
/// <param name="Address">The other side's mail address or phone number.</param>
/// <param name="Subject">Of an SMS its whole text.</param>
/// <param name="Blob">SHA-256 of the raw bytes, when it came in.</param>
/// <param name="OutboxId">The outbox row that carries it, when it goes out.</param>
public sealed record CaseMessage(
    string Id, string InstanceId, MessageDirection Direction, string Kind, string MessageId, string Address, string Subject, Instant At, string? Blob,
    string? OutboxId) : CaseRecord
{
    public override string Id { get; } = Id;

    /// <summary>By what it goes: <see cref="OutboxChannels.Mail"/> or <see cref="OutboxChannels.Sms"/>.</summary>
    public string Channel { get; init; } = OutboxChannels.Mail;

    public override bool LoadsWithInstance => false;
}
