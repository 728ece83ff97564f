using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Drafting;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Issuance;

public enum SoftCopy
{
    [Outcome("Gửi bản mềm cho đương sự", "Sent")] Sent,
}

/// <summary>
/// Step 7, intake officer (seed 000): the e-mail with the soft copy (number, day, month, year, signed) to the address of the online
/// request and no other. Who has none gets the paper.
/// </summary>
[Activity("Issuance.SendSoftCopy", 1, "Gửi bản mềm quyết định", "Send the soft copy", Category = "Issuance")]
[WritesLetter("decision-issued", "decisionNumber", "decisionDate", "signerName", "delivery")]
public sealed class SendSoftCopy(CaseServices services) : CaseTask<SoftCopy>(services)
{
    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, SoftCopy outcome)
    {
        var (decision, draft) = IssuanceFacts.RequireIssued(context);
        var slots = new JsonObject
        {
            ["decisionNumber"] = decision.Number,
            ["decisionDate"] = LetterDesk.Date(decision.Date),
            ["signerName"] = decision.SignerName,
            ["delivery"] = EngineJson.ToNode(draft.Values.Delivery),
        };
        var paper = new LetterAttachment(
            IssuanceFacts.FileName(context.Variable<CaseNumber>(Vars.DecisionNumber)!), "text/html; charset=utf-8", null, "enforcement-decision",
            DecisionPaper.Slots(Services, context, draft, decision), null);
        return Leave(outcome, Services.Letters.Write(context, "decision-issued", slots, false, paper));
    }
}
