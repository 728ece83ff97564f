using System.Security.Cryptography;
using System.Text;
using MassTransit;
using ProcedureEngine.Contracts.V1;

namespace ProcedureEngine.Host.Messaging;

/// <summary>Events over MassTransit: an exchange a type, and <c>ProcedureEngine.Contracts.V1:CaseEvent</c> for all of them in one order.</summary>
internal sealed class MassTransitBus(IBusControl bus) : IEventBus
{
    public string? Trouble => bus.CheckHealth() is { Status: not BusHealthStatus.Healthy } health ? health.Description : null;

    public Task PublishAsync(CaseEvent told, CancellationToken cancellation) =>
        bus.Publish(told, told.GetType(), Pipe.Execute<PublishContext>(context =>
        {
            context.MessageId = MessageIdOf(told.Id);
            TraceHeaders.Write(context);
        }), cancellation);

    /// <summary>The same event has the same message id at every attempt, so that a receiver may drop copies by it.</summary>
    internal static Guid MessageIdOf(string eventId) => new(SHA256.HashData(Encoding.UTF8.GetBytes(eventId)).AsSpan(0, 16));
}
