using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence;

/// <summary>
/// What arrives has a key (rule 6). The row is inserted first: a twin under way makes the insert wait until it has committed,
/// and then the answer that it left is given again. A burst that is undone takes its key's row with it.
/// </summary>
internal static class KeyTable
{
    /// <summary>How many result sets <see cref="Take"/> gives.</summary>
    public const int TakeStatements = 2;

    public static IEnumerable<Statement> Take(StimulusKey? key) => key is null
        ? []
        :
        [
            new Statement(
                """
                INSERT INTO stimulus_keys (scope, name, digest, answer, is_permanent, created_at) VALUES (@scope, @name, @digest, NULL, @permanent, 0)
                ON CONFLICT (scope, name) DO NOTHING RETURNING name
                """,
                ("@scope", key.Scope), ("@name", key.Key), ("@digest", key.BodyDigest), ("@permanent", key.IsPermanent ? 1L : 0L)),
            new Statement("SELECT digest, answer FROM stimulus_keys WHERE scope = @scope AND name = @name", ("@scope", key.Scope), ("@name", key.Key)),
        ];

    /// <summary>The earlier twin's answer, or null when the key is new.</summary>
    /// <exception cref="RejectedException">The key came with another body before.</exception>
    public static BurstAnswer? Remembered(StimulusKey key, IReadOnlyList<IReadOnlyList<object?[]>> sets)
    {
        if (sets[0].Count == 1)
            return null;
        var stored = sets[1][0];
        if ((string)stored[0]! != key.BodyDigest)
        {
            throw RejectedException.Invalid(
                "Idempotency-Key", "key-reused", "Khóa này đã dùng cho nội dung khác.", "This key was used with another body; use a new key for a new request.");
        }

        return RowJson.Read<BurstAnswer>((string)stored[1]!) with { IsRepeat = true };
    }

    /// <summary>Reads what the first bearer of a key left; no rows while nobody has.</summary>
    public static Statement Find(string scope, string name) => new(
        "SELECT digest, answer FROM stimulus_keys WHERE scope = @scope AND name = @name AND answer IS NOT NULL", ("@scope", scope), ("@name", name));

    /// <summary>Takes a key and leaves its answer in one; a key that is taken stays as it is.</summary>
    public static Statement Leave(StimulusKey key, BurstAnswer answer, long now) => new(
        "INSERT INTO stimulus_keys (scope, name, digest, answer, is_permanent, created_at) VALUES (@scope, @name, @digest, @answer, @permanent, @now) ON CONFLICT (scope, name) DO NOTHING",
        ("@scope", key.Scope), ("@name", key.Key), ("@digest", key.BodyDigest), ("@answer", RowJson.Write(answer)), ("@permanent", key.IsPermanent ? 1L : 0L), ("@now", now));

    public static IEnumerable<Statement> Remember(StimulusKey? key, BurstAnswer answer, Instant now) => key is null
        ? []
        :
        [
            new Statement(
                "UPDATE stimulus_keys SET answer = @answer, created_at = @at WHERE scope = @scope AND name = @name",
                ("@answer", RowJson.Write(answer)), ("@at", Micros.Of(now)), ("@scope", key.Scope), ("@name", key.Key)),
        ];
}

/// <summary>What the first bearer of a key left.</summary>
/// <param name="BodyDigest">Of what it brought.</param>
public sealed record KnownKey(string BodyDigest, BurstAnswer Answer);
