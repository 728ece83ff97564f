using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence.Schema;

/// <summary>A step that the database has and this program does not know.</summary>
/// <param name="Name">What the program that applied it calls it; null when the database does not say.</param>
/// <param name="Reason">Why it is one-way; null when this program bears it.</param>
internal sealed record UnknownStep(long Number, string? Name, string? Reason)
{
    /// <summary>A step of which the database says nothing is taken for one that is not borne.</summary>
    public bool IsBorne => Name is not null && Reason is null;
}

/// <summary>How a database stands to the steps of this program.</summary>
internal sealed class SchemaState
{
    private readonly IReadOnlyList<Migration> steps;
    private readonly IReadOnlyList<(long Number, string Hash)> rows;

    private SchemaState(IReadOnlyList<Migration> steps, IReadOnlyList<(long, string)> rows, IReadOnlyList<UnknownStep> unknown) =>
        (this.steps, this.rows, Unknown) = (steps, rows, unknown);

    /// <summary>How many steps the database has; 0 for an empty one.</summary>
    public int Applied => rows.Count;

    public IReadOnlyList<Migration> Pending => [.. steps.Skip(rows.Count)];

    /// <summary>What newer programs have applied, in order.</summary>
    public IReadOnlyList<UnknownStep> Unknown { get; }

    /// <summary>The first step that keeps this program off.</summary>
    public UnknownStep? NotBorne => Unknown.FirstOrDefault(step => !step.IsBorne);

    /// <summary>The number of a step that is missing between others; null when there is none.</summary>
    public long? Gap => rows.Select((row, index) => (row.Number, Expected: index + 1L)).Where(pair => pair.Number != pair.Expected).Select(pair => (long?)pair.Expected).FirstOrDefault();

    /// <param name="isNamed">False on a database to which no program has given names to its steps yet.</param>
    public static async Task<SchemaState> ReadAsync(ISqlExecutor sql, IReadOnlyList<Migration> steps, bool isNamed = true)
    {
        var sets = await sql.QueryAsync(
        [
            new Statement("SELECT step, hash FROM schema_steps ORDER BY step"),
            new Statement(
                isNamed
                    ? "SELECT s.step, n.name, n.one_way FROM schema_steps s LEFT JOIN schema_names n ON n.step = s.step WHERE s.step > @known ORDER BY s.step"
                    : "SELECT step, NULL, NULL FROM schema_steps WHERE step > @known ORDER BY step",
                ("@known", (long)steps.Count)),
        ]);
        return new SchemaState(
            steps, [.. sets[0].Select(row => ((long)row[0]!, (string)row[1]!))], [.. sets[1].Select(row => new UnknownStep((long)row[0]!, (string?)row[1], (string?)row[2]))]);
    }

    /// <exception cref="StoreUnfitException">Names the step and what to do.</exception>
    public void RequireFit()
    {
        if (NotBorne is { } step)
            throw new DatabaseNewerException(Newer(step));
        if (Gap is { } gap)
            throw new StoreUnfitException($"Schema step {gap} is missing in the database, and step {rows[^1].Number} is there: a half-applied migration. Restore a whole copy, see docs/operation.md.");
        for (var index = 0; index < Math.Min(rows.Count, steps.Count); index++)
        {
            if (rows[index].Hash != steps[index].Hash)
            {
                throw new StoreUnfitException(
                    $"Schema step {index + 1} of the database is not this program's step {index + 1} ('{steps[index].Name}'). It was made by another build: use that one, or start with an empty database.");
            }
        }
    }

    private string Newer(UnknownStep step) =>
        $"The database is at schema step {rows[^1].Number}; this program knows {steps.Count}. "
        + (step.Name is null ? $"Nothing says whether it bears step {step.Number}. " : $"Step {step.Number} ('{step.Name}') is one-way: {step.Reason}. ")
        + "Run the program that wrote it, or a newer one; to go back, restore the copy that was taken before the upgrade (docs/operation.md).";
}
