using MassTransit;
using ProcedureEngine.Contracts.V1;

namespace ProcedureEngine.Host.Messaging;

/// <summary>From what the engine said to what the sender is told.</summary>
internal static class Answer
{
    public static object Of(string commandId, BurstAnswer answer) => answer.Kind == "incident" ? Stopped(commandId, answer) : new CommandAccepted
    {
        CommandId = commandId,
        CaseId = answer.InstanceId,
        Result = answer.Kind,
        Number = EngineJson.Read<CaseNumber>(answer.Body["number"]),
        Status = (string?)answer.Body["status"],
    };

    public static CommandRejected Of(string commandId, Refusal refusal) => new()
    {
        CommandId = commandId,
        Kind = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(refusal.Kind.ToString()),
        Rule = refusal.Rule,
        Detail = Of(refusal.Text),
        Errors = [.. refusal.Fields.Select(field => new RejectedField { Field = field.Field, Rule = field.Rule, Message = Of(field.Message) })],
    };

    public static Words Of(LocalizedText text) => new() { Vi = text.Vi, En = text.En };

    private static CommandRejected Stopped(string commandId, BurstAnswer answer) => new()
    {
        CommandId = commandId,
        Kind = "incident",
        Rule = "incident",
        Detail = new Words
        {
            Vi = $"Không thực hiện được do sự cố {answer.Body["incident"]}; bộ phận vận hành đã được báo.",
            En = $"A defect stopped this (incident {answer.Body["incident"]}); nothing was done, and operators are told.",
        },
        Errors = [],
    };
}

/// <summary>From what failed to the fault that the sender is told and the reason that lies with the message.</summary>
internal static class Failure
{
    public static CommandFailed Of(Exception failure, string? commandId) => failure switch
    {
        UnusableMessageException unusable => New(commandId, unusable.Rule, unusable.Text),
        RejectedException refused => New(commandId, refused.Rule, refused.Text),
        UnknownCaseException => New(commandId, "unknown-case", new LocalizedText("Không có hồ sơ này trong thời gian chờ.", $"{failure.Message} It was waited for.")),
        _ => New(commandId, "failed", new LocalizedText("Không thực hiện được; bộ phận vận hành sẽ xem.", "It could not be done, and was tried again several times; operators will look.")),
    };

    public static UnusableMessageException NoMessageId() => new(
        "message-id-missing", new LocalizedText("Thông điệp không có mã (messageId).", "The message has no messageId; without one a second copy could not be told from a second command."));

    public static UnusableMessageException AnswerAddress() => new(
        "answer-address", new LocalizedText(
            "Địa chỉ trả lời không phải hàng đợi của hệ thống gửi.",
            "The answer's address is no queue or exchange of the sender's own: name one as 'queue:NAME', of at most 200 letters, digits and - _ . :, that begins neither with 'procedure-engine.' nor with 'amq.', and bind nothing to it here."));

    /// <param name="types">Those that the message claims to be.</param>
    public static UnusableMessageException UnknownMessage(IEnumerable<string> types) => new(
        "unknown-message", new LocalizedText(
            $"Không biết loại hoặc phiên bản thông điệp: {string.Join(", ", types)}.",
            $"No such message, or a version that this host does not know: {string.Join(", ", types)}. It takes StartProcedure, CompleteTask and DeliverStimulus of {typeof(Contracts.V1.StartProcedure).Namespace}."));

    public static UnusableMessageException Unreadable(Exception reason) => new(
        "unreadable-message", new LocalizedText("Không đọc được thông điệp.", $"The message cannot be read: {Innermost(reason)}"));

    private static string Innermost(Exception reason) => reason.GetBaseException() is System.Text.Json.JsonException json ? json.Message : reason.Message;

    private static CommandFailed New(string? commandId, string rule, LocalizedText text) => new() { CommandId = commandId, Rule = rule, Detail = Answer.Of(text) };
}
