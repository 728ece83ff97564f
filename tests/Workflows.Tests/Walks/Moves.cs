namespace ProcedureEngine.Workflows.Tests.Walks;

/// <summary>What a person does with a task, as the law lets him.</summary>
/// <param name="RefusedBy">The rules that may yet refuse it: he could not know, or the moment has passed. None other may.</param>
internal sealed record Move(string Outcome, JsonObject? Data = null, params string[] RefusedBy);

/// <summary>Something that happens beside the tasks: a withdrawal, days that pass, an act of the leader.</summary>
/// <param name="RefusedBy">The rules that may refuse it, where it comes too early, too late or twice.</param>
internal sealed record Event(Func<Task> Happen, params string[] RefusedBy);

/// <summary>What somebody tries that a rule refuses, and by which rule.</summary>
/// <param name="Step">Where it is tried; null: at any step.</param>
/// <param name="Rule">The rule that the refusal must carry, as its own or as that of a field.</param>
/// <param name="Try">What is tried; null where it would be no misuse at this moment.</param>
internal sealed record Misuse(string? Step, string Rule, Func<Scene, Stimulus?> Try)
{
    /// <summary>Under this it is counted, and must have been tried.</summary>
    public string Name => Step is null ? $"refused {Rule}" : $"refused {Step}: {Rule}";

    /// <summary>The same mistake at several steps.</summary>
    public static IEnumerable<Misuse> At(string[] steps, string rule, Func<Scene, Stimulus?> attempt) => steps.Select(step => new Misuse(step, rule, attempt));
}
