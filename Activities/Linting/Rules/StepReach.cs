using ProcedureEngine.Engine.BuiltIn;

namespace ProcedureEngine.Activities.Linting.Rules;

/// <summary>Every step is known to the program, can be reached, and leads to an end.</summary>
internal static class StepReach
{
    public static IEnumerable<Finding> Find(LintSubject subject)
    {
        foreach (var step in subject.Steps.Where(step => step.Descriptor is null))
        {
            yield return subject.Found(
                LintRules.UnknownActivity, step.Id, $"Bước {subject.Named(step.Id)} dùng hoạt động {step.Node.Type} phiên bản {step.Node.Version}.", $"The step {subject.NamedEn(step.Id)} uses activity {step.Node.Type} version {step.Node.Version}.");
        }

        foreach (var step in subject.Steps.Where(step => !subject.Graph.Reached.Contains(step.Id)))
            yield return subject.Found(LintRules.UnreachableStep, step.Id, $"Không tới được bước {subject.Named(step.Id)}.", $"No way leads to the step {subject.NamedEn(step.Id)}.");
        // A branch beside the case may go back to waiting for ever: the main one closes the case.
        var ending = subject.Graph.Before([.. subject.Steps.Where(step => step.ClosingStatus is not null || step.Node.Type == StructuralTypes.End).Select(step => step.Id), .. subject.Graph.Concurrent]);
        foreach (var step in subject.Steps.Where(step => !ending.Contains(step.Id) && subject.Graph.Reached.Contains(step.Id)))
            yield return subject.Found(LintRules.StepWithoutEnd, step.Id, $"Từ bước {subject.Named(step.Id)} hồ sơ không thể kết thúc.", $"From the step {subject.NamedEn(step.Id)} the case cannot close.");
    }
}
