using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;

namespace ProcedureEngine.Access;

/// <summary>Hashes of passwords and keys; neither is kept itself.</summary>
public static class Passwords
{
    private static readonly PasswordHasher<string> Hasher = new();
    private static readonly PasswordHasher<string> DevelopmentHasher = new(Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = 100 }));

    private static readonly Lazy<string> Nobody = new(() => Hasher.HashPassword(string.Empty, "nobody"));

    public static string Hash(string user, string password) => Hasher.HashPassword(user, password);

    /// <summary>A cheap hash for the seeded users of Development, whose passwords are no secret.</summary>
    public static string HashForDevelopment(string user) => DevelopmentHasher.HashPassword(user, user);

    /// <summary>False for a missing account too, after the same work as for one that exists: the time taken does not tell which it was.</summary>
    public static bool Verify(Account? account, string password)
    {
        var verdict = Hasher.VerifyHashedPassword(account?.Id ?? string.Empty, account?.PasswordHash ?? Nobody.Value, password);
        return account is not null && verdict is not PasswordVerificationResult.Failed;
    }

    /// <summary>SHA-256 in lower-case hexadecimal; keys are random, so a fast hash is enough.</summary>
    public static string HashKey(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
