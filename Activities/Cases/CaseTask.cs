using ProcedureEngine.Activities.Linting;

namespace ProcedureEngine.Activities.Cases;

/// <summary>
/// Base of a case's human steps: on entry the case file takes the step's status and the step's time limit starts; any outcome
/// is a lawful act that meets the limit (rule 9). Subclasses say what completing means.
/// </summary>
[StartsLimit("{limit}")]
[MeetsLimit("{limit}")]
public abstract class CaseTask<TOutcome>(CaseServices services) : UserTaskActivity<TOutcome> where TOutcome : struct, Enum
{
    public const string LimitInput = "limit";
    public const string StatusInput = "status";

    protected CaseServices Services => services;

    protected override IReadOnlyList<InputDescriptor> Inputs =>
    [
        .. base.Inputs,
        InputDescriptor.Optional(LimitInput, "Thời hạn", "Time limit"),
        InputDescriptor.Optional(StatusInput, "Trạng thái hồ sơ", "Status of the case"),
    ];

    protected override IEnumerable<Effect> Enter(ActivityContext context)
    {
        if (context.Input<string>(StatusInput) is { } status)
            yield return CaseFiles.Update(context, status);
        if (context.Input<string>(LimitInput) is { } limit)
        {
            foreach (var effect in StartLimit(context, limit))
                yield return effect;
        }
    }

    protected virtual IEnumerable<Effect> StartLimit(ActivityContext context, string limit) => services.Limits.Start(context, limit, LimitFrom(context));

    /// <summary>The act that the step's limit runs from, when that was before the step began.</summary>
    protected virtual Instant LimitFrom(ActivityContext context) => context.Now;

    protected override Instant? DueAt(ActivityContext context) =>
        context.Input<string>(LimitInput) is { } limit ? services.Limits.DueAt(context, limit, LimitFrom(context)) : null;

    protected sealed override ActivityResult Complete(ActivityContext context, TaskCompleted completed, TOutcome outcome)
    {
        var result = Decide(context, completed, outcome);
        return result.Outcome is null ? result : result with { Effects = [.. MeetLimit(context), .. result.Effects] };
    }

    protected abstract ActivityResult Decide(ActivityContext context, TaskCompleted completed, TOutcome outcome);

    private IEnumerable<Effect> MeetLimit(ActivityContext context) =>
        context.Input<string>(LimitInput) is { } limit ? services.Limits.Meet(context, limit) : [];
}

/// <summary>Records that an officer took part in a case, for the rule that nobody signs what he took in or drafted.</summary>
internal static class Participation
{
    public const string Intake = "intake";
    public const string Draft = "draft";

    public static SetVariable Of(ActivityContext context, string part)
    {
        var participants = context.Variable<SortedDictionary<string, string>>(Enforcement.Vars.Participants) ?? [];
        participants[$"{part}:{context.Actor.Id}"] = context.ActivityInstanceId;
        return SetVariable.To(Enforcement.Vars.Participants, participants);
    }

    public static bool TookPart(ActivityContext context, string actorId) =>
        context.Variable<SortedDictionary<string, string>>(Enforcement.Vars.Participants)?.Keys.Any(key => key.EndsWith(":" + actorId, StringComparison.Ordinal)) ?? false;
}
