using ProcedureEngine.Activities.Appointment;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Linting;

namespace ProcedureEngine.Activities.Notification;

/// <summary>
/// Sends a letter that needs no slots of its own (<c>withdrawal-confirmed</c>, <c>lapsed</c>); the definition names the template. A visit that was
/// still to come is struck out with it.
/// </summary>
[Activity("Notification.SendLetter", 1, "Gửi thư", "Send a letter", Category = "Notification")]
[WritesLetter("{letter}")]
public sealed class SendLetter(CaseServices services) : Activity<Done>
{
    protected override IReadOnlyList<InputDescriptor> Inputs => [InputDescriptor.Required("letter", "Mẫu thư", "Letter")];

    public override ActivityResult Execute(ActivityContext context) =>
        Leave(Done.Done,
        [
            .. Invitations.SendWithoutVisit(services, context, context.RequiredInput<string>("letter"), [], isAutomatic: true),
            .. AppointmentBook.End(context, AppointmentState.Cancelled),
        ]);
}
