namespace ProcedureEngine.Engine.UserTasks;

/// <summary>
/// The field is the user name of somebody who gets work of this role by the form. Whoever takes the form in sees to it that he holds the role at the office, since no
/// burst reads accounts; work given to nobody would lie until its time is over. A form offers those who do.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HoldsRoleAttribute(string role) : Attribute
{
    /// <summary>Id of the role.</summary>
    public string Role { get; } = role;

    /// <summary>The field beside this one that takes the name of whoever is chosen, as JSON has it; null where there is none.</summary>
    public string? NameField { get; init; }
}
