using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Engine.UserTasks;

namespace ProcedureEngine.Workflows.Tests.Support;

/// <summary>An activity under its own name whose sight or effects are changed: the twin that lacks a guard.</summary>
internal sealed class Unguarded(IActivity inner, Func<ActivityContext, ActivityContext>? sees = null, Func<ActivityContext, ActivityResult, ActivityResult>? does = null) : IActivity
{
    public ActivityDescriptor Descriptor => inner.Descriptor;

    public ActivityResult Execute(ActivityContext context) => Change(context, inner.Execute(See(context)));

    public ActivityResult Resume(ActivityContext context, Resumption resumption) => Change(context, inner.Resume(See(context), resumption));

    public Type? OutcomeData(UserTask task, string outcome) => inner.OutcomeData(task, outcome);

    /// <summary>All activities, those of the given types replaced by unguarded ones.</summary>
    public static Func<CaseServices, IEnumerable<IActivity>> Replace(
        IReadOnlyCollection<string> types, Func<ActivityContext, ActivityContext>? sees = null, Func<ActivityContext, ActivityResult, ActivityResult>? does = null) =>
        services => ActivitiesModule.Create(services).Select(activity => types.Contains(activity.Descriptor.Type, StringComparer.Ordinal) ? new Unguarded(activity, sees, does) : activity);

    private ActivityContext See(ActivityContext context) => sees is null ? context : sees(context);

    private ActivityResult Change(ActivityContext context, ActivityResult result) => does is null ? result : does(context, result);
}
