using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Activities.Validation;

namespace ProcedureEngine.Activities.Appointment;

public enum OriginalWay
{
    [Outcome("Trực tiếp", "In person")] InPerson,
    [Outcome("Qua bưu điện", "By post")] ByPost,
    [Outcome("Đã có tại quầy", "At the counter")] AtCounter,
}

/// <summary>How the original comes: as arranged in step 3, or it is at hand because the applicant came to the counter (invariant 6).</summary>
[Activity("Appointment.RouteOriginal", 1, "Cách nhận bản chính", "How the original comes", Category = "Appointment")]
public sealed class RouteOriginal : Activity<OriginalWay>
{
    public override ActivityResult Execute(ActivityContext context)
    {
        if (CaseFiles.Of(context).Channel == Intake.Channels.Counter)
            return Leave(OriginalWay.AtCounter);
        return Leave(context.Variable<EnforcementRequest>(Vars.Request)!.Form == RequestForm.Post ? OriginalWay.ByPost : OriginalWay.InPerson);
    }
}

public enum PostArrival
{
    [Outcome("Đã nhận được đơn", "Arrived", typeof(LetterArrived))] Arrived,
    [Outcome("Quá hạn không gửi", "Lapsed")] Lapsed,
}

/// <param name="ReceivedOn">The day on which the letter came to the office.</param>
public sealed record LetterArrived([property: Field("Ngày nhận đơn", "Received on")] LocalDate ReceivedOn);

/// <summary>Step 3 by post (seed 000): waits for the letter; the e-mail that it arrived goes out when it has.</summary>
[Activity("Appointment.AwaitPost", 1, "Chờ đơn qua bưu điện", "Wait for the letter", Category = "Appointment")]
[StartsLimit("{limit}")]
[MeetsLimit("{limit}")]
[WritesLetter("post-arrived", "receivedOn", On = nameof(PostArrival.Arrived))]
[WritesLetter("answer-reminder", "answerBy", On = DeclarationAttribute.WhileWaiting)]
public sealed class AwaitPost(CaseServices services) : UserTaskActivity<PostArrival>
{
    protected override IReadOnlyList<InputDescriptor> Inputs => [.. base.Inputs, InputDescriptor.Required(CaseTask<PostArrival>.LimitInput, "Thời hạn", "Time limit")];

    protected override IEnumerable<Effect> Enter(ActivityContext context) => [CaseFiles.Update(context, CaseStatus.Preparing), .. ApplicantWait.Begin(services, context)];

    protected override IEnumerable<PostArrival> Offered(ActivityContext context) => [PostArrival.Arrived];

    public override ActivityResult Resume(ActivityContext context, Resumption resumption) => resumption switch
    {
        TimerFired { Timer.Name: ApplicantWait.Reminder } => Wait(services.Letters.Write(context, "answer-reminder", ApplicantWait.LapseSlots(services, context), isAutomatic: true)),
        TimerFired { Timer.Name: ApplicantWait.Lapse } => Leave(PostArrival.Lapsed, services.Limits.Miss(context, context.RequiredInput<string>(CaseTask<PostArrival>.LimitInput))),
        _ => base.Resume(context, resumption),
    };

    protected override ActivityResult Complete(ActivityContext context, TaskCompleted completed, PostArrival outcome)
    {
        var arrived = (LetterArrived)completed.Data!;
        if (arrived.ReceivedOn > services.Day(context.Now))
            throw RejectedException.Invalid("data.receivedOn", "in-the-future", "Ngày nhận không thể ở tương lai.", "A letter cannot have arrived on a day to come.");
        if (arrived.ReceivedOn < services.Day(CaseFiles.Of(context).OpenedAt))
            throw RejectedException.Invalid("data.receivedOn", "before-case", "Ngày nhận trước ngày mở hồ sơ.", "The letter cannot have arrived before the case was opened.");
        return Leave(outcome,
        [
            Participation.Of(context, Participation.Intake),
            SetVariable.To(PostedOriginal.ArrivalVariable, new PostedLetter(arrived.ReceivedOn, context.Actor.Id)),
            .. services.Limits.Meet(context, context.RequiredInput<string>(CaseTask<PostArrival>.LimitInput)),
            .. services.Letters.Write(context, "post-arrived", new JsonObject { ["receivedOn"] = Notification.LetterDesk.Date(arrived.ReceivedOn) }),
        ]);
    }
}

internal sealed record PostedLetter(LocalDate ReceivedOn, string ReceivedBy);

internal static class PostedOriginal
{
    public const string ArrivalVariable = "postedLetter";
}

public enum OriginalByPost
{
    [Outcome("Chính xác, đầy đủ", "Matches", typeof(OriginalFinding))] Match,
    [Outcome("Không chính xác hoặc chưa đầy đủ, hẹn đến trực tiếp", "Does not match", typeof(PostMismatch))] Mismatch,
}

/// <param name="Differences">What is inaccurate or missing, each in a line.</param>
/// <param name="Visit">The appointment in person that goes with it (seed 000, step 5, case 3).</param>
public sealed record PostMismatch(
    [property: Field("Nội dung chưa chính xác, chưa đầy đủ", "What is inaccurate or missing")] ImmutableArray<string> Differences,
    [property: Field("Lịch hẹn", "Appointment")] VisitPlan Visit) : IValidated
{
    public IEnumerable<FieldError> Validate()
    {
        if (Differences.IsDefaultOrEmpty)
            yield return new FieldError("differences", "required", new LocalizedText("Nêu rõ nội dung chưa khớp.", "Say what does not match."));
    }
}

/// <summary>Step 5 by post (seed 000, case 3): compares the letter; what does not match brings a supplement by e-mail and a visit.</summary>
[Activity("Appointment.ComparePost", 1, "Đối chiếu đơn qua bưu điện", "Compare the letter", Category = "Appointment")]
[StartsLimit(Originals.DecisionByLaw, On = nameof(OriginalByPost.Match))]
[WritesLetter("post-mismatch", "differences", "appointmentAt", "meetOfficer", "meetPhone", "place", On = nameof(OriginalByPost.Mismatch))]
public sealed class ComparePost(CaseServices services) : CaseTask<OriginalByPost>(services)
{
    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, OriginalByPost outcome) => completed.Data switch
    {
        OriginalFinding finding => Leave(outcome, Received(context, finding)),
        PostMismatch mismatch => Leave(outcome, Mismatched(context, mismatch)),
        _ => throw new DefectException("Step 5 by post received no finding."),
    };

    private IEnumerable<Effect> Received(ActivityContext context, OriginalFinding finding)
    {
        var letter = context.Variable<PostedLetter>(PostedOriginal.ArrivalVariable) ?? throw new InvariantException("original-required", "No letter was recorded as received.");
        var receivedAt = letter.ReceivedOn == Services.Day(context.Now) ? context.Now : letter.ReceivedOn.AtStartOfDayInZone(Services.Zone).ToInstant();
        return Originals.Record(Services, context, finding.Original, OriginalOutcome.Match, receivedAt, letter.ReceivedBy);
    }

    private IEnumerable<Effect> Mismatched(ActivityContext context, PostMismatch mismatch)
    {
        var slots = AppointmentBook.Slots(mismatch.Visit);
        slots["differences"] = EngineJson.ToNode(mismatch.Differences);
        return
        [
            Participation.Of(context, Participation.Intake),
            .. AppointmentBook.Arrange(Services, context, mismatch.Visit, DraftDue.Of(context)),
            .. Invitations.Send(Services, context, "post-mismatch", slots, mismatch.Visit),
            SetVariable.To(Vars.Rounds, context.Variable<int>(Vars.Rounds) + 1),
        ];
    }
}

public enum OriginalAtCounter
{
    [Outcome("Đã ghi nhận bản chính", "Recorded", typeof(OriginalFinding))] Recorded,
}

/// <summary>The original of who walked in, alone: there was no online request to compare with (invariant 6).</summary>
[Activity("Appointment.RecordOriginal", 1, "Ghi nhận bản chính tại quầy", "Record the original at the counter", Category = "Appointment")]
[StartsLimit(Originals.DecisionByLaw, On = nameof(OriginalAtCounter.Recorded))]
public sealed class RecordOriginal(CaseServices services) : CaseTask<OriginalAtCounter>(services)
{
    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, OriginalAtCounter outcome) => Leave(outcome,
    [
        SetVariable.To(Vars.Visits, context.Variable<int>(Vars.Visits) + 1),
        .. Originals.Record(Services, context, ((OriginalFinding)completed.Data!).Original, OriginalOutcome.Alone, CaseFiles.Of(context).OpenedAt, context.Actor.Id),
    ]);
}
