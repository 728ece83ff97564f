using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation.Claims.Acceptance;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Deadlines;

namespace ProcedureEngine.Activities.Compensation.Claims.Completeness;

/// <summary>The claimant's time is over by the law: what the head makes of it.</summary>
public enum LapseDecision
{
    [Outcome("Không thụ lý", "Not accepted", typeof(NonAcceptance))] NotAccepted,
    [Outcome("Trừ thời gian bất khả kháng, trở ngại khách quan", "More time for an obstacle", typeof(Obstacle))] MoreTime,
    [Outcome("Xem xét bổ sung đến muộn", "Look at what came late")] TakeLate,
}

/// <summary>Force majeure or an objective obstacle (Civil Code, art. 156(1)), of which the claimant tells when his time is over.</summary>
/// <param name="Ground"><c>force-majeure</c> or <c>objective-obstacle</c>.</param>
/// <param name="From">First day, inclusive.</param>
/// <param name="To">Last day, inclusive; it has come.</param>
public sealed record Obstacle(
    [property: Field("Căn cứ (force-majeure, objective-obstacle)", "Ground", MaxLength = 40)] string Ground,
    [property: Field("Từ ngày", "From")] LocalDate From,
    [property: Field("Đến hết ngày", "To")] LocalDate To,
    [property: Field("Sự kiện", "Event", Multiline = true)] string Basis) : IValidated
{
    [Field("Chứng cứ", "Evidence", MaxLength = 300)]
    public string? Evidence { get; init; }

    public IEnumerable<FieldError> Validate()
    {
        foreach (var error in (IEnumerable<FieldError>)[.. Required.Text("ground", Ground), .. Required.Text("basis", Basis)])
            yield return error;
        if (To < From)
            yield return new FieldError("to", "stop-order", new LocalizedText("Ngày kết thúc trước ngày bắt đầu.", "It ends before it begins."));
    }
}

/// <summary>
/// The claimant did not supplement within the law's time. Days of force majeure or an objective obstacle are cut out of it exactly: the time is
/// counted anew from the same start without them, and without those that were cut out while it ran (invariant 4).
/// </summary>
[Activity("Claims.DecideLapse", 1, "Quyết định khi hết thời hạn bổ sung", "Decide when the time to supplement is over", Category = "Claims")]
public sealed class DecideLapse(CaseServices services) : CaseTask<LapseDecision>(services)
{
    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, LapseDecision outcome) => completed.Data switch
    {
        NonAcceptance refusal => Leave(outcome, NonAcceptances.Record(context, refusal)),
        Obstacle obstacle => Leave(outcome, CutOut(context, obstacle)),
        _ => Leave(outcome, new Log("LateSupplementTaken", "What came late is looked at")),
    };

    private Effect[] CutOut(ActivityContext context, Obstacle obstacle)
    {
        if (TimeLimitBook.Newest(context, SupplementTime.Limit) is not { } time || time.Inputs() is not { } inputs)
            throw new InvariantException("request-required", "The claimant's time was not begun.");
        if (obstacle.To > Services.Day(context.Now))
            throw RejectedException.Invalid("data.to", "in-the-future", "Ngày này chưa đến.", "This day is still to come.");
        var stop = new StoppedTime(obstacle.From, obstacle.To, obstacle.Ground) { Basis = obstacle.Basis, Evidence = obstacle.Evidence ?? string.Empty, By = context.Actor.Id };
        var longer = new RunningTime(time.StartedAt, inputs.Stops.Add(stop));
        if (Services.Limits.DueAt(context, SupplementTime.Limit, longer) <= context.Now)
        {
            throw RejectedException.Invalid(
                "data.to", "time-still-over", "Trừ những ngày này, thời hạn bổ sung vẫn đã hết.", "Without these days the time to supplement is over all the same; decide by what lies in the file.");
        }

        return
        [
            SetVariable.To(Vars.AnswerTime, longer),
            new Log("ObstacleCutOut", obstacle.Ground, new JsonObject { ["from"] = EngineJson.ToNode(obstacle.From), ["to"] = EngineJson.ToNode(obstacle.To) }, new JsonObject { ["basis"] = obstacle.Basis }),
        ];
    }
}
