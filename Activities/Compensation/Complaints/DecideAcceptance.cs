using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Drafting;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;

namespace ProcedureEngine.Activities.Compensation.Complaints;

/// <summary>B2a: acceptance within 10 days (seed 003, 5.4.1), refused only over the leader's signature.</summary>
public enum Acceptance
{
    [Outcome("Thụ lý", "Accepted", typeof(AcceptanceFinding))] Accepted,
    [Outcome("Đề xuất không thụ lý", "Refusal proposed", typeof(Reasons))] RefusalProposed,
    [Outcome("Chuyển cơ quan có thẩm quyền", "Transferred", typeof(Transfer))] Transferred,
}

/// <summary>The complaint is accepted; whether the area is remote is the office's data unless the case says otherwise, with a reason.</summary>
public sealed record AcceptanceFinding : IValidated
{
    [Field("Địa bàn vùng sâu, vùng xa đi lại khó khăn (để trống: theo dữ liệu của cơ quan)", "Remote area with difficult travel (empty: as the office's data says)")]
    public bool? IsRemote { get; init; }

    [Field("Lý do xác định địa bàn khác dữ liệu của cơ quan", "Reason, where it differs from the office's data", Multiline = true)]
    public string? RemoteReason { get; init; }

    public IEnumerable<FieldError> Validate()
    {
        if (IsRemote is not null && string.IsNullOrWhiteSpace(RemoteReason))
            yield return new FieldError("remoteReason", "required", new LocalizedText("Nêu lý do.", "Give the reason for deciding otherwise than the office's data."));
    }
}

/// <summary>Reasons in writing, each on its own.</summary>
public sealed record Reasons([property: Field("Lý do", "Reasons")] ImmutableArray<string> Items) : IValidated
{
    public IEnumerable<FieldError> Validate()
    {
        if (Items.IsDefaultOrEmpty || Items.Any(string.IsNullOrWhiteSpace))
            yield return new FieldError("items", "reasons-required", new LocalizedText("Phải nêu rõ lý do, mỗi lý do một dòng.", "State the reasons in writing, none empty (seed 003, 5.4.1)."));
    }
}

public sealed record Transfer(
    [property: Field("Cơ quan có thẩm quyền", "The competent body")] OtherParty CompetentBody,
    [property: Field("Lý do chuyển", "Reason", Multiline = true)] string Reason) : IValidated
{
    public IEnumerable<FieldError> Validate() => Required.Text("reason", Reason);
}

/// <summary>B2a: the handler accepts, transfers, or proposes not to accept.</summary>
[Activity("Complaints.DecideAcceptance", 1, "Quyết định thụ lý", "Decide acceptance", Category = "Complaints")]
public sealed class DecideAcceptance(CaseServices services) : SpannedTask<Acceptance>(services, ComplaintLimits.Acceptance)
{
    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, Acceptance outcome) => completed.Data switch
    {
        AcceptanceFinding finding => Leave(
            outcome,
            SetVariable.To(ComplaintVars.Acceptance, new AcceptanceRecord(context.Now, context.Actor.Id, RemoteSource(context, finding))),
            new SetVariable(ComplaintVars.Refusal, null),
            new Log("ComplaintAccepted", "Accepted", new JsonObject { ["remote"] = RemoteSource(context, finding) })),
        Reasons reasons => Leave(outcome, SetVariable.To(ComplaintVars.Refusal, new RefusalRecord(reasons.Items, context.Actor.Id, context.Now))),
        Transfer transfer => Leave(outcome, SetVariable.To(ComplaintVars.Transfer, new TransferRecord(transfer.CompetentBody, transfer.Reason, context.Now))),
        _ => throw new DefectException("Step B2a received no finding."),
    };

    private string? RemoteSource(ActivityContext context, AcceptanceFinding finding) => finding.IsRemote switch
    {
        true => finding.RemoteReason,
        false => null,
        null => Services.OfficeOf(context).RemoteAreaSource,
    };
}

public enum RefusalSigning
{
    [Outcome("Ký thông báo không thụ lý", "Signed", typeof(LeaderSignature))] Signed,
    [Outcome("Trả lại để xem xét thụ lý", "Returned", typeof(ReturnReason))] Returned,
}

/// <summary>B2a: the ward leader signs that a complaint is not accepted; without reasons there is nothing to sign (invariant 2).</summary>
[Activity("Complaints.SignRefusal", 1, "Ký thông báo không thụ lý", "Sign the refusal to accept", Category = "Complaints")]
public sealed class SignComplaintRefusal(CaseServices services) : LeaderSigning<RefusalSigning>(services)
{
    internal override void RequireSignable(ActivityContext context) => ComplaintFacts.RequireRefusal(context);

    internal override IEnumerable<Effect> Sign(ActivityContext context, LeaderSignature signature) =>
        [SetVariable.To(Vars.Signature, signature.Record(context)), new Log("RefusalSigned", "Refusal to accept signed", new JsonObject { ["signer"] = context.Actor.Id })];

    internal override IEnumerable<Effect> Return(string reason) =>
        [new SetVariable(ComplaintVars.Refusal, null), new Log("RefusalReturned", "Returned by the leader", null, new JsonObject { ["reason"] = reason })];
}

/// <summary>
/// Starts the time to resolve, with the total that the case's kind has (seed 003, 5.4.2). Where the case was found remote, or not, otherwise than the office's data
/// says, the receipt promised another day, and is written again.
/// </summary>
[Activity("Complaints.StartResolving", 1, "Bắt đầu thời hạn giải quyết", "Start the time to resolve", Category = "Complaints")]
[StartsLimit(ResolveVariant.Limit)]
[WritesLetter(Receipts.Template, "receiptNumber", "papers", "resultDay", "body", "version")]
[MakesPaper(Receipts.Template, "receiptNumber", "papers", "resultDay", "body", "version")]
public sealed class StartResolving(CaseServices services) : Activity<Done>
{
    public override ActivityResult Execute(ActivityContext context)
    {
        var accepted = ComplaintFacts.RequireAccepted(context);
        var isAsPromised = accepted.RemoteSource is null == services.OfficeOf(context).RemoteAreaSource is null;
        return Leave(Done.Done, [.. services.Limits.Start(context, ResolveVariant.Limit, accepted.At, ResolveVariant.Of(services, context)), .. isAsPromised ? [] : Receipts.Issue(services, context)]);
    }
}

/// <summary>Which total the time to resolve has: 30, remote 45, complex 45, remote and complex 60, all from acceptance.</summary>
internal static class ResolveVariant
{
    public const string Limit = "resolve";

    public static string? Of(CaseServices services, ActivityContext context)
    {
        var isRemote = context.Variable<AcceptanceRecord>(ComplaintVars.Acceptance) is { } accepted
            ? accepted.RemoteSource is not null
            : services.OfficeOf(context).RemoteAreaSource is not null;
        return (isRemote, context.Variable<ComplexRecord>(DeclareComplexity.Variable) is not null) switch
        {
            (true, true) => "remoteComplex",
            (true, false) => "remote",
            (false, true) => "complex",
            _ => null,
        };
    }
}
