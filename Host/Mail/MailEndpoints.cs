using ProcedureEngine.Activities;

namespace ProcedureEngine.Host.Mail;

/// <summary>Mail over HTTP: what a mail server's pipe or an operator hands in.</summary>
internal static class MailEndpoints
{
    private const int MaxMail = 50 * 1024 * 1024;

    public static void AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(MailSettings.Read(configuration));
        services.AddSingleton<SenderPace>();
        services.AddSingleton<MailLookups>();
        services.AddSingleton<TriageDoor>();
        services.AddSingleton<UndeliveredLetters>();
        services.AddSingleton<MailDoor>();
        services.AddSingleton<LetterWriter>();
        services.AddSingleton<LetterPost>();
        services.AddHostedService<MailLoop>();
        services.AddHostedService<StimulusLoop>();
    }

    public static void MapMail(this IEndpointRouteBuilder api) =>
        api.MapPost("/mail", ReceiveAsync).WithTags("Mail")
            .WithSummary("Hand in a mail: 201 a new case, 200 a known message or case, 202 a person must look at it")
            .Accepts<IFormFile>("message/rfc822").Produces(200).Produces(201).Produces(202)
            .ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);

    private static async Task<IResult> ReceiveAsync(string? mailbox, HttpContext http, Caller caller, OfficeDirectory offices, MailDoor door)
    {
        var office = offices.FindByMailbox(mailbox ?? string.Empty)
            ?? throw RejectedException.Invalid("mailbox", "unknown-mailbox", "Không có hộp thư này.", "No office has this mailbox; nothing was stored.");
        caller.RequireSight(office.Id, "hộp thư (mailbox)", office.Mailbox);
        caller.RequireRole(office.Id, DevelopmentSeed.SystemRole, Roles.Operator.Id);
        if (!IsMessage(http.Request.ContentType))
            throw new BadHttpRequestException("Content-Type must be message/rfc822.", StatusCodes.Status415UnsupportedMediaType);
        var raw = await Body.BytesAsync(http, MaxMail);
        if (raw.Length == 0)
            throw RejectedException.Invalid("body", "empty-mail", "Thư rỗng.", "The body is empty; send the message's bytes.");
        var receipt = await door.ReceiveAsync(office, raw, http.RequestAborted);
        return Body.Json(new { receipt.Outcome, receipt.CaseId, receipt.TaskId, receipt.MessageId, receipt.Reason, receipt.Incident }, receipt.Status);
    }

    private static bool IsMessage(string? contentType) =>
        string.Equals(contentType?.Split(';', 2)[0].Trim(), "message/rfc822", StringComparison.OrdinalIgnoreCase);
}
