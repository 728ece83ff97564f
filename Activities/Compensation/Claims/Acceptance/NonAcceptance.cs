using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation.Claims.Completeness;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Issuance;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.TimeLimits;

namespace ProcedureEngine.Activities.Compensation.Claims.Acceptance;

/// <summary>A claim is not accepted: a reason of the catalogue, and in words why it holds here (Law 10/2017/QH14, art. 43).</summary>
public sealed record NonAcceptance(
    [property: Field("Lý do", "Reason")] NonAcceptanceReason Reason,
    [property: Field("Nội dung lý do", "Why it holds here", Multiline = true)] string Text) : IValidated
{
    /// <summary>The right body, when this one is not competent.</summary>
    [Field("Cơ quan có thẩm quyền", "The competent body")]
    public OtherParty? CompetentBody { get; init; }

    public IEnumerable<FieldError> Validate()
    {
        if (string.IsNullOrWhiteSpace(Text))
            yield return new FieldError("text", "reasons-required", new LocalizedText("Không thụ lý phải nêu rõ lý do (Điều 43).", "A claim is not accepted only with reasons in writing (art. 43)."));
        if (Reason == NonAcceptanceReason.NotCompetent && CompetentBody is null)
            yield return new FieldError("competentBody", "required", new LocalizedText("Nêu cơ quan có thẩm quyền.", "Name the competent body."));
        if (Reason != NonAcceptanceReason.NotCompetent && CompetentBody is not null)
            yield return new FieldError("competentBody", "competent-body-not-expected", new LocalizedText("Chỉ nêu cơ quan khác khi không có thẩm quyền.", "Another body is named only when this one is not competent."));
    }
}

/// <summary>The catalogue of reasons in words, and what each needs.</summary>
internal static class NonAcceptances
{
    /// <exception cref="RejectedException">Lateness is a reason only once the law's time is over, whatever the office's own shorter time says.</exception>
    public static SetVariable Record(ActivityContext context, NonAcceptance refusal)
    {
        if (refusal.Reason == NonAcceptanceReason.NotSupplemented && !IsLate(context))
        {
            throw RejectedException.Conflict(
                "time-not-over", "Chỉ không thụ lý vì không bổ sung khi đã hết thời hạn theo luật (khoản 2 Điều 42), không phải thời hạn rút ngắn của địa phương.",
                "'Not supplemented' is a reason only when the law's time (art. 42(2)) is over; the office's shorter one only reminds.");
        }

        return SetVariable.To(ClaimVars.Refusal, new RefusalPart(refusal.Reason, refusal.Text, refusal.CompetentBody, context.Now, context.Actor.Id));
    }

    /// <summary>The file has all that was asked for: however late it came, 'not supplemented' is not why the claim is refused.</summary>
    public static RejectedException IsSupplemented() => RejectedException.Conflict(
        "file-complete", "Hồ sơ đã đủ thành phần, không thể không thụ lý vì lý do không bổ sung (Điều 43).",
        "The file has all that the checklist asks for; 'not supplemented' is no reason here (art. 43). Name another reason, or accept the claim.");

    public static LocalizedText Name(NonAcceptanceReason reason) => reason switch
    {
        NonAcceptanceReason.NotCompetent => new("Không thuộc thẩm quyền giải quyết", "Another body is competent"),
        NonAcceptanceReason.TimeBarred => new("Hết thời hiệu yêu cầu bồi thường", "The claim is time-barred"),
        NonAcceptanceReason.OutOfScope => new("Không thuộc phạm vi trách nhiệm bồi thường của Nhà nước", "Outside the State's liability"),
        NonAcceptanceReason.NotEntitled => new("Người yêu cầu không có quyền yêu cầu bồi thường", "Not entitled to claim"),
        NonAcceptanceReason.NotSupplemented => new("Không bổ sung hồ sơ trong thời hạn", "Not supplemented in time"),
        _ => new("Yêu cầu bồi thường đã được giải quyết", "Decided already"),
    };

    /// <summary>
    /// The claimant got the last request, and the law's time to answer it has passed: as the limit itself stands, with all days that were cut out of it by whatever
    /// door (invariant 4), and also when an answer in part has met it.
    /// </summary>
    private static bool IsLate(ActivityContext context) =>
        ClaimState.Of(context).Completeness.Requests is [.., { GotAt: not null }] && TimeLimitBook.Newest(context, SupplementTime.Limit)?.DueAt <= context.Now;
}

/// <summary>Writes to the claimant that his claim is not accepted, why, and that the file is given back; without reasons nothing is written.</summary>
[Activity("Claims.NotifyNotAccepted", 1, "Thông báo không thụ lý", "Notice of non-acceptance", Category = "Claims")]
[WritesLetter("claim-not-accepted", "reason", "text", "competentBody")]
public sealed class NotifyNotAccepted(CaseServices services) : Activity<Done>
{
    public override ActivityResult Execute(ActivityContext context)
    {
        var state = ClaimState.Of(context);
        if (state.Refusal is not { } refusal || string.IsNullOrWhiteSpace(refusal.Text))
            throw new InvariantException("refusal-has-reasons", "A claim is not accepted only with a reason of the catalogue, in writing (art. 43).");
        var slots = new JsonObject { ["reason"] = NonAcceptances.Name(refusal.Reason).Vi, ["text"] = refusal.Text };
        if (refusal.CompetentBody is { } body)
            slots["competentBody"] = EngineJson.ToNode(body);
        return Leave(Done.Done, [.. services.Letters.Write(context, "claim-not-accepted", slots), new Log("ClaimNotAccepted", refusal.Reason.ToString())]);
    }
}

public enum FileReturn
{
    [Outcome("Đã trả hồ sơ", "Returned", typeof(PaperDelivery))] Returned,
}

/// <summary>The file of a claim that is not accepted goes back to the claimant.</summary>
[Activity("Claims.ReturnFile", 1, "Trả lại hồ sơ", "Give the file back", Category = "Claims")]
public sealed class ReturnClaimFile(CaseServices services) : CaseTask<FileReturn>(services)
{
    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, FileReturn outcome)
    {
        var delivery = (PaperDelivery)completed.Data!;
        var refusal = ClaimState.Of(context).Refusal ?? throw new InvariantException("refusal-has-reasons", "Only the file of a claim that is not accepted is given back.");
        ActDay.Require(Services, context, "data.on", delivery.On, refusal.At);
        return Leave(outcome, delivery.Log("FileReturned"));
    }
}
