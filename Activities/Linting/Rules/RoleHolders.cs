namespace ProcedureEngine.Activities.Linting.Rules;

/// <summary>Every role that acts in the procedure is held by somebody at every office that runs it.</summary>
internal static class RoleHolders
{
    public static IEnumerable<Finding> Find(LintSubject subject)
    {
        var parties = subject.Profile.Roles.Where(role => !role.HasAccount).Select(role => role.Id).ToHashSet(StringComparer.Ordinal);
        var roles = subject.Steps.SelectMany(step => step.Roles.Select(role => (Role: role, Step: step.Id)))
            .Concat(subject.Profile.Roles.Select(role => (Role: role.Id, Step: string.Empty)))
            .Where(use => !parties.Contains(use.Role)).ToLookup(use => use.Role, use => use.Step, StringComparer.Ordinal);
        foreach (var office in subject.Offices)
        {
            foreach (var role in roles.Where(role => !subject.Surroundings.Holders.Contains((role.Key, office.Id))))
            {
                var steps = role.Where(step => step.Length > 0).ToList();
                yield return subject.Found(
                    LintRules.RoleWithoutHolder, $"{role.Key}@{office.Id}",
                    $"{office.Name}: không ai có vai trò '{role.Key}'{(steps.Count == 0 ? string.Empty : $" (bước {string.Join(", ", steps)})")}.",
                    $"{office.NameEn}: nobody holds the role '{role.Key}'{(steps.Count == 0 ? string.Empty : $" (steps {string.Join(", ", steps)})")}.");
            }
        }
    }
}
