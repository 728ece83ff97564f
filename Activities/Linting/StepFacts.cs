using System.Reflection;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Engine.Definitions;

namespace ProcedureEngine.Activities.Linting;

/// <summary>A template as a step fills it.</summary>
internal sealed record FilledTemplate(string Template, ImmutableArray<string> OwnSlots, ImmutableArray<string> SharedSlots, bool IsLetter, string? On)
{
    public IEnumerable<string> Slots => OwnSlots.Concat(SharedSlots);
}

/// <summary>A time limit as a step starts or meets it.</summary>
internal sealed record LimitTouch(string Limit, string? On);

/// <summary>What can be known of a step without running it: its node in the definition, and the declarations on its activity.</summary>
internal sealed record StepFacts(ActivityNode Node)
{
    private const string RoleSuffix = "Role";

    /// <summary>Null when this program has no such activity.</summary>
    public ActivityDescriptor? Descriptor { get; private init; }

    public ImmutableArray<LimitTouch> Starts { get; private init; } = [];

    public ImmutableArray<LimitTouch> Meets { get; private init; } = [];

    public ImmutableArray<FilledTemplate> Templates { get; private init; } = [];

    /// <summary>The status under which the step closes the case, or null when it does not.</summary>
    public string? ClosingStatus { get; private init; }

    public bool BoundsLoop { get; private init; }

    /// <summary>Somebody must act before the case goes on.</summary>
    public bool Waits { get; private init; }

    public string Id => Node.Id;

    /// <summary>The roles that the step's inputs name.</summary>
    public IEnumerable<string> Roles => Node.Inputs.Where(input => IsRole(input.Key)).Select(input => Literal(Node, input.Key)).OfType<string>();

    public IEnumerable<string> StartedOnEntry => Starts.Where(start => start.On is null).Select(start => start.Limit);

    /// <summary>The limits that start when the step is left by this outcome.</summary>
    public IEnumerable<string> StartedBy(string outcome) => Starts.Where(start => start.On == outcome).Select(start => start.Limit);

    /// <summary>Of the limits that run, those that leaving by this outcome meets or ends.</summary>
    public IEnumerable<string> MetBy(string outcome, IEnumerable<string> running)
    {
        var met = Meets.Where(meet => meet.On is null || meet.On == outcome).Select(meet => meet.Limit).ToList();
        return met.Remove(DeclarationAttribute.Every) ? met.Union(running, StringComparer.Ordinal) : met;
    }

    public static StepFacts Of(ActivityNode node, ActivityRegistry activities)
    {
        if (!activities.TryGet(node.Type, node.Version, out var activity))
            return new StepFacts(node);
        var declared = activity.GetType().GetCustomAttributes<DeclarationAttribute>(inherit: true).Where(declaration => Holds(declaration, node)).ToList();
        return new StepFacts(node)
        {
            Descriptor = activity.Descriptor,
            Starts = [.. declared.OfType<StartsLimitAttribute>().SelectMany(starts => Touches(starts, node)).Distinct()],
            Meets = [.. declared.OfType<MeetsLimitAttribute>().SelectMany(meets => Touches(meets, node)).Distinct()],
            Templates = [.. declared.OfType<FillsTemplateAttribute>().SelectMany(fills => Fills(fills, node))],
            ClosingStatus = declared.OfType<ClosesCaseAttribute>().SelectMany(closes => Resolve(closes.What, node).DefaultIfEmpty(string.Empty)).FirstOrDefault(),
            BoundsLoop = declared.OfType<BoundsLoopAttribute>().Any(),
            Waits = activity.Descriptor.Inputs.Any(input => input.Name == UserTaskActivity<Done>.RoleInput),
        };
    }

    private static IEnumerable<LimitTouch> Touches(DeclarationAttribute declared, ActivityNode node) => Resolve(declared.What, node).Select(limit => new LimitTouch(limit, declared.On));

    private static IEnumerable<FilledTemplate> Fills(FillsTemplateAttribute declared, ActivityNode node) => Resolve(declared.What, node)
        .Select(template => new FilledTemplate(template, [.. declared.Slots], declared.IsOfFile ? LetterDesk.FileSlotNames : LetterDesk.SharedSlots, declared is WritesLetterAttribute, declared.On));

    /// <summary>The ids that a declaration means in this node; none when its input is not set.</summary>
    private static string[] Resolve(string what, ActivityNode node) =>
        what is ['{', .. var input, '}'] ? (Literal(node, input) ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries) : [what];

    private static bool Holds(DeclarationAttribute declared, ActivityNode node) =>
        declared.When?.Split('=', 2) is not [var input, var value] || Literal(node, input) == value;

    private static bool IsRole(string input) => input == UserTaskActivity<Done>.RoleInput || input.EndsWith(RoleSuffix, StringComparison.Ordinal);

    private static string? Literal(ActivityNode node, string input) =>
        node.Inputs.TryGetValue(input, out var value) && value.Type == InputExpression.Literal && value.Value is JsonValue text && text.TryGetValue<string>(out var literal) ? literal : null;
}
