namespace ProcedureEngine.Host.Problems;

/// <summary>The <c>Idempotency-Key</c> of a request: scoped to caller and route, with a digest of what it brings.</summary>
internal static class RequestKey
{
    public const string Header = "Idempotency-Key";
    private const int MaxLength = 200;

    public static bool IsGiven(HttpContext http) => http.Request.Headers.ContainsKey(Header);

    /// <returns>Null when the caller sends none.</returns>
    /// <exception cref="RejectedException">It is empty or too long.</exception>
    public static StimulusKey? Of(HttpContext http, Caller caller, string json, IEnumerable<string>? blobs = null) => Of(http, caller.Actor.Id, json, blobs);

    /// <param name="who">Whose keys they are, where nobody is signed in.</param>
    /// <inheritdoc cref="Of(HttpContext, Caller, string, IEnumerable{string}?)"/>
    public static StimulusKey? Of(HttpContext http, string who, string json, IEnumerable<string>? blobs = null)
    {
        if (!IsGiven(http))
            return null;
        var key = http.Request.Headers[Header].ToString();
        if (key.Length is 0 or > MaxLength)
            throw Wrong();
        var digest = CanonicalJson.Sha256(CanonicalJson.Write(JsonNode.Parse(json)) + string.Concat(blobs ?? []));
        return new StimulusKey($"{who} POST {http.Request.Path}", key, digest);
    }

    public static RejectedException Wrong() => RejectedException.Invalid(
        Header, "idempotency-key", $"Thiếu Idempotency-Key (1 đến {MaxLength} ký tự).", $"Send an Idempotency-Key of 1 to {MaxLength} characters, and the same one when you try again.");
}
