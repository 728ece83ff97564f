using ProcedureEngine.Engine.Timers;

namespace ProcedureEngine.Engine.Tests.Support;

/// <summary>What a test tells the steps of its definition to do, and which of them are broken for now.</summary>
internal sealed class Script
{
    private readonly Dictionary<string, Func<ActivityContext, Resumption?, ActivityResult>> parts = new(StringComparer.Ordinal);

    /// <summary>Ids of steps that throw when they are entered (<c>step</c>) or resumed (<c>step/resume</c>).</summary>
    public HashSet<string> Broken { get; } = new(StringComparer.Ordinal);

    /// <summary>Says what a step does when it is entered (no resumption) and when it is resumed.</summary>
    public Script On(string step, Func<ActivityContext, Resumption?, ActivityResult> part)
    {
        parts[step] = part;
        return this;
    }

    public void Check(ActivityContext context, Resumption? resumption)
    {
        if (Broken.Contains(resumption is null ? context.Node.Id : $"{context.Node.Id}/resume"))
            throw new InvalidOperationException($"{context.Node.Id} is broken");
    }

    public ActivityResult? Play(ActivityContext context, Resumption? resumption)
    {
        Check(context, resumption);
        return parts.TryGetValue(context.Node.Id, out var part) ? part(context, resumption) : null;
    }
}

/// <summary>Results, as a scripted step returns them.</summary>
internal static class Steps
{
    public static ActivityResult Leave(string outcome, params Effect[] effects) => new(outcome, effects);

    public static ActivityResult Wait(params Effect[] effects) => new(null, effects);

    /// <summary>Adds the step's id to variable <c>trace</c>.</summary>
    public static SetVariable Trace(ActivityContext context) => SetVariable.To("trace", (List<string>)[.. context.Variable<List<string>>("trace") ?? [], context.Node.Id]);

    public static IEnumerable<IActivity> All(Script script) =>
        [new Work(script), new Choose(script), new Ask(script), new AskInTime(), new Gate(script), new Pause(script), new Repeat(), new Stop()];
}

/// <summary>Goes straight on, leaving its id in the trace, unless its script says otherwise.</summary>
[Activity("Test.Work", 1, "Làm", "Work")]
internal sealed class Work(Script script) : Activity<Done>
{
    protected override IReadOnlyList<InputDescriptor> Inputs =>
        [InputDescriptor.Optional("text", "Lời", "Text"), InputDescriptor.Optional("count", "Số", "Count", "Int32"), InputDescriptor.Optional("list", "Danh sách", "List", "Object")];

    public override ActivityResult Execute(ActivityContext context) => script.Play(context, null) ?? Leave(Execution.Done.Done, Steps.Trace(context));

    public override ActivityResult Resume(ActivityContext context, Resumption resumption) => script.Play(context, resumption) ?? base.Resume(context, resumption);
}

public enum Way
{
    [Outcome("Trái", "Left")] Left,
    [Outcome("Phải", "Right")] Right,
}

/// <summary>Goes left unless its script or variable <c>way</c> says otherwise.</summary>
[Activity("Test.Choose", 1, "Chọn", "Choose")]
internal sealed class Choose(Script script) : Activity<Way>
{
    public override ActivityResult Execute(ActivityContext context) =>
        script.Play(context, null) ?? Leave(context.Variable<string>("way") == "right" ? Way.Right : Way.Left, Steps.Trace(context));
}

public enum Answer
{
    [Outcome("Có", "Yes")] Yes,
    [Outcome("Không", "No", typeof(Refusal))] No,
}

/// <param name="Reason">At most 40 characters.</param>
public sealed record Refusal([property: Field("Lý do", "Reason", MaxLength = 40)] string Reason, [property: Field("Số lần", "Times")] int Times)
{
    [Field("Ngày", "Date")]
    public LocalDate? On { get; init; }
}

/// <summary>A person's step; due after <c>minutes</c> when that is set.</summary>
[Activity("Test.Ask", 1, "Hỏi", "Ask")]
internal sealed class Ask(Script script) : UserTaskActivity<Answer>
{
    protected override IReadOnlyList<InputDescriptor> Inputs => [.. base.Inputs, InputDescriptor.Optional("minutes", "Phút", "Minutes", "Int32")];

    protected override Instant? DueAt(ActivityContext context) => context.Input<int?>("minutes") is { } minutes ? context.Now + Duration.FromMinutes(minutes) : null;

    protected override IEnumerable<Effect> Enter(ActivityContext context)
    {
        script.Check(context, null);
        return [Steps.Trace(context)];
    }

    protected override ActivityResult Complete(ActivityContext context, TaskCompleted completed, Answer outcome) =>
        script.Play(context, completed) ?? Leave(outcome, completed.Data is Refusal refusal ? [SetVariable.To("refusal", refusal.Reason)] : []);
}

public enum InTime
{
    [Outcome("Kịp", "In time")] Kept,
    [Outcome("Muộn", "Late")] Late,
}

/// <summary>A person's step that a timer ends after <c>minutes</c>.</summary>
[Activity("Test.AskInTime", 1, "Hỏi có hạn", "Ask in time")]
internal sealed class AskInTime : UserTaskActivity<InTime>
{
    protected override IReadOnlyList<InputDescriptor> Inputs => [.. base.Inputs, InputDescriptor.Required("minutes", "Phút", "Minutes", "Int32")];

    public override ActivityResult Resume(ActivityContext context, Resumption resumption) =>
        resumption is TimerFired ? Leave(InTime.Late) : base.Resume(context, resumption);

    protected override IEnumerable<Effect> Enter(ActivityContext context) =>
        [Steps.Trace(context), new ArmTimer("late", context.Now + Duration.FromMinutes(context.RequiredInput<int>("minutes")))];

    protected override IEnumerable<InTime> Offered(ActivityContext context) => [InTime.Kept];

    protected override ActivityResult Complete(ActivityContext context, TaskCompleted completed, InTime outcome) => Leave(outcome);
}

/// <summary>Waits for a stimulus.</summary>
[Activity("Test.Gate", 1, "Chờ tin", "Gate")]
internal sealed class Gate(Script script) : Activity<Done>
{
    protected override IReadOnlyList<InputDescriptor> Inputs => [InputDescriptor.Required("stimulus", "Tin", "Stimulus")];

    public override ActivityResult Execute(ActivityContext context) => script.Play(context, null) ?? Wait(Steps.Trace(context), new CreateBookmark(context.RequiredInput<string>("stimulus")));

    public override ActivityResult Resume(ActivityContext context, Resumption resumption) => script.Play(context, resumption) ?? Leave(Execution.Done.Done);
}

/// <summary>Waits some minutes.</summary>
[Activity("Test.Pause", 1, "Nghỉ", "Pause")]
internal sealed class Pause(Script script) : Activity<Done>
{
    protected override IReadOnlyList<InputDescriptor> Inputs => [InputDescriptor.Required("minutes", "Phút", "Minutes", "Int32")];

    public override ActivityResult Execute(ActivityContext context) =>
        script.Play(context, null) ?? Wait(Steps.Trace(context), new ArmTimer("wake", context.Now + Duration.FromMinutes(context.RequiredInput<int>("minutes"))));

    public override ActivityResult Resume(ActivityContext context, Resumption resumption) =>
        script.Play(context, resumption) ?? Leave(Execution.Done.Done, SetVariable.To("woken", (List<string>)[.. context.Variable<List<string>>("woken") ?? [], context.Node.Id]));
}

public enum Round
{
    [Outcome("Lại", "Again")] Again,
    [Outcome("Đủ", "Enough")] Enough,
}

/// <summary>Asks for another round until it was entered <c>times</c> times; then it begins to count anew.</summary>
[Activity("Test.Repeat", 1, "Lặp", "Repeat")]
internal sealed class Repeat : Activity<Round>
{
    protected override IReadOnlyList<InputDescriptor> Inputs => [InputDescriptor.Required("times", "Lần", "Times", "Int32")];

    public override ActivityResult Execute(ActivityContext context)
    {
        var name = $"rounds-{context.Node.Id}";
        var rounds = context.Variable<int>(name) + 1;
        var isEnough = rounds >= context.RequiredInput<int>("times");
        return Leave(isEnough ? Round.Enough : Round.Again, SetVariable.To(name, isEnough ? 0 : rounds));
    }
}

/// <summary>Ends the case.</summary>
[Activity("Test.Stop", 1, "Dừng", "Stop")]
internal sealed class Stop : Activity<EndPort>
{
    public override ActivityResult Execute(ActivityContext context) => Wait(Steps.Trace(context), new EndInstance());
}

/// <summary>Fires the case's timers by a script.</summary>
internal sealed class TestTimers(Func<ActivityContext, TimerRow, IReadOnlyList<Effect>> fire) : ITimerHandler
{
    public string Name => "test";

    public IReadOnlyList<Effect> Fire(ActivityContext context, TimerRow timer) => fire(context, timer);
}
