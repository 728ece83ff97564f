using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Appointment;

public enum OriginalInPerson
{
    [Outcome("Khớp, hợp lệ", "Matches", typeof(OriginalFinding))] Match,
    [Outcome("Hợp lệ nhưng có thông tin khác", "Valid, but differs", typeof(OriginalFinding))] Differs,
    [Outcome("Chưa đầy đủ, hướng dẫn bổ sung", "Incomplete", typeof(OriginalGuidance))] Incomplete,
    [Outcome("Đương sự không đến", "No-show")] NoShow,
}

/// <summary>One hour after the appointment: did he come?</summary>
public enum Attendance
{
    [Outcome("Đã đến", "Came")] Came,
    [Outcome("Không đến", "Did not come")] DidNotCome,
}

/// <param name="Original">The original's values, field by field; they win over the online request.</param>
/// <param name="HasJudgment">The judgment or decision itself was handed in.</param>
public sealed record OriginalFinding(
    [property: Field("Nội dung theo bản chính", "Values of the original")] EnforcementRequest Original,
    [property: Field("Đã nhận bản án, quyết định", "The judgment was handed in")] bool HasJudgment) : IValidated
{
    public IEnumerable<FieldError> Validate() => Originals.RequireJudgment(HasJudgment);
}

public sealed record OriginalGuidance(
    [property: Field("Nội dung còn thiếu", "What is missing")] ImmutableArray<string> Missing,
    [property: Field("Hướng dẫn", "Guidance", Multiline = true)] string Text) : IValidated
{
    public IEnumerable<FieldError> Validate() =>
        [.. Required.Text("text", Text), .. Required.Lines("missing", Missing, new LocalizedText("Nêu rõ nội dung còn thiếu.", "Say what is missing."))];
}

/// <summary>
/// Step 5 in person (seed 000): receives the original and compares it with the online request field by field. One hour after the
/// appointment the officer is asked whether the applicant came.
/// </summary>
[Activity("Appointment.ReceiveOriginal", 1, "Tiếp nhận bản chính và đối chiếu", "Receive the original and compare", Category = "Appointment")]
[StartsLimit(AppointmentLimit)]
[MeetsLimit(AppointmentLimit)]
[StartsLimit(Originals.DecisionByLaw, On = nameof(OriginalInPerson.Match))]
[StartsLimit(Originals.DecisionByLaw, On = nameof(OriginalInPerson.Differs))]
[WritesLetter("file-complete", "delivery", On = nameof(OriginalInPerson.Match))]
[WritesLetter("file-complete", "delivery", On = nameof(OriginalInPerson.Differs))]
[WritesLetter("original-incomplete", "missing", "text", On = nameof(OriginalInPerson.Incomplete))]
public sealed class ReceiveOriginal(CaseServices services) : CaseTask<OriginalInPerson>(services)
{
    private const string OneHourLater = "one-hour-later";
    private const string AppointmentLimit = "appointment";

    /// <summary>Who comes at the hour needs time to be received: the limit ends when the question is asked.</summary>
    private static readonly Duration Grace = Duration.FromHours(1);

    /// <summary>Without an appointment the applicant is at the counter already.</summary>
    protected override IEnumerable<Effect> Enter(ActivityContext context)
    {
        if (AppointmentBook.Standing(context) is not { } visit)
            return [CaseFiles.Update(context, CaseStatus.Preparing)];
        return
        [
            CaseFiles.Update(context, CaseStatus.Preparing),
            .. Services.Limits.StartUntil(context, AppointmentLimit, context.Now, visit.From + Grace),
            new ArmTimer(OneHourLater, visit.From + Grace),
        ];
    }

    protected override Instant? DueAt(ActivityContext context) => AppointmentBook.Standing(context)?.From;

    public override Type? OutcomeData(UserTask task, string outcome) => task.Name == OneHourLater ? null : base.OutcomeData(task, outcome);

    public override ActivityResult Resume(ActivityContext context, Resumption resumption) => resumption switch
    {
        TimerFired { Timer.Name: OneHourLater } => Wait(AskAttendance(context)),
        TaskCompleted { Task.Name: OneHourLater, Outcome: nameof(Attendance.DidNotCome) } => Missed(context),
        TaskCompleted { Task.Name: OneHourLater } => Wait(),
        _ => base.Resume(context, resumption),
    };

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, OriginalInPerson outcome) => completed.Data switch
    {
        OriginalFinding finding => Leave(outcome,
        [
            .. Visited(context),
            .. Originals.Record(Services, context, finding.Original, outcome == OriginalInPerson.Match ? OriginalOutcome.Match : OriginalOutcome.Differs, context.Now, context.Actor.Id),
            .. Invitations.SendWithoutVisit(Services, context, "file-complete", new JsonObject { ["delivery"] = EngineJson.ToNode(finding.Original.Delivery) }),
        ]),
        OriginalGuidance guidance => Leave(outcome,
        [
            .. Visited(context),
            Participation.Of(context, Participation.Intake),
            .. Invitations.SendWithoutVisit(Services, context, "original-incomplete", EngineJson.ToObject(guidance)),
            SetVariable.To(Vars.Rounds, context.Variable<int>(Vars.Rounds) + 1),
        ]),
        _ => Missed(context),
    };

    private ActivityResult Missed(ActivityContext context) => Leave(OriginalInPerson.NoShow,
        [.. AppointmentBook.End(context, AppointmentState.Missed), .. Services.Limits.Cancel(context, AppointmentLimit)]);

    private IEnumerable<Effect> Visited(ActivityContext context) =>
    [
        SetVariable.To(Vars.Visits, context.Variable<int>(Vars.Visits) + 1),
        .. AppointmentBook.End(context, AppointmentState.Kept),
        .. Services.Limits.Meet(context, AppointmentLimit),
    ];

    private static OpenTask AskAttendance(ActivityContext context) => new(
        OneHourLater, new LocalizedText("Đương sự có đến theo lịch hẹn không?", "Did the applicant come?"), context.RequiredInput<string>(RoleInput), context.Office,
        [nameof(Attendance.Came), nameof(Attendance.DidNotCome)])
    {
        OutcomeType = typeof(Attendance),
    };
}

/// <summary>Recording the original: the facts on which invariant 1 rests.</summary>
internal static class Originals
{
    public const string DecisionByLaw = "decision-by-law";

    public static IEnumerable<FieldError> RequireJudgment(bool hasJudgment)
    {
        if (!hasJudgment)
        {
            yield return new FieldError(
                "hasJudgment", "judgment-required", new LocalizedText("Bản chính phải kèm bản án, quyết định.", "An original is complete only with the judgment or decision itself."));
        }
    }

    /// <exception cref="RejectedException">It lies before the case began, or in the future.</exception>
    public static void RequireDay(CaseServices services, ActivityContext context, LocalDate receivedOn)
    {
        if (receivedOn > services.Day(context.Now))
            throw RejectedException.Invalid("data.receivedOn", "in-the-future", "Ngày nhận không thể ở tương lai.", "It cannot have arrived on a day to come.");
        if (receivedOn < services.Day(CaseFiles.Of(context).OpenedAt))
            throw RejectedException.Invalid("data.receivedOn", "before-case", "Ngày nhận trước ngày mở hồ sơ.", "It cannot have arrived before the case was opened.");
    }

    /// <summary>The moment that a day stands for, when its hour was not written down: one known of that day, else its beginning.</summary>
    public static Instant MomentOf(CaseServices services, LocalDate receivedOn, params ReadOnlySpan<Instant> known)
    {
        foreach (var moment in known)
        {
            if (services.Day(moment) == receivedOn)
                return moment;
        }

        return receivedOn.AtStartOfDayInZone(services.Zone).ToInstant();
    }

    /// <param name="receivedAt">When it was at the office with the judgment; the law's limit for the decision runs from here.</param>
    public static IEnumerable<Effect> Record(
        CaseServices services, ActivityContext context, EnforcementRequest values, OriginalOutcome outcome, Instant receivedAt, string receivedBy)
    {
        var online = context.Variable<EnforcementRequest>(Vars.Request)!;
        var differences = outcome == OriginalOutcome.Alone ? [] : Comparison.Of(online, values);
        Agree(outcome, differences);
        return
        [
            Participation.Of(context, Participation.Intake),
            SetVariable.To(Vars.Original, new OriginalRecord(values, outcome, differences, receivedAt, context.Now, context.Actor.Id, receivedBy)),
            .. services.Limits.Start(context, DecisionByLaw, receivedAt),
            new Log("OriginalCompared", outcome.ToString(), new JsonObject { ["outcome"] = outcome.ToString(), ["differences"] = differences.Length },
                new JsonObject { ["differences"] = EngineJson.ToNode(differences) }),
        ];
    }

    /// <summary>What the officer found must be what the fields say.</summary>
    private static void Agree(OriginalOutcome outcome, ImmutableArray<FieldDifference> differences)
    {
        var fields = string.Join(", ", differences.Select(difference => difference.Field));
        switch (outcome)
        {
            case OriginalOutcome.Match when !differences.IsEmpty:
                throw RejectedException.Invalid(
                    "outcome", "original-differs", $"Bản chính khác yêu cầu trực tuyến ở: {fields}.", $"The original differs from the online request in: {fields}; choose 'differs'.");
            case OriginalOutcome.Differs when differences.IsEmpty:
                throw RejectedException.Invalid("outcome", "original-matches", "Bản chính không khác yêu cầu trực tuyến.", "No field differs; choose 'matches'.");
        }
    }
}
