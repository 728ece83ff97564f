using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Offices;
using ProcedureEngine.Engine.Execution;

namespace ProcedureEngine.Access;

/// <summary>
/// The people and the key of a start in Development: users named <c>role@office</c> (and <c>role2@office</c>, since nobody signs what he
/// took in) whose password is the user name, and the API key <c>development</c>. Never used elsewhere.
/// </summary>
public static class DevelopmentSeed
{
    public const string ApiKey = "development";

    /// <summary>Key of a portal at every office.</summary>
    public const string PortalApiKey = "development-portal";

    /// <summary>Role of a calling system.</summary>
    public const string SystemRole = "system";

    /// <summary>The roles that people hold at each office: those of the procedures that it runs, and those of every office.</summary>
    public static IEnumerable<(Role Role, Office Office)> Held(IEnumerable<Office> offices, IReadOnlyCollection<ProcedureProfile> procedures) =>
        from office in offices
        from role in procedures.Where(procedure => office.Runs(procedure.DefinitionId)).SelectMany(procedure => procedure.Roles).Concat(Roles.OfEveryOffice).Distinct()
        where role.HasAccount
        select (role, office);

    public static IEnumerable<Account> Accounts(IEnumerable<Office> offices, IReadOnlyCollection<ProcedureProfile> procedures) =>
        from held in Held(offices, procedures)
        from suffix in new[] { string.Empty, "2" }
        let id = $"{held.Role.Id}{suffix}@{held.Office.Id}"
        select new Account(id, $"{held.Role.Name.Vi} {held.Office.Id}{suffix}", Passwords.HashForDevelopment(id), [new Grant(held.Role.Id, held.Office.Id)]);

    public static ApiKeyAccount PortalKey(IEnumerable<Office> offices) => PortalRights.Key("portal", Passwords.HashKey(PortalApiKey), offices.Select(office => office.Id));

    public static ApiKeyAccount Key(IEnumerable<Office> offices) =>
        new(Passwords.HashKey(ApiKey), ApiKey, [.. offices.Select(office => new Grant(SystemRole, office.Id))]);
}
