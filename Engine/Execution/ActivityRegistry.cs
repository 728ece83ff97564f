using System.Diagnostics.CodeAnalysis;
using ProcedureEngine.Engine.BuiltIn;

namespace ProcedureEngine.Engine.Execution;

/// <summary>All activity types that this program can run, by type and version.</summary>
public sealed class ActivityRegistry
{
    private readonly Dictionary<(string Type, int Version), IActivity> activities = [];

    public ActivityRegistry(IEnumerable<IActivity> activities)
    {
        foreach (var activity in activities.Concat([new StartActivity(), new ForkActivity(), new JoinActivity(), new EndActivity()]))
        {
            if (!this.activities.TryAdd((activity.Descriptor.Type, activity.Descriptor.Version), activity))
                throw new InvalidOperationException($"Activity {activity.Descriptor.Type} version {activity.Descriptor.Version} is registered twice.");
        }
    }

    public IEnumerable<ActivityDescriptor> Descriptors => activities.Values.Select(activity => activity.Descriptor);

    public bool TryGet(string type, int version, [NotNullWhen(true)] out IActivity? activity) => activities.TryGetValue((type, version), out activity);

    /// <exception cref="DefectException">No such type and version in this program.</exception>
    public IActivity Get(string type, int version) =>
        activities.GetValueOrDefault((type, version)) ?? throw new DefectException($"This program has no activity {type} version {version}.");
}
