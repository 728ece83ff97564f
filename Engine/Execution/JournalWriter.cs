using System.Security.Cryptography;
using System.Text.Json.Nodes;
using NodaTime;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.Journal;
using ProcedureEngine.Engine.Store;

namespace ProcedureEngine.Engine.Execution;

/// <summary>Writes a burst's journal lines onto the instance's chain.</summary>
internal sealed class JournalWriter(InstanceRow instance, Instant now, Actor actor)
{
    private readonly List<JournalRow> rows = [];
    private readonly List<PersonalRow> personalRows = [];

    public long Sequence { get; private set; } = instance.JournalSequence;

    public string Hash { get; private set; } = instance.JournalHash;

    public IReadOnlyList<JournalRow> Rows => rows;

    public IReadOnlyList<PersonalRow> PersonalRows => personalRows;

    public void Write(string eventName, string message, ActivityNode? node = null, string? activityInstanceId = null, JsonObject? payload = null, JsonObject? personal = null)
    {
        Sequence++;
        var text = new JsonObject
        {
            ["instance"] = instance.Id,
            ["sequence"] = Sequence,
            ["burst"] = instance.Revision + 1,
            ["at"] = EngineJson.ToNode(now),
            ["event"] = eventName,
            ["message"] = message,
            ["actor"] = actor.Id,
        };
        if (node is not null)
            Add(text, node);
        if (activityInstanceId is not null)
            text["activityInstanceId"] = activityInstanceId;
        if (payload is { Count: > 0 })
            text["payload"] = payload.DeepClone();
        if (personal is { Count: > 0 })
            text["personal"] = Seal(personal);
        var canonical = CanonicalJson.Write(text);
        Hash = JournalChain.Next(Hash, canonical);
        rows.Add(new JournalRow(instance.Id, Sequence, now, eventName, activityInstanceId, node?.Id, node?.Type, canonical, Hash));
    }

    private static void Add(JsonObject text, ActivityNode node)
    {
        text["activityId"] = node.Id;
        text["activityType"] = node.Type;
        text["activityVersion"] = node.Version;
    }

    private JsonObject Seal(JsonObject personal)
    {
        var digests = new JsonObject();
        foreach (var (name, value) in personal)
        {
            var salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            var text = CanonicalJson.Write(value);
            personalRows.Add(new PersonalRow(instance.Id, Sequence, name, salt, text));
            digests[name] = JournalChain.Digest(salt, text);
        }

        return digests;
    }
}
