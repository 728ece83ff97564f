using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Host.Composition;

namespace ProcedureEngine.Host.Linting;

/// <summary>Looks through the procedures once, when the definitions are frozen and the people are known. It only tells: no finding stops a start.</summary>
internal sealed partial class LintAtStart(
    ProcedureLint lint, DefinitionRegistry definitions, DurableStore store, DateTimeZone zone, ILogger<LintAtStart> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var today = (await store.NowAsync(cancellationToken)).InZone(zone).Date;
        var holders = ProcedureLint.HoldersOf(await store.Accounts.AllAsync(cancellationToken));
        try
        {
            lint.AtStart = [.. EngineSetup.Procedures.SelectMany(p => lint.Check(definitions.FindLatest(p.Definition.DefinitionId) ?? p.Definition, p.Profile, today, holders))];
        }
#pragma warning disable CA1031 // Whatever is wrong with the linter or its data, the procedures run on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogBroken(exception);
            return;
        }

        foreach (var procedure in lint.AtStart.GroupBy(finding => finding.Procedure, StringComparer.Ordinal))
            Tell(procedure.Key, [.. procedure]);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Tell(string procedure, IReadOnlyList<Finding> findings)
    {
        var open = findings.Where(finding => finding.IsOpen).ToList();
        if (open.Count > 0)
            LogOpen(procedure, open.Count, LintReport.Count(open));
        else
            LogClean(procedure, findings.Count(finding => finding.Acceptance is not null));
    }

    [LoggerMessage(LogLevel.Warning, "Linter: procedure {Procedure} has {Count} findings that nobody accepted ({Rules}); read /api/procedures/{Procedure}/findings")]
    private partial void LogOpen(string procedure, int count, string rules);

    [LoggerMessage(LogLevel.Information, "Linter: procedure {Procedure} has no open finding; {Accepted} are accepted with a reason")]
    private partial void LogClean(string procedure, int accepted);

    [LoggerMessage(LogLevel.Error, "The linter could not look through the procedures")]
    private partial void LogBroken(Exception exception);
}
