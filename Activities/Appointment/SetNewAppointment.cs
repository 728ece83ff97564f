using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;

namespace ProcedureEngine.Activities.Appointment;

public enum NewAppointment
{
    [Outcome("Đã hẹn lại", "Set", typeof(InPersonVisit))] Set,
    [Outcome("Đương sự đang có mặt", "The applicant is here")] PresentNow,
}

public sealed record InPersonVisit([property: Field("Lịch hẹn", "Appointment")] VisitPlan Visit);

/// <summary>A new appointment after a no-show or when the original was not complete (seed 000, step 5).</summary>
[Activity("Appointment.SetNew", 1, "Hẹn lại", "Set a new appointment", Category = "Appointment")]
[WritesLetter("new-appointment", "appointmentAt", "meetOfficer", "meetPhone", "place")]
public sealed class SetNewAppointment(CaseServices services) : CaseTask<NewAppointment>(services)
{
    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, NewAppointment outcome)
    {
        if (completed.Data is not InPersonVisit { Visit: var visit })
            return Leave(outcome, Participation.Of(context, Participation.Intake));
        return Leave(outcome,
        [
            Participation.Of(context, Participation.Intake),
            .. AppointmentBook.Arrange(Services, context, visit, DraftDue.Of(context)),
            .. Invitations.Send(Services, context, "new-appointment", AppointmentBook.Slots(visit), visit),
        ]);
    }
}

/// <summary>While the draft is still being written, the end of its limit bounds the visits.</summary>
internal static class DraftDue
{
    public static Instant? Of(ActivityContext context) => context.RecordsOf<TimeLimits.TimeLimit>()
        .Where(limit => limit is { LimitId: "draft-decision", State: TimeLimits.TimeLimitState.Running }).Select(limit => limit.DueAt).FirstOrDefault();
}
