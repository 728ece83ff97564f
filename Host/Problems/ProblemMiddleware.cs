using System.Text.Json;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Host.Composition;

namespace ProcedureEngine.Host.Problems;

/// <summary>
/// Turns every exception of a request, and every refusal that the framework left empty, into its problem; what was not foreseen is logged
/// and tells nothing of the inside.
/// </summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    /// <summary>Seconds; a balancer that asks the next host need not wait.</summary>
    private const string RetryAfter = "5";

    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            RequireText(http.Request);
            await next(http);
            if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
                await Problem.OfStatus(http, http.Response.StatusCode).ExecuteAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; there is nobody to answer.
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            if (exception is not (RejectedException or DeadlineException or JsonException or BadHttpRequestException or InvalidDataException))
                LogFailure(exception, http.Request.Method, (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText);
            http.Response.Clear();
            SecurityHeaders.Apply(http);
            if (exception is RejectedException { Kind: RejectionKind.Unavailable })
                http.Response.Headers.RetryAfter = RetryAfter;
            await Problem.Of(http, exception).ExecuteAsync(http);
        }
    }

    /// <summary>No store can look for a NUL; it stands in no id, name or word.</summary>
    private static void RequireText(HttpRequest request)
    {
        foreach (var (name, values) in request.Query)
        {
            if (name.Contains('\0', StringComparison.Ordinal) || values.Any(value => value?.Contains('\0', StringComparison.Ordinal) is true))
                throw new RejectedException(RejectionKind.Invalid, ControlCharacter.Rule, ControlCharacter.Text, new FieldError(name.Replace("\0", string.Empty, StringComparison.Ordinal), ControlCharacter.Rule, ControlCharacter.Text));
        }
    }

    /// <param name="route">Not the path, which may hold a case's code.</param>
    [LoggerMessage(LogLevel.Error, "{Method} {Route} failed")]
    private partial void LogFailure(Exception exception, string method, string? route);
}

/// <summary>The refusal of a NUL in a text.</summary>
internal static class ControlCharacter
{
    public const string Rule = "control-character";

    public static LocalizedText Text { get; } = new("Chứa ký tự không hợp lệ.", "Holds a NUL character; remove it.");
}
