using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ProcedureEngine.Host.Composition;

namespace ProcedureEngine.Host.Public;

/// <summary>
/// What makes a request by the public form one request however often it arrives: the form's page carries 32 random hexadecimal digits, a caller of the API sends a
/// UUID as its Idempotency-Key. The case's secret is made of it, so that whoever lost the first answer gets the same one again, while the store keeps digests only.
/// </summary>
internal sealed partial record RequestOnce(string Key)
{
    public const string Field = "once";

    private const int SecretLength = 24;

    public static RequestOnce New() => new(RandomNumberGenerator.GetHexString(32, lowercase: true));

    /// <summary>Of a page of ours; a form that brings none is a request of its own each time.</summary>
    public static RequestOnce OfForm(string value) => Digits().IsMatch(value) ? new RequestOnce(value) : New();

    /// <exception cref="RejectedException">The header is no UUID: anything shorter could be guessed, and with it the secret.</exception>
    public static RequestOnce OfHeader(HttpContext http)
    {
        if (!http.Request.Headers.TryGetValue(RequestKey.Header, out var given))
            return New();
        return Guid.TryParseExact(given.ToString(), "D", out var id)
            ? new RequestOnce(id.ToString("N"))
            : throw RejectedException.Invalid(RequestKey.Header, "idempotency-key", "Idempotency-Key phải là một UUID ngẫu nhiên.", "Send a random UUID as the Idempotency-Key, and the same one when you try again.");
    }

    /// <summary>What its applicant shows to see the case again.</summary>
    public string Secret => Digest("secret")[..SecretLength];

    public StimulusKey For(string office, JsonObject data) => new($"public form {office}", Digest("key"), CanonicalJson.Sha256(CanonicalJson.Write(data)));

    private string Digest(string use) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{use}\n{Key}")));

    [GeneratedRegex("^[0-9a-f]{32}$", RegexOptions.None, 1000)]
    private static partial Regex Digits();
}
