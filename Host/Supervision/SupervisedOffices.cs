using ProcedureEngine.Activities;

namespace ProcedureEngine.Host.Supervision;

/// <summary>The offices that a supervisor asks about: all below those that he supervises, or one of them with all below it.</summary>
internal sealed class SupervisedOffices(Caller caller, OfficeDirectory offices)
{
    /// <returns>Null for every office there is.</returns>
    /// <exception cref="RejectedException">403 for who supervises nothing here, 404 for an office that he does not see.</exception>
    public IReadOnlyCollection<string>? Of(string? office)
    {
        var held = caller.OfficesAs(Roles.Supervisor.Id);
        if (office is null)
            return held.Count == 0 ? throw Caller.RoleRequired([Roles.Supervisor.Id], string.Empty) : held.Count == offices.All.Count ? null : held;
        caller.RequireSight(offices.Find(office)?.Id, "cơ quan (office)", office);
        caller.RequireRole(office, Roles.Supervisor.Id);
        return [.. offices.Subtree(office)];
    }

    /// <summary>The offices of an answer, in the directory's order.</summary>
    public IEnumerable<string> Listed(string? office) => Of(office) ?? offices.All.Select(known => known.Id);

    public string NameOf(string office) => offices.Find(office)?.Name ?? office;

    public IEnumerable<string> Subtree(string office) => offices.Subtree(office);

    /// <exception cref="RejectedException">403: what concerns every office needs the role at one that has none above it.</exception>
    public void RequireAtTop(string role)
    {
        if (!caller.OfficesAs(role).Any(office => offices.Find(office) is { ParentId: null }))
            throw Caller.RoleRequired([role], " at an office that has none above it");
    }
}
