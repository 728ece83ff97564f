using System.Reflection;
using System.Text.Json;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.TimeLimits;

namespace ProcedureEngine.Host.Feed;

/// <summary>Every type that an event of the feed may have.</summary>
internal static class EventTypes
{
    public static ImmutableSortedSet<string> All { get; } =
    [
        .. Constants(typeof(EventKinds)), EngineEvents.TaskOpened, EngineEvents.TaskCompleted, EngineEvents.TaskCancelled, EngineEvents.IncidentRaised,
        .. Enum.GetNames<TimeLimitActKind>().Select(act => $"deadline.{JsonNamingPolicy.CamelCase.ConvertName(act)}"),
    ];

    private static IEnumerable<string> Constants(Type type) => type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);
}
