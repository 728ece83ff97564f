using System.Collections.Immutable;

namespace ProcedureEngine.Engine.Execution;

public enum ActorKind
{
    Person,
    System,
    Party,
    Timer,
}

/// <summary>Who causes a burst, with the rights that were checked at the door. Roles are held per office.</summary>
public sealed record Actor(string Id, ActorKind Kind, ImmutableArray<Grant> Grants)
{
    /// <summary>The name that letters and papers show.</summary>
    public string DisplayName { get; init; } = Id;

    /// <summary>The timer loop: it may fire what is due and nothing else.</summary>
    public static Actor Timer { get; } = new("timer", ActorKind.Timer, []);

    /// <summary>The product itself, for what its own outbox brings back.</summary>
    public static Actor Engine { get; } = new("engine", ActorKind.System, []);

    /// <summary>A party to a case, reached by mail or the public form; it has no account and no grants.</summary>
    public static Actor Party(string id) => new(id, ActorKind.Party, []);

    public bool Has(string role, string office) => Grants.Contains(new Grant(role, office));
}

/// <summary>A role held at an office.</summary>
public sealed record Grant(string Role, string Office);
