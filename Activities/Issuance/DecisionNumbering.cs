using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Drafting;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Issuance;

/// <summary>
/// A decision whose number is taken with the leader's signature (both compensation procedures): signing, and then making its paper. They are two steps, since a
/// number is known to the effects after it, not to those beside it.
/// </summary>
internal static class DecisionNumbering
{
    /// <summary>The signature, the number and the line of the journal.</summary>
    public static IEnumerable<Effect> Sign(CaseServices services, ActivityContext context, LeaderSignature signature)
    {
        var office = services.OfficeOf(context);
        return
        [
            SetVariable.To(Vars.Signature, signature.Record(context)),
            new TakeNumber(new CounterKey(office.Id, "decision", services.NumberingYear(office, context.Now)), office.DecisionPattern, Vars.DecisionNumber),
            new Log("DecisionSigned", "Signed", new JsonObject { ["signer"] = context.Actor.Id }),
        ];
    }

    /// <summary>The decision's record and paper, and the news of it.</summary>
    /// <param name="slots">The paper's slots; the day of the signature is its date.</param>
    /// <exception cref="InvariantException">It is not signed, or has no number.</exception>
    public static IEnumerable<Effect> Record(CaseServices services, ActivityContext context, string template, Func<CaseNumber, SignatureRecord, JsonObject> slots)
    {
        var signature = context.Variable<SignatureRecord>(Vars.Signature) ?? throw new InvariantException("signature-required", "The decision is not signed.");
        var number = context.Variable<CaseNumber>(Vars.DecisionNumber) ?? throw new InvariantException("number-required", "The decision has no number.");
        var day = services.Day(signature.SignedAt);
        var paper = services.Letters.Paper(context, template, "decision", slots(number, signature), 1, day);
        return
        [
            SetVariable.To(Vars.Decision, new DecisionRecord(number.Text, day, signature.SignerName, paper.Record.Id, context.Now, context.Actor.Id)),
            paper,
            new Send(OutboxChannels.Event, EventKinds.DecisionIssued, new JsonObject { ["number"] = number.Text, ["date"] = LetterDesk.Date(day) }),
        ];
    }
}
