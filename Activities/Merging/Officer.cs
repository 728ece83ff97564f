namespace ProcedureEngine.Activities.Merging;

/// <summary>Who may merge, split and put aside: the officers who take requests in, at the case's own office.</summary>
internal static class Officer
{
    /// <exception cref="RejectedException">The actor is no intake officer of the office.</exception>
    public static void Require(ActivityContext context)
    {
        if (!context.Actor.Has(Roles.IntakeOfficer.Id, context.Office))
        {
            throw RejectedException.Forbidden(
                "role-required", "Chỉ công chức tiếp nhận của cơ quan được làm việc này.", $"This needs role '{Roles.IntakeOfficer.Id}' at office '{context.Office}'.");
        }
    }
}
