using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;

namespace ProcedureEngine.Activities.Appointment;

public enum Confirmation
{
    [Outcome("Hẹn đến trực tiếp", "Appointment in person", typeof(InPersonArrangement))] InPerson,
    [Outcome("Chờ đơn gửi qua bưu điện", "By post", typeof(PostArrangement))] ByPost,
}

/// <param name="Visit">Day, hour, whom to meet, his phone.</param>
public sealed record InPersonArrangement([property: Field("Lịch hẹn", "Appointment")] VisitPlan Visit)
{
    [Field("Người được phân công dự thảo (nếu khác)", "Drafting officer, when another is assigned", MaxLength = 100), HoldsRole("drafting-officer")]
    public string? DraftingOfficer { get; init; }
}

public sealed record PostArrangement
{
    [Field("Người được phân công dự thảo (nếu khác)", "Drafting officer, when another is assigned", MaxLength = 100), HoldsRole("drafting-officer")]
    public string? DraftingOfficer { get; init; }
}

/// <summary>
/// Step 3 (seed 000): confirms receipt by e-mail and arranges the original: in person by an appointment, by post by waiting for
/// the letter. The way is the one the request chose.
/// </summary>
[Activity("Appointment.ConfirmReceipt", 1, "Xác nhận và hẹn nhận bản chính", "Confirm receipt and arrange the original", Category = "Appointment")]
[WritesLetter("confirm-in-person", "appointmentAt", "meetOfficer", "meetPhone", "place", On = nameof(Confirmation.InPerson))]
[WritesLetter("confirm-post", On = nameof(Confirmation.ByPost))]
public sealed class ConfirmReceipt(CaseServices services) : CaseTask<Confirmation>(services)
{
    /// <summary>The limit after whose end a visit may lie.</summary>
    public const string DraftLimitInput = "draftLimit";

    protected override IReadOnlyList<InputDescriptor> Inputs => [.. base.Inputs, InputDescriptor.Required(DraftLimitInput, "Thời hạn dự thảo", "Drafting limit")];

    protected override IEnumerable<Confirmation> Offered(ActivityContext context) =>
        [context.Variable<EnforcementRequest>(Vars.Request)?.Form == RequestForm.Post ? Confirmation.ByPost : Confirmation.InPerson];

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, Confirmation outcome) => completed.Data switch
    {
        InPersonArrangement arrangement => Leave(outcome, [.. Assign(context, arrangement.DraftingOfficer), .. InPerson(context, arrangement.Visit)]),
        PostArrangement arrangement => Leave(outcome, [.. Assign(context, arrangement.DraftingOfficer), .. Services.Letters.Write(context, "confirm-post", [])]),
        _ => throw new DefectException("Step 3 received no arrangement."),
    };

    private static IEnumerable<Effect> Assign(ActivityContext context, string? officer) =>
        [Participation.Of(context, Participation.Intake), SetVariable.To(Vars.DraftingOfficer, string.IsNullOrWhiteSpace(officer) ? null : officer)];

    /// <summary>The draft's limit runs from this confirmation, so its end is known here.</summary>
    private IEnumerable<Effect> InPerson(ActivityContext context, VisitPlan visit)
    {
        var draftDue = Services.Limits.DueAt(context, context.RequiredInput<string>(DraftLimitInput), context.Now);
        return
        [
            .. AppointmentBook.Arrange(Services, context, visit, draftDue),
            .. Invitations.Send(Services, context, "confirm-in-person", AppointmentBook.Slots(visit), visit),
        ];
    }
}
