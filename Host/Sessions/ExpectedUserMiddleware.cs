namespace ProcedureEngine.Host.Sessions;

/// <summary>
/// A browser's tabs share one session: a page that shows one person may send what it holds after another has signed in beside it. A caller that
/// says for whom it acts is refused when the session is somebody else's, before anything is done.
/// </summary>
internal sealed class ExpectedUserMiddleware(RequestDelegate next)
{
    /// <summary>The user's name, percent-encoded where it holds more than ASCII.</summary>
    public const string Header = "Expected-User";

    public Task InvokeAsync(HttpContext http)
    {
        var expected = Uri.UnescapeDataString(http.Request.Headers[Header].ToString());
        return expected.Length == 0 || http.User.Identity is not { IsAuthenticated: true } || string.Equals(Caller.Read(http.User).Id, expected, StringComparison.Ordinal)
            ? next(http)
            : Problem.Of(http, StatusCodes.Status409Conflict, "another-user", new LocalizedText(
                "Phiên làm việc này nay là của người khác; không có gì được thực hiện. Hãy tải lại trang.",
                "This session is somebody else's by now; nothing was done. Load the page again.")).ExecuteAsync(http);
    }
}
