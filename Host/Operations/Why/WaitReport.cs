using System.Globalization;
using System.Text;
using ProcedureEngine.Engine.Definitions;
using SpanContext = System.Diagnostics.ActivityContext;

namespace ProcedureEngine.Host.Operations.Why;

/// <summary>How much a finding keeps the case from moving.</summary>
internal enum WaitWeight
{
    /// <summary>Nothing moves until somebody mends it.</summary>
    Stuck,

    /// <summary>Something is wrong beside the way.</summary>
    Wrong,

    /// <summary>It waits as it should.</summary>
    Waits,
}

/// <param name="Cause">Stable name, such as <c>no-holder</c>.</param>
/// <param name="Text">What is so.</param>
/// <param name="Advice">What to do about it.</param>
internal sealed record WaitFinding(WaitWeight Weight, string Cause, LocalizedText Text, LocalizedText Advice);

/// <summary>Where to go on looking: the last burst of the case that sent something while traces were kept.</summary>
/// <param name="Id">32 hexadecimal digits, to look up where traces are collected.</param>
internal sealed record LastTrace(string Id, Instant At)
{
    public static LastTrace? Of(TraceOrigin origin, Instant at) =>
        SpanContext.TryParse(origin.TraceParent, null, out var context) ? new LastTrace(context.TraceId.ToHexString(), at) : null;
}

/// <summary>Why a case does not move, the worst first.</summary>
internal sealed record WaitReport(string Id, string? Number, string Procedure, int ProcedureVersion, string Office, string Status, Instant At, IReadOnlyList<WaitFinding> Findings)
{
    public LastTrace? Trace { get; init; }

    public bool IsStuck => Findings.Any(finding => finding.Weight == WaitWeight.Stuck);

    /// <param name="definition">What the case runs; null when this program does not have it.</param>
    public static WaitReport Of(WaitFacts facts, WorkflowDefinition? definition) => new(
        facts.Instance.Id, facts.File?.Number?.Text, facts.Instance.DefinitionId, facts.Instance.DefinitionVersion, facts.Instance.Office, facts.File?.Status ?? facts.Instance.SubStatus, facts.Now,
        [.. WaitCauses.Find(facts, definition).OrderBy(finding => finding.Weight)])
    {
        Trace = facts.Trace,
    };

    public string ToText(bool isVietnamese)
    {
        var text = new StringBuilder($"{Number ?? Id} ({Id}), {Procedure} v{ProcedureVersion}, {Office}: {Status}\n");
        foreach (var finding in Findings)
        {
            var (said, advice) = isVietnamese ? (finding.Text.Vi, finding.Advice.Vi) : (finding.Text.En, finding.Advice.En);
            text.Append($"{Mark(finding.Weight, isVietnamese)} [{finding.Cause}] {said}\n    -> {advice}\n");
        }

        if (Trace is not null)
            text.Append(CultureInfo.InvariantCulture, $"{(isVietnamese ? "Vết (trace) gần nhất" : "Last trace")}: {Trace.Id}, {Trace.At}\n");
        return text.ToString();
    }

    private static string Mark(WaitWeight weight, bool isVietnamese) => (weight, isVietnamese) switch
    {
        (WaitWeight.Stuck, true) => "TẮC",
        (WaitWeight.Stuck, false) => "STUCK",
        (WaitWeight.Wrong, true) => "SAI",
        (WaitWeight.Wrong, false) => "WRONG",
        (_, true) => "CHỜ",
        _ => "WAITS",
    };
}
