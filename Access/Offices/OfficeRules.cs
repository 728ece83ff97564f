using ProcedureEngine.Activities.Offices;

namespace ProcedureEngine.Access.Offices;

/// <summary>What must hold of a list of offices before anything may rely on it.</summary>
internal static class OfficeRules
{
    /// <summary>Each broken rule, with the office that breaks it and what to do.</summary>
    public static IEnumerable<string> Broken(IReadOnlyList<Office> offices) =>
        offices.SelectMany(Own).Concat(Twins(offices, "id", office => office.Id)).Concat(Twins(offices, "mailbox", office => office.Mailbox)).Concat(Parents(offices));

    private static IEnumerable<string> Own(Office office)
    {
        if (office.Id.Length == 0 || !office.Id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            yield return $"office id '{office.Id}' may hold lower-case letters, digits and hyphens only, and at least one";
        if (string.IsNullOrWhiteSpace(office.Name))
            yield return $"office '{office.Id}' has no name";
        if (!System.Net.Mail.MailAddress.TryCreate(office.Mailbox, out var address) || address.Address != office.Mailbox)
            yield return $"mailbox '{office.Mailbox}' of office '{office.Id}' is no e-mail address";
        if (!office.DecisionPattern.Contains("{sequence}", StringComparison.Ordinal) || !office.CasePattern.Contains("{sequence}", StringComparison.Ordinal))
            yield return $"the number patterns of office '{office.Id}' must contain {{sequence}}";
        if (office.FirstMonthOfYear is < 1 or > 12)
            yield return $"firstMonthOfYear of office '{office.Id}' is {office.FirstMonthOfYear}; it must be 1 to 12";
        if (office.Procedures.IsDefaultOrEmpty)
            yield return $"office '{office.Id}' runs no procedure; name one or more in 'procedures', or leave the member out";
        if (office.PilotFrom is { } from && office.PilotTo < from)
            yield return $"the pilot of office '{office.Id}' ends before it begins";
        if (!(office.MorningFrom < office.MorningTo && office.MorningTo <= office.AfternoonFrom && office.AfternoonFrom < office.AfternoonTo))
            yield return $"the office hours of '{office.Id}' must follow one another: morningFrom, morningTo, afternoonFrom, afternoonTo";
    }

    private static IEnumerable<string> Twins(IEnumerable<Office> offices, string what, Func<Office, string> key) => offices
        .GroupBy(key, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1)
        .Select(group => $"{what} '{group.Key}' is that of several offices ({string.Join(", ", group.Select(office => office.Name))})");

    private static IEnumerable<string> Parents(IReadOnlyList<Office> offices)
    {
        var parents = offices.GroupBy(office => office.Id, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().ParentId, StringComparer.Ordinal);
        foreach (var office in offices.Where(office => office.ParentId is not null))
        {
            if (!parents.ContainsKey(office.ParentId!))
                yield return $"office '{office.Id}' lies under '{office.ParentId}', which does not exist";
            else if (IsBelowItself(office.Id, parents))
                yield return $"office '{office.Id}' lies under itself";
        }
    }

    private static bool IsBelowItself(string id, Dictionary<string, string?> parents)
    {
        var above = parents[id];
        for (var height = 0; above is not null && height < parents.Count; height++)
        {
            if (above == id)
                return true;
            above = parents.GetValueOrDefault(above);
        }

        return false;
    }
}
