using ProcedureEngine.Activities;
using RabbitMQ.Client.Exceptions;

namespace ProcedureEngine.Host.Messaging;

/// <summary>The operators' view of the error queues. A system's messages may concern any of its offices, so who looks must be an operator at all of them.</summary>
internal static class MessagingEndpoints
{
    public static void MapMessaging(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/messaging").WithTags("Messaging");
        group.MapGet("/errors", LookAsync).WithSummary("Commands that could not be done, with the reason").WithDescription("Of the sending systems at all of whose offices the caller is an operator.");
        group.MapPost("/errors/{system}/{id}/put-back", PutBackAsync).WithSummary("Put a command back into its queue");
    }

    private static async Task<IResult> LookAsync(Caller caller, HttpContext http)
    {
        var (errors, systems) = Bus(http);
        if (caller.OfficesAs(Roles.Operator.Id).Count == 0)
            throw Caller.RoleRequired([Roles.Operator.Id], string.Empty);
        return await ReachAsync(http, async () =>
        {
            var items = new List<object>();
            foreach (var system in systems.Where(system => Operates(caller, system)))
                items.AddRange((await errors.LookAsync(system, http.RequestAborted)).Select(message => new { system = system.Name, message.Id, message.MessageId, message.Rule, message.Reason, message.GivenUpAt, message.Attempts, message.Body }));
            return Body.Json(new { items });
        });
    }

    private static async Task<IResult> PutBackAsync(string system, string id, Caller caller, HttpContext http)
    {
        var (errors, systems) = Bus(http);
        if (systems.FirstOrDefault(known => known.Name == system) is not { } sender || !Operates(caller, sender))
            throw RejectedException.NotFound("hệ thống gửi (sending system)", system);
        return await ReachAsync(http, async () => await errors.PutBackAsync(sender, id, http.RequestAborted)
            ? Body.Json(new { id, queue = sender.Queue })
            : throw RejectedException.NotFound("thông điệp trong hàng lỗi (message in the error queue)", id));
    }

    private static bool Operates(Caller caller, SendingSystem system) => system.Caller.Offices.All(caller.OfficesAs(Roles.Operator.Id).Contains);

    private static (ErrorQueues Errors, IReadOnlyList<SendingSystem> Systems) Bus(HttpContext http) => http.RequestServices.GetService<ErrorQueues>() is { } errors
        ? (errors, http.RequestServices.GetRequiredService<IReadOnlyList<SendingSystem>>())
        : throw RejectedException.Conflict("no-bus", "Hệ thống này không nối với hàng đợi thông điệp.", "This installation has no bus; Messaging:RabbitMq is not set.");

    private static async Task<IResult> ReachAsync(HttpContext http, Func<Task<IResult>> work)
    {
        try
        {
            return await work();
        }
        catch (BrokerUnreachableException)
        {
            return Problem.Of(http, 503, "broker-unreachable", new LocalizedText("Không kết nối được RabbitMQ, hãy thử lại.", "RabbitMQ cannot be reached now; try again."));
        }
    }
}
