using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.Notification;
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
        Originals.RequireDay(services, context, arrived.ReceivedOn);
        return Leave(outcome,
        [
            Participation.Of(context, Participation.Intake),
            SetVariable.To(PostedOriginal.ArrivalVariable, new PostedLetter(arrived.ReceivedOn, context.Actor.Id)),
            .. services.Limits.Meet(context, context.RequiredInput<string>(CaseTask<PostArrival>.LimitInput)),
            .. services.Letters.Write(context, "post-arrived", new JsonObject { ["receivedOn"] = LetterDesk.Date(arrived.ReceivedOn) }),
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
    public IEnumerable<FieldError> Validate() => Required.Lines("differences", Differences, new LocalizedText("Nêu rõ nội dung chưa khớp.", "Say what does not match."));
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
        return Originals.Record(
            Services, context, finding.Original, OriginalOutcome.Match, Originals.MomentOf(Services, letter.ReceivedOn, context.Now), letter.ReceivedBy);
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
    [Outcome("Đã ghi nhận bản chính", "Recorded", typeof(CounterOriginal))] Recorded,
}

/// <param name="Original">The original's values.</param>
/// <param name="HasJudgment">The judgment or decision itself was handed in.</param>
public sealed record CounterOriginal(
    [property: Field("Nội dung theo bản chính", "Values of the original")] EnforcementRequest Original,
    [property: Field("Đã nhận bản án, quyết định", "The judgment was handed in")] bool HasJudgment) : IValidated
{
    /// <summary>The day on which the original was at the office with the judgment; null: when the applicant last supplied something, else when he came.</summary>
    [Field("Ngày có đủ bản chính kèm bản án (để trống: ngày bổ sung gần nhất, nếu không thì ngày mở hồ sơ)", "Original with the judgment received on (empty: the day of the last supplement, else of the opening)")]
    public LocalDate? ReceivedOn { get; init; }

    public IEnumerable<FieldError> Validate() => Originals.RequireJudgment(HasJudgment);
}

/// <summary>The original of who walked in, alone: there was no online request to compare with (invariant 6).</summary>
[Activity("Appointment.RecordOriginal", 1, "Ghi nhận bản chính tại quầy", "Record the original at the counter", Category = "Appointment")]
[StartsLimit(Originals.DecisionByLaw, On = nameof(OriginalAtCounter.Recorded))]
public sealed class RecordOriginal(CaseServices services) : CaseTask<OriginalAtCounter>(services)
{
    /// <summary>The day that stands in the form until the officer writes another.</summary>
    protected override JsonObject Shown(ActivityContext context) => new() { ["known"] = new JsonObject { ["receivedOn"] = LetterDesk.Date(Services.Day(Came(context))) } };

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, OriginalAtCounter outcome)
    {
        var finding = (CounterOriginal)completed.Data!;
        return Leave(outcome,
        [
            SetVariable.To(Vars.Visits, context.Variable<int>(Vars.Visits) + 1),
            .. Originals.Record(Services, context, finding.Original, OriginalOutcome.Alone, ReceivedAt(context, finding.ReceivedOn), context.Actor.Id),
        ]);
    }

    private Instant ReceivedAt(ActivityContext context, LocalDate? receivedOn)
    {
        if (receivedOn is not { } day)
            return Came(context);
        Originals.RequireDay(Services, context, day);
        return Originals.MomentOf(Services, day, Came(context), context.Now);
    }

    /// <summary>Who was guided came again with what had been missing: the law's time runs from then, not from when he first stood there without the judgment.</summary>
    private static Instant Came(ActivityContext context) => context.Variable<Instant?>(Vars.SuppliedAt) ?? CaseFiles.Of(context).OpenedAt;
}
