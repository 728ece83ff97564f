using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using ProcedureEngine.Engine.Execution;

namespace ProcedureEngine.Engine.Authoring;

/// <summary>Descriptors of activity types without their dependencies: authoring needs the type, not a running activity.</summary>
internal static class ActivityPrototypes
{
    private static readonly ConcurrentDictionary<Type, ActivityDescriptor> Descriptors = new();

    public static ActivityDescriptor Descriptor<TActivity>() where TActivity : IActivity => Descriptors.GetOrAdd(typeof(TActivity), Describe);

    /// <summary>
    /// A descriptor reads only attributes and the inputs, which are constants of the type; an instance made without running its
    /// constructor is enough to ask for them.
    /// </summary>
    private static ActivityDescriptor Describe(Type type)
    {
        var blank = RuntimeHelpers.GetUninitializedObject(type);
        var inputs = FindInputs(type).GetValue(blank)!;
        var outcomes = BaseActivity(type).GetGenericArguments()[0];
        return ActivityDescriptor.For(type, outcomes, (IReadOnlyList<InputDescriptor>)inputs);
    }

    private static PropertyInfo FindInputs(Type type) =>
        type.GetProperty("Inputs", BindingFlags.Instance | BindingFlags.NonPublic) ?? throw new InvalidOperationException($"{type.Name} is no Activity<T>.");

    private static Type BaseActivity(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.IsGenericType && current.GetGenericTypeDefinition() == typeof(Activity<>))
                return current;
        }

        throw new InvalidOperationException($"{type.Name} is no Activity<T>.");
    }
}
