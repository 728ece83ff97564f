using System.Globalization;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation.Claims.Intake;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Issuance;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.TimeLimits;

namespace ProcedureEngine.Activities.Compensation.Claims.Completeness;

/// <summary>How the request reaches the claimant.</summary>
public enum RequestWay
{
    [Outcome("Gửi điện tử, nhận ngay", "Electronic, received at once")] Electronic,
    [Outcome("Văn bản giấy, chờ giao", "On paper, to be delivered")] OnPaper,
}

/// <summary>
/// Writes the request for a supplement with everything missing by name. By e-mail the claimant has it at once, and his time runs from now; on paper it runs from
/// the day on which he got it. An account with a portal is only told that there is a request: its text is not shown there, so it is not received there.
/// </summary>
[Activity("Claims.WriteSupplementRequest", 1, "Lập văn bản yêu cầu bổ sung", "Write the request for a supplement", Category = "Claims")]
[WritesLetter("claim-supplement-request", "missing", "days", "legalBasis", "repeatReason", "lawDays")]
public sealed class WriteSupplementRequest(CaseServices services) : Activity<RequestWay>
{
    public override ActivityResult Execute(ActivityContext context)
    {
        var state = ClaimState.Of(context);
        var isOnline = state.Intake.Channel == ClaimChannel.Online;
        var isElectronic = context.Variable<Applicant>(Vars.Applicant)?.Email is not null;
        return Leave(
            isElectronic ? RequestWay.Electronic : RequestWay.OnPaper,
            [
                .. services.Letters.Write(context, "claim-supplement-request", Slots(context, state)),
                .. isOnline ? [AccountNotices.Of(context, "supplement-requested")] : (Effect[])[],
                .. isElectronic ? SupplementTime.Begin(state, context.Now) : [],
            ]);
    }

    private JsonObject Slots(ActivityContext context, ClaimState state)
    {
        var request = state.Completeness.Requests.LastOrDefault() ?? throw new InvariantException("request-required", "No supplement was asked for.");
        var missing = CompletenessCheck.Missing(state).Where(paper => request.Papers.Contains(paper.Kind)).Select(paper => $"{paper.Name.Vi} ({paper.Why.Vi})");
        var entry = services.Limits.Entry(context, SupplementTime.Limit, context.Now);
        var slots = new JsonObject
        {
            ["missing"] = new JsonArray([.. missing.Concat(request.Others).Select(item => (JsonNode)item)]),
            ["days"] = Days(entry.Amount.Count),
            ["legalBasis"] = entry.Law?.LegalBasis ?? entry.LegalBasis,
            ["repeatReason"] = request.RepeatReason,
        };
        if (entry.Law is { } law)
            slots["lawDays"] = Days(law.Amount.Count);
        return slots;
    }

    private static string Days(int count) => count.ToString("00", CultureInfo.InvariantCulture);
}

/// <summary>The claimant's time to supplement: what it runs from, and what is cut out of it.</summary>
internal static class SupplementTime
{
    public const string Limit = "claimant-supplement";

    /// <summary>The claimant has got the last request.</summary>
    public static Effect[] Begin(ClaimState state, Instant gotAt)
    {
        var requests = state.Completeness.Requests;
        return
        [
            SetVariable.To(ClaimVars.Completeness, state.Completeness with { Requests = requests.SetItem(requests.Length - 1, requests[^1] with { GotAt = gotAt }) }),
            SetVariable.To(Vars.AnswerTime, new RunningTime(gotAt, [])),
        ];
    }
}

public enum RequestDelivered
{
    [Outcome("Người yêu cầu đã nhận văn bản", "Delivered", typeof(PaperDelivery))] Delivered,
}

/// <summary>The request on paper was given to the claimant; the day, not its entry, is what his time runs from.</summary>
[Activity("Claims.DeliverRequest", 1, "Giao văn bản yêu cầu bổ sung", "Deliver the request for a supplement", Category = "Claims")]
public sealed class DeliverSupplementRequest(CaseServices services) : CaseTask<RequestDelivered>(services)
{
    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, RequestDelivered outcome)
    {
        var delivery = (PaperDelivery)completed.Data!;
        var state = ClaimState.Of(context);
        ActDay.Require(Services, context, "data.on", delivery.On, state.Completeness.Requests[^1].At);
        return Leave(outcome, [.. SupplementTime.Begin(state, ActDay.Moment(Services, context, delivery.On)), delivery.Log("RequestDelivered")]);
    }
}

/// <summary>A supplement came: the time to check, and later that to accept, runs from here.</summary>
[Activity("Claims.SupplementCame", 1, "Nhận bổ sung hồ sơ", "A supplement came", Category = "Claims")]
public sealed class SupplementCame : Activity<Done>
{
    public override ActivityResult Execute(ActivityContext context)
    {
        var completeness = ClaimState.Of(context).Completeness;
        return Leave(Done.Done, SetVariable.To(ClaimVars.Completeness, completeness with { LastPaperAt = context.Now }));
    }
}
