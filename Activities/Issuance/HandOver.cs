using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Issuance;

public enum Collection
{
    [Outcome("Đã nhận tại quầy", "Collected", typeof(CollectionRecord))] Collected,
    [Outcome("Không chờ nhận tại quầy", "Not collected here")] NotChosen,
}

/// <param name="SignedBy">Who signed for it.</param>
public sealed record CollectionRecord(
    [property: Field("Người nhận", "Collected by", MaxLength = 200)] string CollectedBy,
    [property: Field("Thời điểm nhận", "When")] Instant At,
    [property: Field("Chữ ký nhận của", "Signature of", MaxLength = 200)] string SignedBy) : IValidated
{
    public IEnumerable<FieldError> Validate() => [.. Required.Text("collectedBy", CollectedBy), .. Required.Text("signedBy", SignedBy)];
}

/// <summary>Step 7: who chose to wait collects the decision at the counter (who, when, signature).</summary>
[Activity("Issuance.Collect", 1, "Giao quyết định tại quầy", "Hand over at the counter", Category = "Issuance")]
[MakesPaper("hand-over-record", "decisionNumber", "decisionDate", "collectedBy", "collectedAt", "signedBy", "officerName", On = nameof(Collection.Collected), IsOfFile = true)]
public sealed class CollectAtCounter(CaseServices services) : CaseTask<Collection>(services)
{
    public override ActivityResult Execute(ActivityContext context)
    {
        IssuanceFacts.RequireIssued(context);
        return context.Variable<OriginalRecord>(Vars.Original)!.Values.Delivery == DeliveryChoice.NotifyAtAddress ? Leave(Collection.NotChosen) : base.Execute(context);
    }

    protected override IEnumerable<Collection> Offered(ActivityContext context) => [Collection.Collected];

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, Collection outcome)
    {
        var record = (CollectionRecord)completed.Data!;
        var decision = context.Variable<DecisionRecord>(Vars.Decision)!;
        if (record.At > context.Now || record.At < decision.IssuedAt)
            throw RejectedException.Invalid("data.at", "time-out-of-range", "Thời điểm nhận phải sau khi phát hành và không ở tương lai.", "It was collected after it was issued and not later than now.");
        var slots = Services.Letters.FileSlots(context, Services.Day(record.At));
        slots["decisionNumber"] = decision.Number;
        slots["decisionDate"] = LetterDesk.Date(decision.Date);
        slots["collectedBy"] = record.CollectedBy;
        slots["collectedAt"] = EngineJson.ToNode(record.At);
        slots["signedBy"] = record.SignedBy;
        slots["officerName"] = context.Actor.DisplayName;
        return Leave(outcome, new WriteRecord(new CaseDocument(
            $"{context.InstanceId}.hand-over", context.InstanceId, "hand-over-record", "giao-nhan.html", "text/html; charset=utf-8", 0, null, "hand-over-record", slots, 1,
            "office", context.Now, context.Actor.Id)));
    }
}

public enum TakenOver
{
    [Outcome("Đã thụ lý thi hành", "Taken over", typeof(TakeOverRecord))] TakenOver,
}

public sealed record TakeOverRecord([property: Field("Ngày thụ lý", "Date")] LocalDate On);

/// <summary>
/// The decision is handed to enforcement (<i>thụ lý</i>): its own date and actor, apart from receiving and deciding (seed 000:
/// receiving the request, deciding and taking up enforcement are told apart).
/// </summary>
[Activity("Issuance.TakeOver", 1, "Thụ lý thi hành án", "Take over for enforcement", Category = "Issuance")]
public sealed class TakeOverForEnforcement(CaseServices services) : CaseTask<TakenOver>(services)
{
    protected override string? Assignee(ActivityContext context) => IssuanceFacts.Bailiff(context);

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, TakenOver outcome)
    {
        var (decision, _) = IssuanceFacts.RequireIssued(context);
        var on = ((TakeOverRecord)completed.Data!).On;
        if (on < decision.Date || on > Services.Day(context.Now))
            throw RejectedException.Invalid("data.on", "date-out-of-range", "Ngày thụ lý phải từ ngày quyết định đến hôm nay.", "The date lies between the decision's and today.");
        return Leave(outcome, new Send(
            OutboxChannels.Event, EventKinds.DecisionHandedToEnforcement,
            new JsonObject { ["number"] = decision.Number, ["date"] = LetterDesk.Date(on), ["actor"] = context.Actor.Id }));
    }
}
