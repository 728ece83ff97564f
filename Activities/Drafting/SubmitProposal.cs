using System.Globalization;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;

namespace ProcedureEngine.Activities.Drafting;

public enum Proposal
{
    [Outcome("Trình Thủ trưởng", "Submitted", typeof(ProposalText))] Submitted,
}

public sealed record ProposalText([property: Field("Nội dung đề xuất", "Proposal", Multiline = true)] string Text) : IValidated
{
    public IEnumerable<FieldError> Validate() => Required.Text("text", Text);
}

internal sealed record ProposalRecord(int Occurrence, string Text, string SubmittedBy, Instant SubmittedAt);

/// <summary>Step 5b: the officer's proposal to the head, a paper of the file. Only with a compared original whose values the draft holds (invariant 1).</summary>
[Activity("Drafting.SubmitProposal", 1, "Trình Thủ trưởng", "Submit to the head", Category = "Drafting")]
[MakesPaper("proposal", "applicantName", "proposal", "officerName", "comparison", "differences", "draftVersion", IsOfFile = true)]
public sealed class SubmitProposal(CaseServices services) : CaseTask<Proposal>(services)
{
    protected override IEnumerable<Effect> Enter(ActivityContext context)
    {
        Facts.ReadyForDecision(context);
        return base.Enter(context);
    }

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, Proposal outcome)
    {
        var (original, draft) = Facts.ReadyForDecision(context);
        var text = ((ProposalText)completed.Data!).Text;
        var proposal = new ProposalRecord((context.Variable<ProposalRecord>(Vars.Proposal)?.Occurrence ?? 0) + 1, text, context.Actor.Id, context.Now);
        return Leave(
            outcome, Participation.Of(context, Participation.Intake), SetVariable.To(Vars.Proposal, proposal), Paper(context, proposal, original, draft));
    }

    private WriteRecord Paper(ActivityContext context, ProposalRecord proposal, OriginalRecord original, DraftRecord draft)
    {
        var slots = Services.Letters.FileSlots(context, Services.Day(context.Now));
        slots["applicantName"] = draft.Values.Requester.Name;
        slots["proposal"] = proposal.Text;
        slots["officerName"] = context.Actor.DisplayName;
        slots["comparison"] = original.Outcome.ToString();
        slots["differences"] = EngineJson.ToNode(original.Differences);
        slots["draftVersion"] = draft.Version;
        return new WriteRecord(new CaseDocument(
            $"{context.InstanceId}.proposal.{proposal.Occurrence.ToString(CultureInfo.InvariantCulture)}", context.InstanceId, "proposal", $"de-xuat-{proposal.Occurrence}.html",
            "text/html; charset=utf-8", 0, null, "proposal", slots, proposal.Occurrence, "office", context.Now, context.Actor.Id));
    }
}
