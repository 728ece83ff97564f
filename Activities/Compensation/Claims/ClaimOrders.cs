using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Compensation.Claims;

/// <summary>A decision of the head beside the one on the compensation: its paper, and the letter with which it goes to the claimant.</summary>
/// <param name="Paper">Template of the decision.</param>
/// <param name="Letter">Template of the letter that carries it.</param>
internal sealed record ClaimOrder(string Paper, string Letter, int Version);

/// <summary>Makes a decision's paper and sends it to the claimant as the letter's attachment.</summary>
internal static class ClaimOrders
{
    public static IEnumerable<Effect> Issue(CaseServices services, ActivityContext context, ClaimOrder order, JsonObject slots)
    {
        var paper = services.Letters.Paper(context, order.Paper, "order", (JsonObject)slots.DeepClone(), order.Version);
        return [paper, .. services.Letters.Write(context, order.Letter, slots, false, LetterDesk.Attach(paper))];
    }
}
