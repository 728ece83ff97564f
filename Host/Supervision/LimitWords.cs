using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Persistence.Supervision;

namespace ProcedureEngine.Host.Supervision;

/// <summary>The words by which lists of time limits are asked for; one that is not known is refused by name.</summary>
internal static class LimitWords
{
    private static readonly string[] Kinds = ["law", "local", "internal"];
    private static readonly string[] Bearers = ["authority", "citizen", "financeBody", "both"];

    public static string? Kind(string? text) => Known("kind", "unknown-kind", text, Kinds);

    public static string? Bearer(string? text) => Known("bearer", "unknown-bearer", text, Bearers);

    public static string? State(string? text) =>
        Known("state", "unknown-state", text, [DeadlineFilter.Open, .. Enum.GetNames<TimeLimitState>().Select(name => char.ToLowerInvariant(name[0]) + name[1..])]);

    public static IReadOnlyList<LimitDimension> Dimensions(string? by) => by is null
        ? []
        : [.. by.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Dimension).Distinct()];

    private static LimitDimension Dimension(string word) => word switch
    {
        "office" => LimitDimension.Office,
        "procedure" => LimitDimension.Procedure,
        "limit" => LimitDimension.Limit,
        "step" => LimitDimension.Step,
        "kind" => LimitDimension.Kind,
        "bearer" => LimitDimension.Bearer,
        _ => throw RejectedException.Invalid(
            "by", "unknown-dimension", "'by' gồm office, procedure, limit, step, kind, bearer.", "'by' names office, procedure, limit, step, kind, bearer, separated by commas."),
    };

    private static string? Known(string field, string rule, string? text, string[] words) => text is null
        ? null
        : words.FirstOrDefault(word => word.Equals(text, StringComparison.OrdinalIgnoreCase))
            ?? throw RejectedException.Invalid(field, rule, $"Giá trị là một trong: {string.Join(", ", words)}.", $"It is one of {string.Join(", ", words)}.");
}
