using ProcedureEngine.Activities.Offices;

namespace ProcedureEngine.Host.Offices;

/// <summary>The offices that the caller sees, and who works there: what lists and assignments name.</summary>
internal static class OfficeEndpoints
{
    public static void MapOffices(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/offices").WithTags("Offices");
        group.MapGet("/", Offices).WithSummary("The offices that the caller sees");
        group.MapGet("/{id}/people", PeopleAsync).WithSummary("Who holds a role at an office");
    }

    private static IResult Offices(Caller caller, IOfficeDirectory offices) => Body.Json(new
    {
        items = offices.All.Where(office => caller.CanSee(office.Id)).Select(office => new { office.Id, office.ParentId, name = new LocalizedText(office.Name, office.NameEn) }),
    });

    private static async Task<IResult> PeopleAsync(string id, Caller caller, DurableStore store, HttpContext http, string? role = null)
    {
        caller.RequireSight(id, "cơ quan (office)", id);
        var accounts = await store.Accounts.AllAsync(http.RequestAborted);
        var held = accounts.Select(account => (account, roles: account.Grants.Where(grant => grant.Office == id).Select(grant => grant.Role).Distinct(StringComparer.Ordinal).ToList()));
        return Body.Json(new
        {
            items = held.Where(person => role is null ? person.roles.Count > 0 : person.roles.Contains(role, StringComparer.Ordinal))
                .Select(person => new { user = person.account.Id, person.account.DisplayName, person.roles }),
        });
    }
}
