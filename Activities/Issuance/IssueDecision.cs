using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Drafting;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Issuance;

public enum Issuing
{
    [Outcome("Đã lấy số, đóng dấu, lưu và giao", "Issued", typeof(IssueRecord))] Issued,
}

/// <param name="Copies">How many copies were made.</param>
/// <param name="ArchiveReference">Where the archived copy lies.</param>
public sealed record IssueRecord(
    [property: Field("Số bản", "Copies")] int Copies,
    [property: Field("Đã đóng dấu", "Sealed")] bool Sealed,
    [property: Field("Nơi lưu", "Archive reference", MaxLength = 200)] string ArchiveReference,
    [property: Field("Đã giao Chấp hành viên và công chức tiếp nhận", "Handed to bailiff and intake officer")] bool HandedOver) : IValidated
{
    public IEnumerable<FieldError> Validate()
    {
        foreach (var error in Required.Text("archiveReference", ArchiveReference))
            yield return error;
        if (Copies is < 1 or > 1000)
            yield return new FieldError("copies", "copies", new LocalizedText("Số bản từ 1 đến 1000.", "One to a thousand copies."));
        if (!Sealed)
            yield return new FieldError("sealed", "seal-required", new LocalizedText("Quyết định phải được đóng dấu.", "A decision leaves the office sealed."));
        if (!HandedOver)
            yield return new FieldError("handedOver", "hand-over-required", new LocalizedText("Phải giao cho Chấp hành viên và công chức tiếp nhận.", "It is issued once it is handed to bailiff and intake officer."));
    }
}

/// <summary>
/// Step 7, clerk (seed 000): takes the number, copies, seals, archives, hands over. The number is taken here and only here, once
/// per decision (invariant 2), and only for a signed decision.
/// </summary>
[Activity("Issuance.TakeNumber", 1, "Lấy số, đóng dấu, lưu, giao quyết định", "Take the number and issue", Category = "Issuance")]
public sealed class TakeDecisionNumber(CaseServices services) : CaseTask<Issuing>(services)
{
    protected override IEnumerable<Effect> Enter(ActivityContext context)
    {
        IssuanceFacts.RequireSigned(context);
        return base.Enter(context);
    }

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, Issuing outcome)
    {
        IssuanceFacts.RequireSigned(context);
        if (context.Variable<CaseNumber>(Vars.DecisionNumber) is { } taken)
            throw new InvariantException("one-number-per-decision", $"The decision already has number {taken.Text}.");
        var office = Services.OfficeOf(context);
        var record = (IssueRecord)completed.Data!;
        return Leave(
            outcome,
            new TakeNumber(new CounterKey(office.Id, "decision", Services.NumberingYear(office, context.Now)), office.DecisionPattern, Vars.DecisionNumber),
            new Log("DecisionIssued", "Sealed, archived, handed over", new JsonObject { ["copies"] = record.Copies, ["archive"] = record.ArchiveReference }));
    }
}

/// <summary>Makes the decision's paper with its number and date, and tells other systems.</summary>
[Activity("Issuance.RecordDecision", 1, "Lập bản quyết định đã phát hành", "Record the issued decision", Category = "Issuance")]
[MakesPaper("enforcement-decision", "isDraft", "request", "legalBases", "bailiffName", "signerName", "signerTitle", "decisionNumber", IsOfFile = true)]
public sealed class RecordDecision(CaseServices services) : Activity<Done>
{
    public override ActivityResult Execute(ActivityContext context)
    {
        var (signature, draft) = IssuanceFacts.RequireSigned(context);
        var number = context.Variable<CaseNumber>(Vars.DecisionNumber) ?? throw new InvariantException("number-required", "The decision has no number.");
        var documentId = $"{context.InstanceId}.decision";
        var decision = new DecisionRecord(number.Text, services.Day(signature.SignedAt), signature.SignerName, documentId, context.Now, context.Actor.Id);
        return Leave(
            Done.Done,
            SetVariable.To(Vars.Decision, decision),
            new WriteRecord(new CaseDocument(
                documentId, context.InstanceId, "decision", IssuanceFacts.FileName(number), "text/html; charset=utf-8", 0, null, "enforcement-decision",
                DecisionPaper.Slots(services, context, draft, decision), draft.Version, "office", context.Now, context.Actor.Id)),
            Register(context, number, decision, draft),
            new Send(OutboxChannels.Event, EventKinds.DecisionIssued, new JsonObject { ["number"] = number.Text, ["date"] = LetterDesk.Date(decision.Date) }));
    }

    private static WriteRecord Register(ActivityContext context, CaseNumber number, DecisionRecord decision, DraftRecord draft)
    {
        var values = draft.Values;
        return new WriteRecord(new DecisionEntry(
            context.InstanceId, context.Office, context.DefinitionId, number, decision.Date, decision.SignerName, values.Requester.Name, values.OtherParty.Name,
            values.Obligations.Sum(obligation => obligation.Amount ?? 0), values.Judgment.Number));
    }
}

/// <summary>A line of the register of decisions: what is reconciled with statistics and accounting (seed 000, step 7; spec 'Figures').</summary>
/// <param name="Amount">Sum of the money obligations, whole đồng.</param>
public sealed record DecisionEntry(
    string InstanceId, string Office, string Procedure, CaseNumber Number, LocalDate Date, string Signer, string Requester, string OtherParty, long Amount, string Judgment)
    : CaseRecord
{
    public override string Id => $"{InstanceId}.decision-entry";

    public override bool LoadsWithInstance => false;
}

internal static class IssuanceFacts
{
    public static (SignatureRecord Signature, DraftRecord Draft) RequireSigned(ActivityContext context)
    {
        var (_, draft) = Facts.ReadyForDecision(context);
        var signature = context.Variable<SignatureRecord>(Vars.Signature) ?? throw new InvariantException("signature-required", "The decision is not signed.");
        return (signature, draft);
    }

    /// <summary>The decision with number, day, month, year and signer; refused while one is missing (seed 000, step 7).</summary>
    public static (DecisionRecord Decision, DraftRecord Draft) RequireIssued(ActivityContext context)
    {
        var (_, draft) = RequireSigned(context);
        var decision = context.Variable<DecisionRecord>(Vars.Decision) ?? throw new InvariantException("issued-decision-required", "The decision is not issued.");
        return string.IsNullOrWhiteSpace(decision.Number) || string.IsNullOrWhiteSpace(decision.SignerName) || decision.Date == default
            ? throw new InvariantException("soft-copy-complete", "The soft copy needs number, day, month, year and signature.")
            : (decision, draft);
    }

    /// <summary>To whom the head assigned the enforcement when he signed; his are the tasks of notifying and taking over.</summary>
    public static string? Bailiff(ActivityContext context) => context.Variable<SignatureRecord>(Vars.Signature)?.Bailiff;

    public static string FileName(CaseNumber number) => $"quyet-dinh-{number.Sequence}-{number.Year}.html";
}
