using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ProcedureEngine.Host.Webhooks;

/// <summary>Signatures by Standard Webhooks: HMAC-SHA256 over <c>{id}.{timestamp}.{body}</c> with the secret behind <c>whsec_</c>.</summary>
internal static class WebhookSignature
{
    public const string SecretPrefix = "whsec_";
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    private const int SecretBytes = 32;

    public static string NewSecret() => SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <param name="at">The instant of the attempt; receivers refuse old ones.</param>
    public static string Of(string secret, string id, Instant at, string body)
    {
        var signed = string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}.{body}");
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[SecretPrefix.Length..]), Encoding.UTF8.GetBytes(signed)))}";
    }
}
