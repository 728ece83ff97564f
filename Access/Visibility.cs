using ProcedureEngine.Access.Offices;
using ProcedureEngine.Activities;
using ProcedureEngine.Engine.Execution;

namespace ProcedureEngine.Access;

/// <summary>What a caller may see: the cases of every office where he holds a role, and for a supervisor those below it.</summary>
public sealed class Visibility(OfficeDirectory offices)
{
    public IReadOnlyCollection<string> Offices(Actor actor) =>
        [.. actor.Grants.SelectMany(grant => grant.Role == Roles.Supervisor.Id ? offices.Subtree(grant.Office) : [grant.Office]).Distinct(StringComparer.Ordinal)];

    public bool CanSee(Actor actor, string office) => Offices(actor).Contains(office, StringComparer.Ordinal);
}
