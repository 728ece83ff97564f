namespace ProcedureEngine.Activities.Linting;

/// <summary>
/// What an activity does that its inputs and outcomes do not show, written on its class so that a procedure can be checked without running it. A text
/// in braces (<c>{limit}</c>) is the value of that input; a value that holds several ids has blanks between them. The stories of the procedures
/// prove the declarations: what is not declared may not happen. A class adds its declarations to those of its base; for that, each kind says itself that
/// it may stand many times (reflection does not look for it on the base).
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public abstract class DeclarationAttribute(string what) : Attribute
{
    /// <summary>Value of <see cref="On"/>: it happens while the step waits, before any outcome.</summary>
    public const string WhileWaiting = "(while waiting)";

    /// <summary>Value of <see cref="What"/>: every limit of the case.</summary>
    public const string Every = "*";

    /// <summary>The id declared, or an input in braces.</summary>
    public string What { get; } = what;

    /// <summary>The outcome with which it happens; null when it happens whatever the outcome.</summary>
    public string? On { get; init; }

    /// <summary><c>input=value</c>: it happens only where the definition sets this input so.</summary>
    public string? When { get; init; }
}

/// <summary>Starts a time limit of the catalogue: on entry, or on leaving when <see cref="DeclarationAttribute.On"/> names the outcome.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class StartsLimitAttribute(string limit) : DeclarationAttribute(limit);

/// <summary>Meets a time limit, or lets it end with the step.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class MeetsLimitAttribute(string limit) : DeclarationAttribute(limit);

/// <summary>Fills a template.</summary>
public abstract class FillsTemplateAttribute(string template, string[] slots) : DeclarationAttribute(template)
{
    /// <summary>The slots that the activity fills itself.</summary>
    public IReadOnlyList<string> Slots { get; } = slots;

    /// <summary>The paper stays in the file: of the slots that letters share it has those of the case, not those of addressee and officer.</summary>
    public bool IsOfFile { get; init; }
}

/// <summary>Writes a letter to the citizen.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class WritesLetterAttribute(string template, params string[] slots) : FillsTemplateAttribute(template, slots);

/// <summary>Makes a paper that stays in the file; a copy of it that goes with a letter is not made again.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class MakesPaperAttribute(string template, params string[] slots) : FillsTemplateAttribute(template, slots);

/// <summary>Closes the case under a status.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class ClosesCaseAttribute(string status) : DeclarationAttribute(status);

/// <summary>A loop over this activity ends by itself.</summary>
/// <param name="why">What bounds it, in a few English words, for readers of the code.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class BoundsLoopAttribute(string why) : DeclarationAttribute(why);
