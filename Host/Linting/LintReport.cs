using System.Globalization;
using System.Text;
using NodaTime.Text;
using ProcedureEngine.Activities.Linting;

namespace ProcedureEngine.Host.Linting;

/// <summary>Findings as people and programs read them.</summary>
internal static class LintReport
{
    /// <summary>'PE201 ×3, PE301 ×1'.</summary>
    public static string Count(IEnumerable<Finding> findings) => string.Join(
        ", ", findings.GroupBy(finding => finding.Rule.Id, StringComparer.Ordinal).OrderBy(rule => rule.Key, StringComparer.Ordinal).Select(rule => $"{rule.Key} ×{rule.Count().ToString(CultureInfo.InvariantCulture)}"));

    public static FindingsView View(string procedure, LocalDate day, IReadOnlyList<Finding> findings) => new(
        procedure, day, findings.Count(finding => finding.IsOpen),
        [.. findings.Select(finding => new FindingView(
            finding.Rule.Id, finding.Rule.Severity, finding.IsOpen, finding.Place, finding.Rule.Title, finding.Message, finding.Rule.Explanation, finding.Rule.Cure, finding.Path,
            finding.Acceptance is { } accepted ? new AcceptanceView(new LocalizedText(accepted.ReasonVi, accepted.ReasonEn), accepted.Source) : null))]);

    /// <summary>Open findings first, each with why it matters and what to do; then the accepted ones with their reasons, then what is only worth knowing.</summary>
    public static string Text(string procedure, LocalDate day, IReadOnlyList<Finding> findings, bool isVietnamese)
    {
        var text = new StringBuilder();
        string Say(LocalizedText both) => isVietnamese ? both.Vi : both.En;
        var open = findings.Where(finding => finding.IsOpen).ToList();
        var accepted = findings.Where(finding => finding.Acceptance is not null).ToList();
        var worth = findings.Where(finding => !finding.IsOpen && finding.Acceptance is null).ToList();
        text.AppendLine(CultureInfo.InvariantCulture, $"== {procedure} · {LocalDatePattern.Iso.Format(day)}: {Say(new($"{open.Count} chưa xử lý, {accepted.Count} được chấp nhận, {worth.Count} để biết", $"{open.Count} open, {accepted.Count} accepted, {worth.Count} to know"))}");
        foreach (var finding in open)
        {
            Head(finding);
            text.AppendLine(CultureInfo.InvariantCulture, $"    {Say(new("Vì sao", "Why"))}: {Say(finding.Rule.Explanation)}");
            text.AppendLine(CultureInfo.InvariantCulture, $"    {Say(new("Cách xử lý", "Cure"))}: {Say(finding.Rule.Cure)}");
        }

        foreach (var finding in accepted)
        {
            Head(finding);
            text.AppendLine(CultureInfo.InvariantCulture, $"    {Say(new("Được chấp nhận", "Accepted"))}: {(isVietnamese ? finding.Acceptance!.ReasonVi : finding.Acceptance!.ReasonEn)} ({finding.Acceptance.Source})");
        }

        foreach (var finding in worth)
            Head(finding);
        return text.ToString();

        void Head(Finding finding)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {finding.Rule.Id} [{Say(Word(finding))}] {finding.Place}: {Say(finding.Rule.Title)}");
            text.AppendLine(CultureInfo.InvariantCulture, $"    {Say(finding.Message)}");
        }
    }

    private static LocalizedText Word(Finding finding) => (finding.Acceptance, finding.Rule.Severity) switch
    {
        (not null, _) => new("chấp nhận", "accepted"),
        (_, Severity.Error) => new("lỗi", "error"),
        (_, Severity.Warning) => new("cảnh báo", "warning"),
        _ => new("để biết", "to know"),
    };
}

/// <param name="Open">How many are to be mended or accepted.</param>
internal sealed record FindingsView(string Procedure, LocalDate At, int Open, IReadOnlyList<FindingView> Findings);

internal sealed record FindingView(
    string Rule, Severity Severity, bool IsOpen, string Place, LocalizedText Title, LocalizedText Message, LocalizedText Explanation, LocalizedText Cure, ImmutableArray<string> Path,
    AcceptanceView? Accepted);

internal sealed record AcceptanceView(LocalizedText Reason, string Source);
