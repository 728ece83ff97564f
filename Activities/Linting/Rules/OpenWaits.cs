namespace ProcedureEngine.Activities.Linting.Rules;

/// <summary>Steps that wait for a person while no limit is certain to run; the steps beside the case wait for nobody in particular.</summary>
internal static class OpenWaits
{
    public static IEnumerable<Finding> Find(LintSubject subject)
    {
        var running = new RunningLimits(subject);
        return subject.Steps.Where(step => step.Waits && subject.Graph.Reached.Contains(step.Id) && !subject.Graph.Concurrent.Contains(step.Id) && !running.While(step).Any())
            .Select(step => subject.Found(
                LintRules.WaitWithoutLimit, step.Id, $"Bước {subject.Named(step.Id)} chờ người thực hiện mà không có thời hạn nào chạy.", $"The step {subject.NamedEn(step.Id)} waits for a person while no limit runs."));
    }
}
