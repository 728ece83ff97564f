using ProcedureEngine.Access.Offices;
using ProcedureEngine.Activities;
using ProcedureEngine.Engine.Execution;

namespace ProcedureEngine.Access;

/// <summary>Grants as an operator writes them: <c>role@office</c>, of roles that the office has.</summary>
public sealed class GrantWords(OfficeDirectory offices, IReadOnlyCollection<ProcedureProfile> procedures)
{
    private readonly ILookup<string, string> rolesByOffice = DevelopmentSeed.Held(offices.All, procedures).ToLookup(held => held.Office.Id, held => held.Role.Id, StringComparer.Ordinal);

    /// <exception cref="FormatException">Names what is unknown, and what is known instead.</exception>
    public Grant OfPerson(string word) => Read(word, []);

    /// <summary>A system may hold people's roles too, to do their acts.</summary>
    /// <exception cref="FormatException">Names what is unknown, and what is known instead.</exception>
    public Grant OfSystem(string word) => Read(word, [DevelopmentSeed.SystemRole]);

    private Grant Read(string word, IReadOnlyCollection<string> more)
    {
        if (word.Split('@') is not [{ Length: > 0 } role, { Length: > 0 } office])
            throw new FormatException($"'{word}' is no grant; write it as role@office.");
        if (offices.Find(office) is null)
            throw new FormatException($"There is no office '{office}'; known are {Words(offices.All.Select(one => one.Id))}.");
        var known = more.Concat(rolesByOffice[office]).ToList();
        return known.Contains(role, StringComparer.Ordinal) ? new Grant(role, office) : throw new FormatException($"Office '{office}' has no role '{role}'; it has {Words(known)}.");
    }

    private static string Words(IEnumerable<string> ids) => string.Join(", ", ids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}
