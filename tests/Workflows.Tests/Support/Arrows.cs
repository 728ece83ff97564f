using ProcedureEngine.Engine.Definitions;

namespace ProcedureEngine.Workflows.Tests.Support;

/// <summary>Arrows of a definition by name, and those that a case's journal says were travelled.</summary>
internal static class Arrows
{
    public static string Name(Connection arrow) => $"{arrow.SourceId}/{arrow.Port}";

    public static IEnumerable<string> Travelled(IEnumerable<JournalRow> journal) =>
        from row in journal
        where row.EventName == "Completed" && row.ActivityId is not null
        from outcome in ((string)JsonNode.Parse(row.Text)!["payload"]!["outcomes"]![0]!).Split(", ")
        select $"{row.ActivityId}/{outcome}";
}
