using System.Text.Json.Nodes;
using NodaTime;
using ProcedureEngine.Engine.Store;

namespace ProcedureEngine.Engine.Journal;

/// <summary>
/// Hash chain of an instance's journal: each entry's hash covers the hash before it and its own canonical text, so a changed,
/// missing or inserted line shows. Personal values are only in the text as salted digests; erasing them leaves the chain whole.
/// </summary>
public static class JournalChain
{
    /// <summary>The hash before the first entry.</summary>
    public const string Genesis = "0000000000000000000000000000000000000000000000000000000000000000";

    public static string Next(string previousHash, string text) => CanonicalJson.Sha256(previousHash + "\n" + text);

    /// <summary>The digest under which a personal value stands in the text.</summary>
    public static string Digest(string salt, string value) => "sha256:" + CanonicalJson.Sha256(salt + "\n" + value);

    /// <summary>First sequence whose entry breaks the chain, or null when it is whole.</summary>
    /// <param name="rows">All entries of one instance by sequence.</param>
    /// <param name="instance">The instance, whose row holds the head of the chain: without it, entries missing at the end do not show.</param>
    public static long? FindBreak(IEnumerable<JournalRow> rows, InstanceRow? instance = null)
    {
        var (hash, expected) = (Genesis, 1L);
        foreach (var row in rows)
        {
            hash = Next(hash, row.Text);
            if (row.Sequence != expected++ || row.Hash != hash || !Agrees(row))
                return row.Sequence;
        }

        return instance is null || (instance.JournalHash == hash && instance.JournalSequence == expected - 1) ? null : expected;
    }

    /// <summary>The row's columns repeat members of the text; a column changed alone is a break too.</summary>
    private static bool Agrees(JournalRow row)
    {
        var text = JsonNode.Parse(row.Text)!.AsObject();
        return (string?)text["instance"] == row.InstanceId && (long?)text["sequence"] == row.Sequence && (string?)text["event"] == row.EventName
            && EngineJson.Read<Instant>(text["at"]) == row.At && (string?)text["activityId"] == row.ActivityId
            && (string?)text["activityType"] == row.ActivityType && (string?)text["activityInstanceId"] == row.ActivityInstanceId;
    }
}
