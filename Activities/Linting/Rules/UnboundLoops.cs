namespace ProcedureEngine.Activities.Linting.Rules;

/// <summary>
/// In every loop something ends it or reminds of it: a time limit that runs over one of its steps, or an activity that bounds its rounds. A branch beside
/// the case that goes back to waiting for what may come holds nobody up.
/// </summary>
internal static class UnboundLoops
{
    public static IEnumerable<Finding> Find(LintSubject subject)
    {
        var running = new RunningLimits(subject);
        var unbound = subject.Steps.Where(step => !step.BoundsLoop && !subject.Graph.Concurrent.Contains(step.Id) && !running.While(step).Any()).Select(step => step.Id).ToHashSet(StringComparer.Ordinal);
        return subject.Graph.Loops(unbound).Select(loop => subject.Found(
            LintRules.UnboundLoop, loop[0],
            $"Vòng lặp {string.Join(" → ", loop.Append(loop[0]))} không có thời hạn nào chạy và không có giới hạn.", $"In the loop {string.Join(" → ", loop.Append(loop[0]))} no limit runs and nothing bounds it.", loop));
    }
}
