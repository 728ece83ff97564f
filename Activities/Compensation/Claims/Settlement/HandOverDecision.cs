using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation.Claims.Negotiation;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Compensation.Claims.Settlement;

public enum DecisionHandOver
{
    [Outcome("Đã trao quyết định tại buổi thương lượng", "Handed over", typeof(HandOverMinutes))] HandedOver,
    [Outcome("Người yêu cầu không nhận quyết định", "Not taken", typeof(RefusalMinutes))] Refused,
}

/// <param name="On">Day, Asia/Ho_Chi_Minh.</param>
public sealed record HandOverMinutes(
    [property: Field("Ngày trao", "Handed over on")] LocalDate On,
    [property: Field("Người nhận", "Received by", MaxLength = 200)] string ReceivedBy,
    [property: Field("Biên bản trao quyết định", "Minutes", Multiline = true)] string Minutes) : IValidated
{
    public IEnumerable<FieldError> Validate() => [.. Required.Text("receivedBy", ReceivedBy), .. Required.Text("minutes", Minutes)];
}

/// <summary>Minutes that the claimant did not take the decision: signed by the bodies that took part, stating what follows from it.</summary>
public sealed record RefusalMinutes(
    [property: Field("Nội dung biên bản, lý do không nhận", "Minutes, why it was not taken", Multiline = true)] string Minutes,
    [property: Field("Đã nêu hậu quả pháp lý (điểm đ khoản 1 Điều 51)", "The consequence of art. 51(1)đ is stated")] bool ConsequenceStated,
    [property: Field("Chữ ký của đại diện các cơ quan tham gia", "Signatures of the bodies taking part")] ImmutableArray<ParticipantSignature> Participants) : IValidated
{
    public IEnumerable<FieldError> Validate()
    {
        foreach (var error in Required.Text("minutes", Minutes))
            yield return error;
        if (!ConsequenceStated)
        {
            yield return new FieldError(
                "consequenceStated", "consequence-stated", new LocalizedText("Biên bản phải nêu rõ hậu quả pháp lý (điểm đ khoản 1 Điều 51).", "The minutes state what follows from not taking the decision (seed 004; art. 51(1)đ)."));
        }

        foreach (var error in ParticipantSignatures.Validate(Participants))
            yield return error;
    }
}

/// <summary>8 (seed 004): the settlement officer hands the decision over in the session, or writes the minutes that it was not taken.</summary>
[Activity("Claims.HandOver", 1, "Trao quyết định", "Hand the decision over", Category = "Claims")]
[MeetsLimit(SignClaimDecision.Limit)]
[MakesPaper("claim-hand-over", "decisionNumber", "decisionDate", "handedOverOn", "receivedBy", "minutes", On = nameof(DecisionHandOver.HandedOver))]
[MakesPaper("claim-refusal-minutes", "decisionNumber", "decisionDate", "minutes", "participants", On = nameof(DecisionHandOver.Refused))]
public sealed class HandOverDecision(CaseServices services) : OfficerTask<DecisionHandOver>(services)
{
    protected override IEnumerable<Effect> Enter(ActivityContext context)
    {
        ClaimDecision.Require(context);
        return base.Enter(context);
    }

    protected override Instant? DueAt(ActivityContext context) => Services.Limits.Open(context, SignClaimDecision.Limit).FirstOrDefault()?.DueAt;

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, DecisionHandOver outcome) => completed.Data switch
    {
        HandOverMinutes minutes => Leave(outcome, [.. Services.Limits.Meet(context, SignClaimDecision.Limit), .. ClaimDecision.HandOver(Services, context, minutes)]),
        RefusalMinutes minutes => Leave(outcome, [.. Services.Limits.Meet(context, SignClaimDecision.Limit), .. Refuse(context, minutes)]),
        _ => throw new DefectException("Step 8 received no minutes."),
    };

    private IEnumerable<Effect> Refuse(ActivityContext context, RefusalMinutes minutes)
    {
        ParticipantSignatures.RequireInvited(NegotiationPart.Of(context), minutes.Participants);
        var refusal = new RefusalToTake(minutes.Minutes, minutes.Participants, context.Actor.Id, context.Now) { OfficerName = context.Actor.DisplayName };
        return
        [
            SetVariable.To(ClaimVars.RefusalToTake, refusal),
            ClaimDecision.RefusalPaper(Services, context, refusal),
            new Log("DecisionRefused", "The claimant did not take the decision", null, new JsonObject { ["minutes"] = minutes.Minutes }),
        ];
    }
}

public enum MinutesSending
{
    [Outcome("Đã gửi biên bản và quyết định", "Sent", typeof(SendingProof))] Sent,
    [Outcome("Người yêu cầu nhận quyết định", "Taken", typeof(HandOverMinutes))] Taken,
}

public sealed record SendingProof([property: Field("Cách gửi, bằng chứng gửi", "How it was sent, proof", MaxLength = 300)] string Proof) : IValidated
{
    public IEnumerable<FieldError> Validate() => Required.Text("proof", Proof);
}

/// <summary>8: the minutes and the decision are sent to the claimant who did not take it; he may take it before that too.</summary>
[Activity("Claims.SendRefusalMinutes", 1, "Gửi biên bản không nhận quyết định", "Send the minutes", Category = "Claims")]
[WritesLetter("claim-refusal-sent", "decisionNumber", "takeBy", "proof", On = nameof(MinutesSending.Sent))]
[MakesPaper("claim-hand-over", "decisionNumber", "decisionDate", "handedOverOn", "receivedBy", "minutes", On = nameof(MinutesSending.Taken))]
public sealed class SendRefusalMinutes(CaseServices services) : OfficerTask<MinutesSending>(services)
{
    internal const string Limit = "send-refusal-minutes";

    protected override Instant LimitFrom(ActivityContext context) => ClaimDecision.RequireRefusal(context).At;

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, MinutesSending outcome) => Leave(
        outcome, completed.Data is HandOverMinutes minutes ? ClaimDecision.HandOver(Services, context, minutes) : SendMinutes(context, ((SendingProof)completed.Data!).Proof));

    /// <summary>Sent after the 30 days, the letter names no day that has passed: the decision is handed over until the head has confirmed that it is not taken.</summary>
    private IEnumerable<Effect> SendMinutes(ActivityContext context, string proof)
    {
        var refusal = ClaimDecision.RequireRefusal(context);
        var papers = new[] { ClaimDecision.RefusalPaper(Services, context, refusal), ClaimDecision.Paper(Services, context) };
        var slots = new JsonObject { ["decisionNumber"] = ClaimDecision.Require(context).Number, ["proof"] = proof };
        var takeBy = Services.Limits.DueDate(context, AwaitTaking.Limit, refusal.At)!.Value;
        if (takeBy >= Services.Day(context.Now))
            slots["takeBy"] = LetterDesk.Date(takeBy);
        return [.. Services.Letters.Write(context, "claim-refusal-sent", slots, false, [.. papers.Select(LetterDesk.Attach)]), new Log("RefusalMinutesSent", proof)];
    }
}

public enum Taking
{
    [Outcome("Người yêu cầu nhận quyết định", "Taken", typeof(HandOverMinutes))] Taken,
    [Outcome("Quá 30 ngày không nhận", "30 days are over")] Over,
}

/// <summary>9a: 30 days from the minutes in which the claimant may still take the decision (art. 51(1)đ).</summary>
[Activity("Claims.AwaitTaking", 1, "Chờ nhận quyết định", "Wait for the decision to be taken", Category = "Claims")]
[MakesPaper("claim-hand-over", "decisionNumber", "decisionDate", "handedOverOn", "receivedBy", "minutes", On = nameof(Taking.Taken))]
public sealed class AwaitTaking(CaseServices services) : AwaitClaimant<Taking>(services)
{
    internal const string Limit = "take-decision";

    protected override Taking Over => Taking.Over;

    protected override Instant LimitFrom(ActivityContext context) => ClaimDecision.RequireRefusal(context).At;

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, Taking outcome) =>
        Leave(outcome, ClaimDecision.HandOver(Services, context, (HandOverMinutes)completed.Data!));
}
