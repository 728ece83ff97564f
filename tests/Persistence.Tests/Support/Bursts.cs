namespace ProcedureEngine.Persistence.Tests.Support;

/// <summary>Stimuli, and decisions that do no more than raise the revision and write what a test hands in.</summary>
internal static class Bursts
{
    public const string Office = "namdinh";
    public const string Procedure = "enforcement-request";

    public static Stimulus Start(string id, StimulusKey? key = null) => new StartProcedure(id, Actor.Engine, Procedure, Office, []) { Key = key };

    public static Stimulus Deliver(string id, StimulusKey? key = null) => new Deliver(id, Actor.Engine, "note", []) { Key = key };

    public static StimulusKey Key(string key, string digest = "digest", bool isPermanent = false) => new("caller/route", key, digest, isPermanent);

    public static BurstAnswer Answer(string id) => new("done", id, new JsonObject { ["id"] = id, ["name"] = "Nguyễn Thị Ánh" });

    public static BurstDecision Decide(Func<BurstResult, BurstResult>? with = null) => (snapshot, _) => ValueTask.FromResult(Next(snapshot, with));

    public static BurstResult Next(Snapshot snapshot, Func<BurstResult, BurstResult>? with = null) =>
        snapshot.Instance is { } row ? Next(row, snapshot.Now, with) : throw new AssertionException("The instance is not there.");

    public static BurstDecision Create(string id, Func<BurstResult, BurstResult>? with = null) => (snapshot, _) =>
        ValueTask.FromResult(Next(snapshot.Instance ?? Empty(id, snapshot.Now), snapshot.Now, with));

    public static InstanceRow Empty(string id, Instant now, string office = Office) => new(
        id, Procedure, 1, office, InstanceStatus.Running, InstanceSubStatus.Suspended, 0, 0, now, now, null, """{"text":"đ"}""", 0, string.Empty);

    public static BurstResult Next(InstanceRow row, Instant now, Func<BurstResult, BurstResult>? with)
    {
        var result = new BurstResult(Answer(row.Id)) { Instance = row with { Revision = row.Revision + 1, UpdatedAt = now } };
        return with is null ? result : with(result);
    }
}
