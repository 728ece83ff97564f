using ProcedureEngine.Engine.BuiltIn;

namespace ProcedureEngine.Host.ElsaApi;

/// <summary>
/// Places the activities of a flow for the eye: columns by their distance from the start, so that time goes to the right; what comes by the
/// any-time port lies in rows below. Definitions made in code have no places of their own.
/// </summary>
internal static class FlowLayout
{
    private const int ColumnWidth = 520;
    private const int RowHeight = 130;
    private const int Width = 230;
    private const int Height = 60;

    public static void Arrange(JsonObject definition)
    {
        if (definition["root"] is not JsonObject root || root["activities"] is not JsonArray activities)
            return;
        var nodes = activities.OfType<JsonObject>().Where(node => node["id"] is not null).ToList();
        var arrows = (root["connections"] as JsonArray ?? []).OfType<JsonObject>().Select(Arrow.Of).ToList();
        var start = (string?)nodes.FirstOrDefault(node => (string?)node["type"] == StructuralTypes.Start)?["id"];
        var main = start is null ? [] : Walk([start], arrows.Where(arrow => arrow.Port != StructuralTypes.AnyTimePort).ToList(), []);
        var anyTime = Walk([.. arrows.Where(arrow => arrow.Port == StructuralTypes.AnyTimePort).Select(arrow => arrow.Target)], arrows, main.Keys);
        var below = Place(nodes, main, 0);
        below = Place(nodes, anyTime.ToDictionary(found => found.Key, found => found.Value + 1, StringComparer.Ordinal), below);
        Place(nodes, nodes.Select(node => (string)node["id"]!).Where(id => !main.ContainsKey(id) && !anyTime.ContainsKey(id)).ToDictionary(id => id, _ => 0, StringComparer.Ordinal), below);
    }

    /// <summary>Distance of each activity that can be reached, apart from those known already.</summary>
    private static Dictionary<string, int> Walk(IReadOnlyCollection<string> from, List<Arrow> arrows, IReadOnlyCollection<string> known)
    {
        var distances = new Dictionary<string, int>(StringComparer.Ordinal);
        var queue = new Queue<string>(from.Where(id => !known.Contains(id, StringComparer.Ordinal)));
        foreach (var id in queue)
            distances.TryAdd(id, 0);
        while (queue.TryDequeue(out var id))
        {
            foreach (var target in arrows.Where(arrow => arrow.Source == id).Select(arrow => arrow.Target).Where(target => !known.Contains(target, StringComparer.Ordinal)))
            {
                if (distances.TryAdd(target, distances[id] + 1))
                    queue.Enqueue(target);
            }
        }

        return distances;
    }

    /// <returns>The first row below what was placed.</returns>
    private static int Place(List<JsonObject> nodes, Dictionary<string, int> columns, int top)
    {
        var filled = new Dictionary<int, int>();
        foreach (var node in nodes.Where(node => columns.ContainsKey((string)node["id"]!)))
        {
            var column = columns[(string)node["id"]!];
            var row = filled[column] = filled.GetValueOrDefault(column) + 1;
            var metadata = node["metadata"] as JsonObject ?? [];
            metadata["designer"] = new JsonObject
            {
                ["position"] = new JsonObject { ["x"] = 60 + (column * ColumnWidth), ["y"] = 60 + ((top + row - 1) * RowHeight) },
                ["size"] = new JsonObject { ["width"] = Width, ["height"] = Height },
            };
            node["metadata"] = metadata.Parent is null ? metadata : metadata.DeepClone();
        }

        return top + filled.Values.DefaultIfEmpty().Max();
    }

    private sealed record Arrow(string Source, string Port, string Target)
    {
        public static Arrow Of(JsonObject json) => new((string?)json["source"]?["activity"] ?? string.Empty, (string?)json["source"]?["port"] ?? string.Empty, (string?)json["target"]?["activity"] ?? string.Empty);
    }
}
