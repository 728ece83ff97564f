using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Offices;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Host.Outbox;
using ProcedureEngine.Mail;

namespace ProcedureEngine.Host.Mail;

/// <summary>Mail over HTTP: what a mail server's pipe or an operator hands in.</summary>
internal static class MailEndpoints
{
    public static void AddMail(this IServiceCollection services, IConfiguration configuration, EngineHostOptions options)
    {
        services.AddSingleton(MailSettings.Read(configuration));
        services.AddSingleton(InboundSettings.Read(configuration, options));
        services.AddSingleton<SenderPace>();
        services.AddSingleton<MailLookups>();
        services.AddSingleton<TriageDoor>();
        services.AddSingleton<UndeliveredLetters>();
        services.AddSingleton<MailDoor>();
        services.AddSingleton<LetterWriter>();
        services.AddSingleton<LetterPost>();
        services.AddSingleton<Tries>();
        services.AddHostedService<MailLoop>();
        services.AddHostedService<StimulusLoop>();
        services.AddSingleton<StuckMail>();
        services.AddSingleton<LargeMail>();
        services.AddHostedService<MaildirLoop>();
        services.AddSingleton<LmtpDoor>();
        services.AddHostedService(provider => provider.GetRequiredService<LmtpDoor>());
    }

    public static void MapMail(this IEndpointRouteBuilder api) =>
        api.MapPost("/mail", ReceiveAsync).WithTags("Mail")
            .WithSummary("Hand in a mail: 201 a new case, 200 a known message or case, 202 a person must look at it")
            .Accepts<IFormFile>("message/rfc822").Produces(200).Produces(201).Produces(202)
            .ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);

    private static async Task<IResult> ReceiveAsync(string? mailbox, HttpContext http, Caller caller, OfficeDirectory offices, MailDoor door)
    {
        if (!IsMessage(http.Request.ContentType))
            throw new BadHttpRequestException("Content-Type must be message/rfc822.", StatusCodes.Status415UnsupportedMediaType);
        var named = mailbox is null ? null : Allowed(offices.FindByMailbox(mailbox) ?? throw UnknownMailbox(), caller);
        var raw = await Body.BytesAsync(http, InboundSettings.MaxMail);
        if (raw.Length == 0)
            throw RejectedException.Invalid("body", "empty-mail", "Thư rỗng.", "The body is empty; send the message's bytes.");
        var addressees = named is null ? Addressees.Of(MimeReader.Read(raw), offices) : [named];
        if (addressees.Count == 0)
            throw UnknownMailbox();
        foreach (var office in addressees)
            Allowed(office, caller);
        var receipts = new List<MailReceipt>();
        foreach (var office in addressees)
            receipts.Add(await door.ReceiveAsync(office, raw, http.RequestAborted));
        return Body.Json(Told(receipts), receipts.Max(receipt => receipt.Status));
    }

    private static Office Allowed(Office office, Caller caller)
    {
        caller.RequireSight(office.Id, "hộp thư (mailbox)", office.Mailbox);
        caller.RequireRole(office.Id, DevelopmentSeed.SystemRole, Roles.Operator.Id);
        return office;
    }

    private static RejectedException UnknownMailbox() => RejectedException.Invalid(
        "mailbox", "unknown-mailbox", "Không có hộp thư này.", "No office has this mailbox, or the message names none; nothing was stored.");

    /// <summary>What the mail led to; at a second office of the same mail, in <c>others</c>.</summary>
    private static JsonObject Told(IReadOnlyList<MailReceipt> receipts)
    {
        var told = receipts.Select(receipt => EngineJson.ToObject(new { receipt.Outcome, receipt.CaseId, receipt.TaskId, receipt.MessageId, receipt.Reason, receipt.Incident })).ToList();
        if (told.Count > 1)
            told[0]["others"] = new JsonArray([.. told.Skip(1)]);
        return told[0];
    }

    private static bool IsMessage(string? contentType) =>
        string.Equals(contentType?.Split(';', 2)[0].Trim(), "message/rfc822", StringComparison.OrdinalIgnoreCase);
}
