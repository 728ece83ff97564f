using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Host.Cases;
using ProcedureEngine.Host.Mail;

namespace ProcedureEngine.Host.Sms;

/// <summary>Short messages out: the loop that fills the pickup folder, and where a gateway says that one did not arrive.</summary>
internal static class SmsEndpoints
{
    private const int MaxAnswer = 500;

    public static void AddSms(this IServiceCollection services) => services.AddHostedService<SmsLoop>();

    public static void MapSms(this IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/messages/{messageId}/undelivered", ReportAsync).WithTags("Cases")
            .WithSummary("A gateway says that a short message did not arrive; its case gets a task").Accepts<SmsUndelivered>("application/json");

    private static async Task<IResult> ReportAsync(string id, string messageId, CaseReader reader, Caller caller, UndeliveredLetters undelivered, HttpContext http)
    {
        var file = await reader.FindAsync(id);
        caller.RequireRole(file.Office, DevelopmentSeed.SystemRole, Roles.Operator.Id);
        var report = await Body.ReadAsync<SmsUndelivered>(http);
        if (string.IsNullOrWhiteSpace(report.Answer) || report.Answer.Length > MaxAnswer)
            throw RejectedException.Invalid("answer", "required", "Thiếu lý do, tối đa 500 ký tự.", $"Say what the network answered, in 1 to {MaxAnswer} characters.");
        var message = (await reader.MessagesAsync(id)).FirstOrDefault(held => held.Message.Id == messageId && held.Message.Channel == OutboxChannels.Sms)?.Message
            ?? throw RejectedException.NotFound("tin nhắn (short message)", messageId);
        var failure = new DeliveryFailure(message.OutboxId!, message.Kind, message.Address, report.Answer) { Channel = OutboxChannels.Sms };
        var answer = await undelivered.ReportAsync(message.InstanceId, failure, new StimulusKey("sms:undelivered", message.Id, message.Id, IsPermanent: true), http.RequestAborted);
        return answer.Kind == "incident" ? Problem.Incident(http, answer) : Body.Json(answer.Body);
    }
}

/// <param name="Answer">What the network or gateway said; kept with the message and shown to the officer.</param>
internal sealed record SmsUndelivered(string Answer);
