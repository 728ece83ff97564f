using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;

namespace ProcedureEngine.Activities.Intake;

public enum CorrespondenceEnd
{
    [Outcome("Đương sự rút yêu cầu", "Withdrawn")] Withdrawn,
}

/// <summary>What the officer makes of a message that nobody waited for.</summary>
public enum MessageReading
{
    [Outcome("Đã xem, lưu hồ sơ", "Noted")] Noted,
    [Outcome("Là đơn rút yêu cầu", "It withdraws the request", typeof(WithdrawalReading))] Withdraws,
}

public sealed record WithdrawalReading([property: Field("Lý do rút", "Reason", Multiline = true)] string Reason);

/// <summary>
/// The any-time branch of a case: a mail that no step waits for is filed and put before the officer, a letter that could not be
/// delivered opens a task, and a withdrawal ends the case, until the decision is signed.
/// </summary>
[Activity("Intake.Correspondence", 1, "Thư từ và rút yêu cầu", "Correspondence and withdrawal", Category = "Intake")]
public sealed class Correspondence : Activity<CorrespondenceEnd>
{
    /// <summary>The variable that, once set, bars a withdrawal; without the input the signature.</summary>
    public const string UntilInput = "until";

    protected override IReadOnlyList<InputDescriptor> Inputs =>
    [
        InputDescriptor.Required(UserTaskActivity<CorrespondenceEnd>.RoleInput, "Vai trò", "Role"),
        InputDescriptor.Optional(UntilInput, "Được rút đến khi có", "May be withdrawn until this is recorded"),
    ];

    public override ActivityResult Execute(ActivityContext context) => Wait(
        new CreateBookmark(StimulusNames.Mail), new CreateBookmark(StimulusNames.Supplement), new CreateBookmark(StimulusNames.Withdrawal),
        new CreateBookmark(StimulusNames.DeliveryFailed), new CreateBookmark(StimulusNames.Documents), new CreateBookmark(StimulusNames.Notice));

    public override ActivityResult Resume(ActivityContext context, Resumption resumption) => resumption switch
    {
        StimulusDelivered { Name: StimulusNames.Mail } mail => File(context, EngineJson.Read<ReceivedMail>(mail.Payload)!),
        StimulusDelivered { Name: StimulusNames.Supplement } supplement => File(context, EngineJson.Read<Supplement>(supplement.Payload)!),
        StimulusDelivered { Name: StimulusNames.Withdrawal } said => Withdraw(context, EngineJson.Read<Withdrawal>(said.Payload)!),
        StimulusDelivered { Name: StimulusNames.DeliveryFailed } failed => Undelivered(context, EngineJson.Read<DeliveryFailure>(failed.Payload)!),
        StimulusDelivered { Name: StimulusNames.Notice } notice => Tell(context, EngineJson.Read<OfficeNotice>(notice.Payload)!),
        StimulusDelivered { Name: StimulusNames.Documents } filed => File(context, EngineJson.Read<FiledDocuments>(filed.Payload)!),
        TaskCompleted { Data: WithdrawalReading reading } => Withdraw(context, new Withdrawal(reading.Reason, Channels.Mail)),
        TaskCompleted => Wait(),
        _ => base.Resume(context, resumption),
    };

    public override Type? OutcomeData(UserTask task, string outcome) => outcome == nameof(MessageReading.Withdraws) ? typeof(WithdrawalReading) : null;

    private static ActivityResult File(ActivityContext context, ReceivedMail mail) => Wait(
    [
        .. IncomingMail.Record(context, mail, "reply"),
        IncomingMail.Continue(context, mail),
        mail.IsFromStranger
            ? Ask(context, $"mail-{mail.Blob[..12]}", "Thư từ địa chỉ chưa biết trả lời hồ sơ, cần xem", "Read an answer from an unknown address", IncomingMail.Shown(mail))
            : Ask(context, $"mail-{mail.Blob[..12]}", "Đương sự gửi thư, cần xem", "Read the applicant's message", IncomingMail.Shown(mail)),
    ]);

    private static ActivityResult Tell(ActivityContext context, OfficeNotice notice) => Wait(
        new Log("OfficeNoticed", notice.Title.En, new JsonObject { ["title"] = EngineJson.ToNode(notice.Title) }, new JsonObject { ["text"] = EngineJson.ToNode(notice.Text) }),
        Ask(context, $"notice-{notice.Id}", notice.Title.Vi, notice.Title.En, new JsonObject { ["text"] = EngineJson.ToNode(notice.Text) }));

    private static ActivityResult File(ActivityContext context, Supplement supplement) => Wait(
    [
        .. supplement.Files.Select((file, index) => IncomingMail.Document(context, file, $"{file.Blob[..12]}.{index}", supplement.Channel)),
        Ask(context, "supplement", "Đương sự bổ sung hồ sơ, cần xem", "Read the applicant's supplement", new JsonObject { ["text"] = supplement.Text }),
    ]);

    /// <summary>What an officer scanned or was handed: it only joins the file.</summary>
    private static ActivityResult File(ActivityContext context, FiledDocuments filed) => Wait(
    [
        .. filed.Files.Select((file, index) => IncomingMail.Document(context, file, $"{file.Blob[..12]}.{index}", "office")),
        new Log("DocumentsFiled", $"{filed.Files.Length} files", new JsonObject { ["files"] = EngineJson.ToNode(filed.Files.Select(file => file.Blob)) }),
    ]);

    private static ActivityResult Undelivered(ActivityContext context, DeliveryFailure failure) => Wait(
        Ask(context, $"failed-{failure.OutboxId}", Title(failure).Vi, Title(failure).En,
            new JsonObject { ["template"] = failure.Template, ["to"] = failure.To, ["answer"] = failure.Error }));

    private static LocalizedText Title(DeliveryFailure failure) => failure.Channel == Notification.OutboxChannels.Sms
        ? new("Tin nhắn không gửi được, liên hệ cách khác", "An SMS could not be delivered; reach the applicant another way")
        : new("Thư không gửi được, liên hệ cách khác", "A letter could not be delivered; reach the applicant another way");

    /// <summary>From the signature on (or what the definition names) the decision stands; only the law's own ways lead out of it.</summary>
    private static ActivityResult Withdraw(ActivityContext context, Withdrawal withdrawal)
    {
        if (context.Variable<JsonNode>(context.Input<string>(UntilInput) ?? Vars.Signature) is not null)
        {
            throw RejectedException.Conflict(
                "already-signed", "Quyết định đã được ký hoặc trao, không thể rút yêu cầu.", "The decision is signed or handed over; the request can no longer be withdrawn.");
        }

        return Leave(
            CorrespondenceEnd.Withdrawn,
            SetVariable.To(Vars.Withdrawal, withdrawal),
            new Log("Withdrawn", $"Withdrawn by {withdrawal.Channel}", new JsonObject { ["channel"] = withdrawal.Channel }, new JsonObject { ["reason"] = withdrawal.Reason }));
    }

    private static OpenTask Ask(ActivityContext context, string name, string vi, string en, JsonObject shown) => new(
        name, new LocalizedText(vi, en), context.RequiredInput<string>(UserTaskActivity<CorrespondenceEnd>.RoleInput), context.Office,
        [nameof(MessageReading.Noted), nameof(MessageReading.Withdraws)], Context: shown)
    {
        OutcomeType = typeof(MessageReading),
    };
}
