using System.Text.Json;
using ProcedureEngine.Contracts.V1;

namespace ProcedureEngine.Host.Feed;

/// <summary>An event as others read it: the same object in the feed, on the bus and in a webhook's body.</summary>
internal static class FeedItem
{
    public static JsonObject Of(FeedEvent e) => new()
    {
        ["version"] = 1,
        ["position"] = e.Position,
        ["id"] = e.Row.Id,
        ["type"] = e.Row.Kind,
        ["caseId"] = e.Row.InstanceId,
        ["sequence"] = e.Row.Sequence,
        ["procedure"] = e.Procedure,
        ["office"] = e.Office,
        ["at"] = EngineJson.ToNode(e.Row.CreatedAt),
        ["data"] = e.Row.Payload.DeepClone(),
    };

    /// <summary>As the contract's record. One that its record does not read (written by another version) is told as it is rather than hold up all behind it.</summary>
    public static CaseEvent Record(FeedEvent e)
    {
        var item = Of(e);
        try
        {
            return CaseEvents.Read(item);
        }
        catch (JsonException)
        {
            return CaseEvents.ReadOther(item);
        }
    }
}
