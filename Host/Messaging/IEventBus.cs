using ProcedureEngine.Contracts.V1;

namespace ProcedureEngine.Host.Messaging;

/// <summary>The bus as the rest of the Host sees it: events go out, and it says how it stands. What comes in goes to the <see cref="CommandDoor"/>.</summary>
internal interface IEventBus
{
    /// <summary>What is wrong with the connection just now, or null.</summary>
    string? Trouble { get; }

    /// <summary>Hands an event over; returns when the broker has confirmed it.</summary>
    /// <param name="cancellation">A publish to a broker that is down hangs until this is cancelled.</param>
    Task PublishAsync(CaseEvent told, CancellationToken cancellation);
}
