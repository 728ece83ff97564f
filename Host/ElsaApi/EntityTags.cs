using Microsoft.Net.Http.Headers;

namespace ProcedureEngine.Host.ElsaApi;

/// <summary>Answers that Studio asks for again and again, and that a browser keeps as long as their tag is the same.</summary>
internal static class EntityTags
{
    /// <summary>Another program may write the same rows differently.</summary>
    private static readonly string Build = typeof(EntityTags).Module.ModuleVersionId.ToString("N")[..8];

    /// <summary>The tag of what is told of an instance to a caller.</summary>
    /// <param name="showsStack">Whether he is shown where in the program a defect was.</param>
    public static string Of(InstanceStanding standing, bool showsStack) => $"{Build}-{standing.Revision:x}-{standing.UpdatedAt.ToUnixTimeTicks():x}{(showsStack ? "-s" : string.Empty)}";

    /// <summary>Sends the tag; the answer itself is made only when the caller has another one.</summary>
    /// <param name="keptFor">Whole seconds in which the same person's browser need not ask again; it asks each time unless given.</param>
    public static async Task<IResult> AnswerAsync(HttpContext http, string tag, Func<Task<IResult>> answer, int keptFor = 0)
    {
        var sent = new EntityTagHeaderValue($"\"{tag}\"");
        http.Response.Headers.CacheControl = keptFor > 0 ? $"private, max-age={keptFor}" : "private, no-cache";
        // What one person was told is not for the next one at the same browser.
        http.Response.Headers.Vary = "Cookie";
        http.Response.GetTypedHeaders().ETag = sent;
        return http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(sent, useStrongComparison: false) || known.Equals(EntityTagHeaderValue.Any))
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : await answer();
    }
}
