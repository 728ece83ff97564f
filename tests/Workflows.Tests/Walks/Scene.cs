using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Workflows.Tests.Support;

namespace ProcedureEngine.Workflows.Tests.Walks;

/// <summary>One moment of a walk: the task that somebody turns to, the time, and what the case holds.</summary>
/// <param name="Facts">The case's variables.</param>
/// <param name="Limits">Its time limits, in every state.</param>
internal sealed record Scene(Story Story, UserTask Task, Instant At, JsonObject Facts, IReadOnlyList<TimeLimit> Limits)
{
    /// <summary>Name of the steps that belong to the case itself: an apology, an outdated promise.</summary>
    public const string OfTheCase = "case";

    /// <summary>The step of the definition, or what stands beside one under a name of its own.</summary>
    public string Step => Task.Handler is not null ? OfTheCase : Task.Name is "extension" or "one-hour-later" ? Task.Name : Task.ActivityId;

    public string Now => Text(At);

    public string Today => Day(0);

    public string Tomorrow => Day(1);

    public static async Task<Scene> OfAsync(Story story, UserTask task) =>
        new(story, task, await story.Office.Store.NowAsync(CancellationToken.None), await story.FactsAsync(), await story.LimitsAsync());

    /// <summary>The day so many days from today, Asia/Ho_Chi_Minh.</summary>
    public string Day(int days) => NodaTime.Text.LocalDatePattern.Iso.Format(At.InZone(TestOffice.Zone).Date.PlusDays(days));

    public bool Offers(string outcome) => Task.Outcomes.Any(offered => offered.Name == outcome);

    /// <summary>The newest occurrence of a limit runs, and its end is to come.</summary>
    public bool Runs(string limitId) =>
        Limits.Where(limit => limit.LimitId == limitId).MaxBy(limit => limit.Occurrence) is { State: TimeLimitState.Running, DueAt: { } due } && due > At;

    /// <summary>The task's completion by the person to whom it is given, or one of its role.</summary>
    public CompleteTask Complete(string outcome, JsonObject? data = null) => CompleteAs(TestOffice.Person(Task.Role, Task.Assignee?.Split('@')[0]), outcome, data);

    public CompleteTask CompleteAs(Actor actor, string outcome, JsonObject? data = null) => new(Story.CaseId, actor, Task.Id, outcome, data, Task.Revision);

    /// <summary>A message to the case.</summary>
    public Deliver Deliver<T>(string role, string name, T payload) where T : notnull => new(Story.CaseId, TestOffice.Person(role), name, EngineJson.ToObject(payload));

    public static string Text(Instant moment) => EngineJson.ToNode(moment)!.GetValue<string>();

    public static Instant Moment(JsonNode moment) => NodaTime.Text.InstantPattern.ExtendedIso.Parse((string)moment!).Value;

    /// <summary>A form with one field otherwise.</summary>
    public static JsonObject With(JsonObject form, string name, JsonNode? value)
    {
        form[name] = value;
        return form;
    }
}
