using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Drafting;

/// <summary>The slots of the decision's paper, as a draft or as issued.</summary>
internal static class DecisionPaper
{
    public static JsonObject Slots(CaseServices services, ActivityContext context, DraftRecord draft, DecisionRecord? decision)
    {
        var slots = services.Letters.FileSlots(context, decision?.Date ?? services.Day(context.Now));
        slots["isDraft"] = decision is null;
        slots["request"] = EngineJson.ToNode(draft.Values);
        slots["legalBases"] = new JsonArray([.. draft.LegalBases.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => (JsonNode)line)]);
        if (context.Variable<SignatureRecord>(Vars.Signature) is { } signature)
        {
            slots["bailiffName"] = signature.BailiffName;
            slots["signerName"] = signature.SignerName;
            slots["signerTitle"] = signature.SignerTitle;
        }

        if (decision is not null)
            slots["decisionNumber"] = decision.Number;
        return slots;
    }
}
