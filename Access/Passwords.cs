using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;

namespace ProcedureEngine.Access;

/// <summary>Hashes of passwords and keys; neither is kept itself.</summary>
public static class Passwords
{
    /// <summary>Characters that a password has at least; long ones, and no rules of composition, are what helps against guessing.</summary>
    public const int Shortest = 12;

    /// <summary>A user name of fewer characters stands in many words.</summary>
    private const int ShortestNamed = 4;

    private const int KeyBytes = 32;

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

    /// <exception cref="FormatException">It is too short, the user's own name, or holds what nobody types; the password itself is not told.</exception>
    public static void Require(string user, string password)
    {
        if (password.Length < Shortest)
            throw new FormatException($"The password is too short; it needs at least {Shortest} characters.");
        if (user.Length >= ShortestNamed && password.Contains(user, StringComparison.OrdinalIgnoreCase))
            throw new FormatException("The password holds the user name; choose another.");
        if (password.Any(char.IsControl))
            throw new FormatException("The password holds a line break or another control character; it is one line.");
    }

    /// <summary>A key for a calling system, which nobody can guess.</summary>
    public static string NewKey() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>SHA-256 in lower-case hexadecimal; keys are random, so a fast hash is enough.</summary>
    public static string HashKey(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
