using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Engine.UserTasks;

namespace ProcedureEngine.Host.Problems;

/// <summary>Errors as RFC 9457 problems: a stable type, Vietnamese first (English when the caller prefers it), each wrong field with its rule.</summary>
internal static class Problem
{
    public static IResult Of(HttpContext http, int status, string rule, LocalizedText text, IEnumerable<FieldError>? fields = null, JsonObject? more = null)
    {
        var body = new JsonObject
        {
            ["type"] = $"/problems/{rule}",
            ["title"] = Text(http, text),
            ["status"] = status,
            ["instance"] = http.Request.Path.Value,
            ["errors"] = new JsonArray([.. (fields ?? []).Select(field => (JsonNode)new JsonObject
            {
                ["field"] = field.Field,
                ["rule"] = field.Rule,
                ["message"] = Text(http, field.Message),
            })]),
        };
        foreach (var (name, value) in more ?? [])
            body[name] = value?.DeepClone();
        return Results.Content(CanonicalJson.Write(body), "application/problem+json", System.Text.Encoding.UTF8, status);
    }

    public static IResult Of(HttpContext http, Exception exception) => exception switch
    {
        RejectedException rejected => Of(http, StatusOf(rejected.Kind), rejected.Rule, rejected.Text, rejected.Fields),
        DeadlineException deadline => Of(
            http, 422, deadline.Rule, new LocalizedText(deadline.Vi, deadline.Message),
            [new FieldError(deadline.Field, deadline.Rule, new LocalizedText(deadline.Vi, deadline.Message))], new JsonObject { ["source"] = deadline.Basis }),
        JsonException json => Of(http, 400, "malformed-json", new LocalizedText("Nội dung JSON không đúng.", "The body is not the JSON expected here."), FormData.Explain(json, "body")),
        BadHttpRequestException { StatusCode: 413 } => Of(http, 413, "too-large", new LocalizedText("Nội dung quá lớn.", "The body is larger than this door takes.")),
        BadHttpRequestException bad => Of(http, bad.StatusCode, "bad-request", new LocalizedText("Yêu cầu không hợp lệ.", bad.Message)),
        InvalidDataException data => Of(http, 400, "bad-request", new LocalizedText("Yêu cầu không hợp lệ.", data.Message)),
        StoreException => Of(http, 503, "store-unavailable", new LocalizedText("Kho dữ liệu tạm thời không sẵn sàng, hãy thử lại.", "The store is not available now; nothing was changed, try again.")),
        _ => Of(http, 500, "defect", new LocalizedText("Có lỗi của hệ thống; không có gì thay đổi.", "The program failed; nothing was changed.")),
    };

    /// <summary>A burst that a defect stopped: the act was not done, and an operator sees the incident.</summary>
    public static IResult Incident(HttpContext http, BurstAnswer answer) => Of(
        http, 409, "incident", new LocalizedText("Không thực hiện được do sự cố; bộ phận vận hành đã được báo.", "A defect stopped this; nothing was done, and an incident tells the operators."),
        more: new JsonObject { ["incident"] = answer.Body["incident"]?.DeepClone() });

    public static string Text(HttpContext http, LocalizedText text) => PrefersEnglish(http) ? text.En : text.Vi;

    private static bool PrefersEnglish(HttpContext http) =>
        http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1).FirstOrDefault()?.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase) ?? false;

    private static int StatusOf(RejectionKind kind) => kind switch
    {
        RejectionKind.Invalid => 422,
        RejectionKind.Forbidden => 403,
        RejectionKind.NotFound => 404,
        _ => 409,
    };
}

/// <summary>Turns every exception of a request into its problem; what was not foreseen is logged and tells nothing of the inside.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; there is nobody to answer.
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            if (exception is not (RejectedException or DeadlineException or System.Text.Json.JsonException or BadHttpRequestException or InvalidDataException))
                LogFailure(exception, http.Request.Method, http.Request.Path);
            http.Response.Clear();
            await Problem.Of(http, exception).ExecuteAsync(http);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogFailure(Exception exception, string method, string path);
}
