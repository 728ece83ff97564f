using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Intake;

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

public sealed record SuppliedInPerson([property: Field("Nội dung đã bổ sung", "What was supplied", Multiline = true)] string What);

/// <summary>
/// A wait for the applicant (limit <c>applicant-answer</c>: a reminder after 30 days, the end after 60). A mail, a supplement by
/// the form, or the officer's record ends it.
/// </summary>
[Activity("Validation.AwaitApplicant", 1, "Chờ đương sự bổ sung", "Wait for the applicant", Category = "Validation")]
public sealed class AwaitApplicant(CaseServices services) : Activity<ApplicantAnswer>
{
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

    public override Type? OutcomeData(UserTask task, string outcome) => typeof(SuppliedInPerson);

    public override ActivityResult Resume(ActivityContext context, Resumption resumption) => resumption switch
    {
        StimulusDelivered { Name: StimulusNames.Mail } delivered => Answered(context, Mail(context, EngineJson.Read<ReceivedMail>(delivered.Payload)!)),
        StimulusDelivered { Name: StimulusNames.Supplement } delivered => Answered(context, Supplement(context, EngineJson.Read<Supplement>(delivered.Payload)!)),
        TaskCompleted { Data: SuppliedInPerson supplied } =>
            Answered(context, [new Log("AnsweredInPerson", "The applicant answered in person", null, new JsonObject { ["what"] = supplied.What })]),
        TimerFired { Timer.Name: ApplicantWait.Reminder } => Wait(services.Letters.Write(context, "answer-reminder", ApplicantWait.LapseSlots(services, context), isAutomatic: true)),
        TimerFired { Timer.Name: ApplicantWait.Lapse } => Leave(ApplicantAnswer.Lapsed, services.Limits.Miss(context, context.RequiredInput<string>(CaseTask<ApplicantAnswer>.LimitInput))),
        _ => base.Resume(context, resumption),
    };

    private static IEnumerable<Effect> Mail(ActivityContext context, ReceivedMail mail) => [.. IncomingMail.Record(context, mail, "reply"), IncomingMail.Continue(context, mail)];

    private static IEnumerable<Effect> Supplement(ActivityContext context, Supplement supplement) =>
    [
        new Log("Supplemented", $"Supplement by {supplement.Channel}", null, new JsonObject { ["text"] = supplement.Text }),
        .. supplement.Files.Select((file, index) => IncomingMail.Document(context, file, $"{file.Blob[..12]}.{index}", supplement.Channel)),
    ];

    private ActivityResult Answered(ActivityContext context, IEnumerable<Effect> effects) =>
        Leave(ApplicantAnswer.Answered, [.. effects, .. services.Limits.Meet(context, context.RequiredInput<string>(CaseTask<ApplicantAnswer>.LimitInput))]);
}

/// <summary>The two instants of a wait for the applicant, shared by every step that waits for him.</summary>
internal static class ApplicantWait
{
    public const string Reminder = "reminder";
    public const string Lapse = "lapse";

    /// <summary>The catalogue's entry for the reminder: <c>{limit}-reminder</c>.</summary>
    public static string ReminderLimit(string limit) => $"{limit}-reminder";

    public static IEnumerable<Effect> Begin(CaseServices services, ActivityContext context)
    {
        var limit = context.RequiredInput<string>("limit");
        return services.Limits.StartWaking(context, limit, context.Now, (Reminder, ReminderLimit(limit)), (Lapse, null));
    }

    public static JsonObject LapseSlots(CaseServices services, ActivityContext context)
    {
        var limit = services.Limits.Open(context, context.RequiredInput<string>("limit")).FirstOrDefault();
        return limit?.DueDate is { } date ? new JsonObject { ["answerBy"] = Notification.LetterDesk.Date(date) } : [];
    }
}
