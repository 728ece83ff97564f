using System.Text.Json;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Engine.UserTasks;

namespace ProcedureEngine.Host.Problems;

/// <summary>
/// Errors as RFC 9457 problems: a stable type <c>/problems/{rule}</c>, title and detail in Vietnamese (in English when the caller prefers it),
/// and each wrong field with its rule.
/// </summary>
internal static class Problem
{
    public const string ContentType = "application/problem+json";

    public static IResult Of(HttpContext http, int status, string rule, LocalizedText detail, IEnumerable<FieldError>? fields = null, JsonObject? more = null)
    {
        var body = new JsonObject
        {
            ["type"] = $"/problems/{rule}",
            ["title"] = Text(http, Titles.Of(status)),
            ["status"] = status,
            ["detail"] = Text(http, detail),
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
        return Results.Content(CanonicalJson.Write(body), ContentType, System.Text.Encoding.UTF8, status);
    }

    public static IResult Of(HttpContext http, Exception exception) => exception switch
    {
        RejectedException rejected => Of(
            http, StatusOf(rejected.Kind), rejected.Rule, rejected.Text, rejected.Fields, rejected.Basis is null ? null : new JsonObject { ["source"] = rejected.Basis }),
        DeadlineException deadline => Of(
            http, 422, deadline.Rule, new LocalizedText(deadline.Vi, deadline.Message),
            [new FieldError(deadline.Field, deadline.Rule, new LocalizedText(deadline.Vi, deadline.Message))], new JsonObject { ["source"] = deadline.Basis }),
        CalendarUploadException upload => Of(
            http, 422, upload.Problems[0].Rule, new LocalizedText("Bộ ngày không được nhận.", "The set of days is refused; every broken rule is named."),
            upload.Problems.Select(problem => new FieldError(problem.Field, problem.Rule, new LocalizedText($"{problem.Vi} ({problem.LegalBasis})", $"{problem.En} ({problem.LegalBasis})"))),
            new JsonObject { ["source"] = upload.Problems[0].LegalBasis }),
        JsonException json => Of(http, 400, "malformed-json", new LocalizedText("Nội dung JSON không đúng.", "The body is not the JSON expected here."), FormData.Explain(json, "body")),
        BadHttpRequestException bad => Of(http, bad),
        InvalidDataException data => Of(http, 400, "bad-request", new LocalizedText("Yêu cầu không hợp lệ.", data.Message)),
        StoreException => Of(http, 503, "store-unavailable", new LocalizedText("Kho dữ liệu tạm thời không sẵn sàng, hãy thử lại.", "The store is not available now; nothing was changed, try again.")),
        _ => Of(http, 500, "defect", new LocalizedText("Có lỗi của hệ thống; không có gì thay đổi.", "The program failed; nothing was changed.")),
    };

    /// <summary>An answer that the framework left empty, such as 404 for a path that is none.</summary>
    public static IResult OfStatus(HttpContext http, int status) => status switch
    {
        401 => Of(http, status, "sign-in-required", new LocalizedText("Cần đăng nhập.", "Sign in first.")),
        404 => Of(http, status, "no-such-path", new LocalizedText("Không có đường dẫn này.", "There is nothing at this path; see /docs.")),
        405 => Of(http, status, "method-not-allowed", new LocalizedText("Phương thức không dùng được ở đây.", "This path does not take this method; see the Allow header.")),
        413 => TooLarge(http),
        415 => UnknownContent(http, new LocalizedText("Kiểu nội dung không được nhận.", "This door does not take this Content-Type.")),
        _ => Of(http, status, "bad-request", new LocalizedText("Yêu cầu không hợp lệ.", "The request cannot be answered.")),
    };

    /// <summary>A burst that a defect stopped: the act was not done, and an operator sees the incident.</summary>
    public static IResult Incident(HttpContext http, BurstAnswer answer) => Of(
        http, 409, "incident", new LocalizedText("Không thực hiện được do sự cố; bộ phận vận hành đã được báo.", "A defect stopped this; nothing was done, and an incident tells the operators."),
        more: new JsonObject { ["incident"] = answer.Body["incident"]?.DeepClone() });

    public static string Text(HttpContext http, LocalizedText text) => PrefersEnglish(http) ? text.En : text.Vi;

    private static IResult Of(HttpContext http, BadHttpRequestException bad) => bad switch
    {
        { StatusCode: 413 } => TooLarge(http),
        { StatusCode: 415 } => UnknownContent(http, new LocalizedText("Kiểu nội dung không được nhận.", bad.Message)),
        _ when ParameterError.Of(bad) is { } field => Of(http, 400, "bad-parameter", field.Message, [field]),
        _ => Of(http, bad.StatusCode, "bad-request", new LocalizedText("Yêu cầu không hợp lệ.", bad.Message)),
    };

    private static IResult TooLarge(HttpContext http) => Of(http, 413, "too-large", new LocalizedText("Nội dung quá lớn.", "The body is larger than this door takes."));

    private static IResult UnknownContent(HttpContext http, LocalizedText detail) => Of(http, 415, "unsupported-media-type", detail);

    /// <summary>What <c>Accept-Language</c> says; Vietnamese unless English comes first.</summary>
    public static bool PrefersEnglish(HttpContext http) =>
        http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1).FirstOrDefault()?.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase) ?? false;

    /// <summary>The HTTP status of a refusal, for problems and pages alike.</summary>
    public static int StatusOf(RejectionKind kind) => kind switch
    {
        RejectionKind.Invalid => 422,
        RejectionKind.Forbidden => 403,
        RejectionKind.NotFound => 404,
        RejectionKind.Unavailable => 503,
        _ => 409,
    };
}
