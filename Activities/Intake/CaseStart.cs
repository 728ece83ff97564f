using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NodaTime;

namespace ProcedureEngine.Activities.Intake;

/// <summary>By which door a case came.</summary>
public static class Channels
{
    public const string Mail = "mail";
    public const string Form = "form";
    public const string Http = "http";
    public const string Counter = "counter";

    /// <summary>By post, entered by an officer of the reception.</summary>
    public const string Post = "post";

    /// <summary>From an account registered with a portal, which calls with its key and passes account and phone.</summary>
    public const string Portal = "portal";
}

/// <summary>What every start brings, whatever the procedure: the instance's <c>input</c> variable.</summary>
/// <param name="Data">The procedure's typed start data (HTTP, form, counter); null for a mail, which is not parsed for fields.</param>
/// <param name="ReferenceCode">Made by the door (unguessable); quoted to the applicant.</param>
public sealed record CaseStart(
    string Channel, string ReferenceCode, JsonObject? Data, ReceivedMail? Mail, ImmutableArray<ReceivedFile> Files, string? LinkedCaseId = null)
{
    /// <summary>SHA-256 of the secret with which the public form's applicant comes back; the secret itself is not kept.</summary>
    public string? SecretHash { get; init; }

    /// <summary>The account of a portal that asked, or null.</summary>
    public Cases.PortalAccount? Account { get; init; }

    /// <summary>The case from whose mail this one was split off, or null.</summary>
    public SplitOrigin? SplitFrom { get; init; }
}

/// <param name="Name">The number or reference code of the case that it was split from.</param>
/// <param name="By">The officer.</param>
public sealed record SplitOrigin(string CaseId, string Name, string By, string Reason);

/// <summary>A mail as the reader understood it; its bytes are a blob.</summary>
/// <param name="MessageId">With angle brackets; made from the digest when the message has none.</param>
/// <param name="From">Address only.</param>
/// <param name="Text">Plain text, quoted history included.</param>
/// <param name="NewText">Plain text without quoted history, as far as it can be told.</param>
/// <param name="Blob">SHA-256 of the raw bytes.</param>
public sealed record ReceivedMail(
    string Mailbox, string MessageId, string From, string FromName, string Subject, string Text, string NewText, string Blob, Instant? SentAt,
    ImmutableArray<string> References, ImmutableArray<ReceivedFile> Attachments)
{
    /// <summary>It answers a letter of the case, but its address is no party's: it lies in the case, and an officer says what it is.</summary>
    public bool IsFromStranger { get; init; }
}

/// <summary>A file that arrived; its bytes are a blob.</summary>
public sealed record ReceivedFile(string Kind, string Name, string ContentType, long Size, string Blob);

/// <summary>Names of stimuli that activities wait for.</summary>
public static class StimulusNames
{
    /// <summary>A mail for a known case; payload <see cref="ReceivedMail"/>.</summary>
    public const string Mail = "mail";

    /// <summary>The applicant withdraws; payload <see cref="Withdrawal"/>.</summary>
    public const string Withdrawal = "withdrawal";

    /// <summary>The applicant supplements by the public form or a system; payload <see cref="Supplement"/>.</summary>
    public const string Supplement = "supplement";

    /// <summary>An officer adds files to the case; payload <see cref="FiledDocuments"/>.</summary>
    public const string Documents = "documents";

    /// <summary>What an officer asked of another case did not come about; payload <see cref="OfficeNotice"/>.</summary>
    public const string Notice = "notice";

    /// <summary>The leader declares the case complex; payload <see cref="Compensation.ComplexityDeclaration"/>.</summary>
    public const string DeclareComplex = "declare-complex";

    /// <summary>The head replaces the settlement officer; payload <see cref="Compensation.Claims.Appointing.OfficerReplacement"/>.</summary>
    public const string ReplaceOfficer = "replace-officer";

    /// <summary>A letter could not be delivered; payload <see cref="DeliveryFailure"/>.</summary>
    public const string DeliveryFailed = "delivery-failed";
}

/// <param name="Channel">How it was said: <c>mail</c>, <c>form</c>, <c>counter</c>, <c>http</c>.</param>
public sealed record Withdrawal(string Reason, string Channel);

public sealed record Supplement(string Text, ImmutableArray<ReceivedFile> Files, string Channel);

public sealed record FiledDocuments(ImmutableArray<ReceivedFile> Files);

/// <param name="OutboxId">The outbox row that failed.</param>
/// <param name="Error">The server's answer.</param>
public sealed record DeliveryFailure(string OutboxId, string Template, string To, string Error)
{
    /// <summary>Of the outbox: a letter, or an SMS.</summary>
    public string Channel { get; init; } = Notification.OutboxChannels.Mail;
}

/// <param name="Id">Unique in the case: what it is about.</param>
public sealed record OfficeNotice(string Id, LocalizedText Title, LocalizedText Text);
