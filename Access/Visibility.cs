using System.Collections.Immutable;
using ProcedureEngine.Access.Offices;
using ProcedureEngine.Activities;
using ProcedureEngine.Engine.Execution;

namespace ProcedureEngine.Access;

/// <summary>What a caller may see: the cases of every office where he holds a role, and for a supervisor those below it. A portal sees none that way.</summary>
public sealed class Visibility(OfficeDirectory offices)
{
    /// <summary>The grants as they count: who supervises an office supervises those below it.</summary>
    public ImmutableArray<Grant> Expand(IEnumerable<Grant> grants) =>
        [.. grants.SelectMany(grant => grant.Role == Roles.Supervisor.Id ? offices.Subtree(grant.Office).Select(office => grant with { Office = office }) : [grant]).Distinct()];

    public IReadOnlyCollection<string> Offices(Actor actor) => Offices(actor.Grants);

    /// <summary>The offices of which whoever has these grants sees cases and hears events.</summary>
    public IReadOnlyCollection<string> Offices(IEnumerable<Grant> grants) => [.. Expand(grants).Where(grant => grant.Role != PortalRights.Role).Select(grant => grant.Office).Distinct(StringComparer.Ordinal)];

    public bool CanSee(Actor actor, string office) => Offices(actor).Contains(office, StringComparer.Ordinal);
}
