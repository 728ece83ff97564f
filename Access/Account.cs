using System.Collections.Immutable;
using ProcedureEngine.Engine.Execution;

namespace ProcedureEngine.Access;

/// <summary>A person who signs in.</summary>
/// <param name="Id">User name (<c>intake-officer@namdinh</c>).</param>
/// <param name="PasswordHash">By the framework's password hasher; never a password.</param>
public sealed record Account(string Id, string DisplayName, string PasswordHash, ImmutableArray<Grant> Grants);

/// <summary>A system that calls with a key.</summary>
/// <param name="KeyHash">SHA-256 of the key, lower-case hexadecimal; the key itself is not kept.</param>
public sealed record ApiKeyAccount(string KeyHash, string Name, ImmutableArray<Grant> Grants);
