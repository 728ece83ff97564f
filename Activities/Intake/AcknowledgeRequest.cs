using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;

namespace ProcedureEngine.Activities.Intake;

/// <summary>The automatic 'received, reference CODE' to who asked online; who stands at the counter needs none.</summary>
[Activity("Intake.Acknowledge", 1, "Báo đã nhận", "Acknowledge", Category = "Intake")]
[WritesLetter("received")]
public sealed class AcknowledgeRequest(CaseServices services) : Activity<Done>
{
    public override ActivityResult Execute(ActivityContext context) =>
        context.Variable<Applicant>(Vars.Applicant)?.Email is null ? Leave(Done.Done) : Leave(Done.Done, services.Letters.Write(context, "received", [], isAutomatic: true));
}
