using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation.Claims.Verification;
using ProcedureEngine.Activities.Linting;

namespace ProcedureEngine.Activities.Compensation.Claims.Negotiation;

public enum NegotiationSession
{
    [Outcome("Lập biên bản, hẹn buổi sau", "Minutes, another session", typeof(SessionMinutes))] Continues,
    [Outcome("Thương lượng thành", "Agreed", typeof(AgreementMinutes))] Agreed,
    [Outcome("Thương lượng không thành", "Failed", typeof(FailureMinutes))] Failed,
    [Outcome("Hoãn vì có lý do chính đáng", "Put off for a good reason", typeof(SessionMissed))] Postponed,

    [Outcome("Người yêu cầu vắng mặt lần thứ nhất", "Claimant absent, the first time", typeof(SessionMissed))]
    [Withheld("absence-count", "Người yêu cầu đã vắng mặt một lần; lần này là lần thứ hai (Điều 50).", "The claimant was absent once already; this is the second time (art. 50).")]
    AbsentOnce,

    [Outcome("Người yêu cầu vắng mặt lần thứ hai", "Claimant absent, the second time", typeof(SessionMissed))]
    [Withheld("absence-count", "Người yêu cầu chưa vắng mặt lần nào; lần này là lần thứ nhất (Điều 50).", "The claimant was not absent yet; this is the first time (art. 50).")]
    AbsentTwice,
}

/// <summary>
/// 7 (seed 004): a session of the negotiation, with its minutes. The first meets the time to begin and starts the time to complete, also when the claimant misses it,
/// since the office was there; one that is put off is no session, and the time to begin runs on. Nobody is absent before the time to which he was invited.
/// </summary>
[Activity("Claims.HoldSession", 1, "Tiến hành thương lượng", "Hold a session", Category = "Claims")]
[MeetsLimit(NegotiationPart.StartLimit, On = nameof(NegotiationSession.Continues))]
[MeetsLimit(NegotiationPart.StartLimit, On = nameof(NegotiationSession.Agreed))]
[MeetsLimit(NegotiationPart.StartLimit, On = nameof(NegotiationSession.Failed))]
[MeetsLimit(NegotiationPart.StartLimit, On = nameof(NegotiationSession.AbsentOnce))]
[MeetsLimit(NegotiationPart.StartLimit, On = nameof(NegotiationSession.AbsentTwice))]
[StartsLimit(NegotiationPart.CompleteLimit, On = nameof(NegotiationSession.Continues))]
[StartsLimit(NegotiationPart.CompleteLimit, On = nameof(NegotiationSession.AbsentOnce))]
[MeetsLimit(NegotiationPart.CompleteLimit, On = nameof(NegotiationSession.Agreed))]
[MeetsLimit(NegotiationPart.CompleteLimit, On = nameof(NegotiationSession.Failed))]
[StartsLimit(Settlement.SignClaimDecision.Limit, On = nameof(NegotiationSession.Agreed))]
[MakesPaper("claim-session-minutes", "number", "at", "place", "end", "minutes", "participants")]
[MakesPaper("claim-agreement-minutes", "at", "minutes", "sum", "paymentManner", "participants", On = nameof(NegotiationSession.Agreed))]
[MakesPaper("claim-failure-minutes", "at", "minutes", On = nameof(NegotiationSession.Failed))]
public sealed class HoldSession(CaseServices services) : ExtendableTask<NegotiationSession>(services)
{
    protected override string ExtendableLimit => NegotiationPart.CompleteLimit;

    protected override Instant? DueAt(ActivityContext context) =>
        (NegotiationPart.Completing(Services, context) ?? Services.Limits.Open(context, NegotiationPart.StartLimit).FirstOrDefault())?.DueAt;

    protected override IEnumerable<NegotiationSession> Offered(ActivityContext context) =>
    [
        NegotiationSession.Continues, NegotiationSession.Agreed, NegotiationSession.Failed, NegotiationSession.Postponed,
        NegotiationPart.Of(context).Absences == 0 ? NegotiationSession.AbsentOnce : NegotiationSession.AbsentTwice,
    ];

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, NegotiationSession outcome) => completed.Data switch
    {
        SessionMinutes minutes => Leave(outcome, [.. Held(context, minutes.HeldAt, SessionEnd.Continues, minutes.Minutes), .. Begin(context, minutes.HeldAt)]),
        AgreementMinutes agreement => Leave(outcome, Agree(context, agreement)),
        FailureMinutes failure => Leave(
            outcome, [.. Held(context, failure.HeldAt, SessionEnd.Failed, failure.Minutes), .. Complete(context), Result(context, failure.HeldAt, failure.Minutes, null, null)]),
        SessionMissed missed when outcome == NegotiationSession.Postponed => Leave(outcome, Held(context, missed.HeldAt, SessionEnd.Postponed, missed.Note)),
        SessionMissed missed => Leave(outcome, [.. Held(context, missed.HeldAt, SessionEnd.ClaimantAbsent, missed.Note), .. Begin(context, missed.HeldAt)]),
        _ => throw new DefectException("Step 7 received no minutes."),
    };

    private IEnumerable<Effect> Agree(ActivityContext context, AgreementMinutes minutes)
    {
        ParticipantSignatures.RequireInvited(NegotiationPart.Of(context), minutes.Participants);
        var agreement = new AgreementRecord(minutes.Sum, minutes.PaymentManner, minutes.ClaimantSigned, minutes.OfficerSigned, minutes.Participants, minutes.HeldAt);
        return
        [
            .. Held(context, minutes.HeldAt, SessionEnd.Agreed, minutes.Minutes, agreement), .. Complete(context), Result(context, minutes.HeldAt, minutes.Minutes, agreement, minutes.Participants),
            .. Services.Limits.Start(context, Settlement.SignClaimDecision.Limit, minutes.HeldAt),
        ];
    }

    /// <summary>The session's record and its minutes as a paper.</summary>
    private IEnumerable<Effect> Held(ActivityContext context, Instant at, SessionEnd end, string minutes, AgreementRecord? agreement = null)
    {
        var part = NegotiationPart.Of(context);
        RequireTime(context, part.Invitations.LastOrDefault() ?? throw new InvariantException("invitation-required", "Nobody was invited to a session."), at, end);
        var session = new SessionRecord(part.Sessions.Length + 1, at, end, minutes, context.Now, context.Actor.Id);
        var slots = new JsonObject
        {
            ["number"] = session.Number, ["at"] = EngineJson.ToNode(at), ["place"] = part.Invitations[^1].Place, ["end"] = EngineJson.ToNode(end), ["minutes"] = minutes,
            ["participants"] = EngineJson.ToNode(part.Invitations[^1].Participants),
        };
        return
        [
            SetVariable.To(ClaimVars.Negotiation, part with
            {
                Sessions = part.Sessions.Add(session), Absences = end == SessionEnd.ClaimantAbsent ? part.Absences + 1 : part.Absences, Agreement = agreement,
            }),
            Services.Letters.Paper(context, "claim-session-minutes", "minutes", slots, session.Number),
            new Log("SessionHeld", end.ToString(), new JsonObject { ["session"] = session.Number, ["end"] = EngineJson.ToNode(end) }),
        ];
    }

    /// <summary>A session is held after the invitation; missed it is only once its time has come; put off it can be before.</summary>
    private static void RequireTime(ActivityContext context, InvitationRecord invitation, Instant at, SessionEnd end)
    {
        if (end == SessionEnd.ClaimantAbsent && at < invitation.At)
        {
            throw RejectedException.Invalid(
                "data.heldAt", "absent-before-time", "Chưa đến thời điểm mời thương lượng thì không ghi nhận vắng mặt (Điều 50).",
                $"The claimant is invited to {EngineJson.ToNode(invitation.At)}; before that he is not absent (art. 50).");
        }

        if (!(end == SessionEnd.Postponed && at == invitation.At))
            ActDay.Require(context, "data.heldAt", at, invitation.SentAt);
    }

    private IEnumerable<Effect> Begin(ActivityContext context, Instant heldAt) =>
    [
        .. Services.Limits.Meet(context, NegotiationPart.StartLimit),
        .. NegotiationPart.Completing(Services, context) is not null
            ? []
            : Services.Limits.Start(context, NegotiationPart.CompleteLimit, heldAt, DeclareClaimComplexity.OfNegotiation(context)),
    ];

    private IEnumerable<Effect> Complete(ActivityContext context) =>
        [.. Services.Limits.Meet(context, NegotiationPart.StartLimit), .. Services.Limits.Meet(context, NegotiationPart.CompleteLimit)];

    private WriteRecord Result(ActivityContext context, Instant at, string minutes, AgreementRecord? agreement, ImmutableArray<ParticipantSignature>? signatures)
    {
        var slots = new JsonObject { ["at"] = EngineJson.ToNode(at), ["minutes"] = minutes };
        if (agreement is not null)
        {
            slots["sum"] = agreement.Sum;
            slots["paymentManner"] = agreement.PaymentManner;
            slots["participants"] = EngineJson.ToNode(signatures);
        }

        return Services.Letters.Paper(context, agreement is null ? "claim-failure-minutes" : "claim-agreement-minutes", "minutes", slots, 1);
    }
}
