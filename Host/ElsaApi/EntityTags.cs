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
    public static async Task<IResult> AnswerAsync(HttpContext http, string tag, Func<Task<IResult>> answer)
    {
        var sent = new EntityTagHeaderValue($"\"{tag}\"");
        http.Response.Headers.CacheControl = "private, no-cache";
        http.Response.GetTypedHeaders().ETag = sent;
        return http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(sent, useStrongComparison: false) || known.Equals(EntityTagHeaderValue.Any))
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : await answer();
    }
}
