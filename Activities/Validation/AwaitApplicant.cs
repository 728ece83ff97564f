using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.TimeLimits;

namespace ProcedureEngine.Activities.Validation;

public enum ApplicantAnswer
{
    [Outcome("Đã bổ sung", "Answered")] Answered,
    [Outcome("Quá hạn không bổ sung", "Lapsed")] Lapsed,
}

/// <summary>What the officer records when the applicant answers otherwise than by mail.</summary>
public enum AnswerInPerson
{
    [Outcome("Đương sự đã bổ sung trực tiếp", "The applicant supplied it in person", typeof(SuppliedInPerson))] Supplied,
}

/// <summary>What the officer makes of an answer that came from an address which is no party's.</summary>
public enum StrangersAnswer
{
    [Outcome("Là bổ sung của đương sự", "It is the applicant's answer", typeof(ConfirmedSender))] IsAnswer,
    [Outcome("Không phải; chỉ lưu hồ sơ", "It is not; it stays in the file")] IsNot,
}

/// <param name="IsPartyAddress">From now on its mail counts as the party's.</param>
public sealed record ConfirmedSender([property: Field("Địa chỉ này là của đương sự hoặc người đại diện", "The address is the applicant's or his representative's")] bool IsPartyAddress);

public sealed record SuppliedInPerson([property: Field("Nội dung đã bổ sung", "What was supplied", Multiline = true)] string What);

/// <summary>
/// A wait for the applicant (limit <c>applicant-answer</c>: a reminder after 30 days, the end after 60). A mail, a supplement by
/// the form, or the officer's record ends it.
/// </summary>
[Activity("Validation.AwaitApplicant", 1, "Chờ đương sự bổ sung", "Wait for the applicant", Category = "Validation")]
[StartsLimit("{limit}")]
[MeetsLimit("{limit}")]
[WritesLetter("answer-reminder", "answerBy", On = DeclarationAttribute.WhileWaiting)]
public sealed class AwaitApplicant(CaseServices services) : Activity<ApplicantAnswer>
{
    private const string StrangerTask = "stranger-";

    protected override IReadOnlyList<InputDescriptor> Inputs =>
    [
        InputDescriptor.Required(UserTaskActivity<ApplicantAnswer>.RoleInput, "Vai trò ghi nhận", "Recording role"),
        InputDescriptor.Required(CaseTask<ApplicantAnswer>.LimitInput, "Thời hạn", "Time limit"),
    ];

    public override ActivityResult Execute(ActivityContext context) => Wait(
    [
        CaseFiles.Update(context, CaseStatus.AwaitingApplicant),
        .. ApplicantWait.Begin(services, context),
        new CreateBookmark(StimulusNames.Mail),
        new CreateBookmark(StimulusNames.Supplement),
        new OpenTask(
            "answered-otherwise", new LocalizedText("Ghi nhận đương sự bổ sung trực tiếp", "Record an answer given in person"),
            context.RequiredInput<string>(UserTaskActivity<ApplicantAnswer>.RoleInput), context.Office, [nameof(AnswerInPerson.Supplied)])
        {
            OutcomeType = typeof(AnswerInPerson),
        },
    ]);

    public override Type? OutcomeData(UserTask task, string outcome) => outcome switch
    {
        nameof(AnswerInPerson.Supplied) => typeof(SuppliedInPerson),
        nameof(StrangersAnswer.IsAnswer) => typeof(ConfirmedSender),
        _ => null,
    };

    public override ActivityResult Resume(ActivityContext context, Resumption resumption) => resumption switch
    {
        StimulusDelivered { Name: StimulusNames.Mail } delivered => Received(context, EngineJson.Read<ReceivedMail>(delivered.Payload)!),
        StimulusDelivered { Name: StimulusNames.Supplement } delivered => Answered(context, Supplement(context, EngineJson.Read<Supplement>(delivered.Payload)!)),
        TaskCompleted { Data: ConfirmedSender sender } confirmed => Answered(context, Confirmed(context, confirmed.Task, sender)),
        TaskCompleted { Outcome: nameof(StrangersAnswer.IsNot) } => Wait(new Log("AnswerNotTaken", "An answer from an unknown address is no answer")),
        TaskCompleted { Data: SuppliedInPerson supplied } =>
            Answered(context, [new Log("AnsweredInPerson", "The applicant answered in person", null, new JsonObject { ["what"] = supplied.What })]),
        TimerFired { Timer.Name: ApplicantWait.Reminder } => Wait(services.Letters.Write(context, "answer-reminder", ApplicantWait.LapseSlots(services, context), isAutomatic: true)),
        TimerFired { Timer.Name: ApplicantWait.Lapse } => Leave(ApplicantAnswer.Lapsed, services.Limits.Miss(context, context.RequiredInput<string>(CaseTask<ApplicantAnswer>.LimitInput))),
        _ => base.Resume(context, resumption),
    };

    /// <summary>A stranger's mail lies in the case at once; whether it ends the wait, and with it the applicant's limit, is an officer's word.</summary>
    private ActivityResult Received(ActivityContext context, ReceivedMail mail)
    {
        Effect[] filed = [.. IncomingMail.Record(context, mail, "reply"), IncomingMail.Continue(context, mail)];
        return mail.IsFromStranger ? Wait([.. filed, AskAbout(context, mail)]) : Answered(context, filed);
    }

    private static OpenTask AskAbout(ActivityContext context, ReceivedMail mail) => new(
        $"{StrangerTask}{mail.Blob[..12]}", new LocalizedText("Thư trả lời từ địa chỉ chưa biết: xác nhận", "Confirm an answer from an unknown address"),
        context.RequiredInput<string>(UserTaskActivity<ApplicantAnswer>.RoleInput), context.Office, [nameof(StrangersAnswer.IsAnswer), nameof(StrangersAnswer.IsNot)],
        Context: IncomingMail.Shown(mail))
    {
        OutcomeType = typeof(StrangersAnswer),
    };

    private static IEnumerable<Effect> Confirmed(ActivityContext context, UserTask task, ConfirmedSender sender)
    {
        var from = (string?)task.Context?["from"];
        if (sender.IsPartyAddress)
            yield return new WriteRecord(CaseFiles.Of(context).WithPartyAddress(from));
        yield return new Log(
            "AnswerConfirmed", "An answer from an unknown address is the applicant's", new JsonObject { ["isPartyAddress"] = sender.IsPartyAddress }, new JsonObject { ["from"] = from });
    }

    private static IEnumerable<Effect> Supplement(ActivityContext context, Supplement supplement) =>
    [
        new Log("Supplemented", $"Supplement by {supplement.Channel}", null, new JsonObject { ["text"] = supplement.Text }),
        .. supplement.Files.Select((file, index) => IncomingMail.Document(context, file, $"{file.Blob[..12]}.{index}", supplement.Channel)),
    ];

    private ActivityResult Answered(ActivityContext context, IEnumerable<Effect> effects) =>
        Leave(ApplicantAnswer.Answered, [.. effects, SetVariable.To(Vars.SuppliedAt, context.Now), .. services.Limits.Meet(context, context.RequiredInput<string>(CaseTask<ApplicantAnswer>.LimitInput))]);
}

/// <summary>The two instants of a wait for the applicant, shared by every step that waits for him.</summary>
internal static class ApplicantWait
{
    /// <summary>The limit under which every step waits for the applicant.</summary>
    public const string Limit = "applicant-answer";

    public const string Reminder = "reminder";
    public const string Lapse = "lapse";

    /// <summary>The catalogue's entry for the reminder: <c>{limit}-reminder</c>.</summary>
    public static string ReminderLimit(string limit) => $"{limit}-reminder";

    /// <summary>From now, or from when he got what he answers (<see cref="Vars.AnswerTime"/>) where the step before recorded that.</summary>
    public static IEnumerable<Effect> Begin(CaseServices services, ActivityContext context)
    {
        var limit = context.RequiredInput<string>("limit");
        return services.Limits.StartWaking(context, limit, context.Variable<RunningTime>(Vars.AnswerTime) ?? new RunningTime(context.Now, []), (Reminder, ReminderLimit(limit)), (Lapse, null));
    }

    public static JsonObject LapseSlots(CaseServices services, ActivityContext context)
    {
        var limit = services.Limits.Open(context, context.RequiredInput<string>("limit")).FirstOrDefault();
        return limit?.DueDate is { } date ? new JsonObject { ["answerBy"] = Notification.LetterDesk.Date(date) } : [];
    }
}
