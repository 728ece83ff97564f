namespace ProcedureEngine.Activities.Cases;

/// <summary>Acts that a branch waits for and that only who leads the office may do; the definition names the role.</summary>
internal static class LeaderActs
{
    /// <param name="vi">The refusal in Vietnamese.</param>
    /// <param name="act">What is done, in English: 'declares a case complex'.</param>
    public static void RequireRole(ActivityContext context, string vi, string act)
    {
        var role = context.RequiredInput<string>("role");
        if (!context.Actor.Grants.Contains(new Grant(role, context.Office)))
            throw RejectedException.Forbidden("role-required", vi, $"Only who holds '{role}' at the office {act}.");
    }
}
