using System.Runtime.ExceptionServices;
using MassTransit;
using MassTransit.RabbitMqTransport;
using ProcedureEngine.Contracts.V1;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Host.Health;

namespace ProcedureEngine.Host.Messaging;

/// <summary>The bus, when <c>Messaging:RabbitMq</c> names a broker; without it nothing of this exists.</summary>
internal static class MessagingSetup
{
    /// <summary>Commands under way at a time in one queue.</summary>
    private const ushort Prefetch = 16;

    /// <summary>A start does not wait for a broker, and a stop does not wait for one that is down.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    public static void AddMessaging(this IServiceCollection services, IConfiguration configuration, EngineHostOptions host)
    {
        if (string.IsNullOrEmpty(configuration["Messaging:RabbitMq"]))
            return;
        services.AddSingleton(provider => MessagingOptions.Read(configuration, host, provider.GetRequiredService<OfficeDirectory>())!);
        services.AddSingleton(Systems);
        services.AddSingleton<CommandDoor>();
        services.AddSingleton<CommandReceiver>();
        services.AddSingleton<ErrorQueues>();
        services.AddSingleton<IEventBus, MassTransitBus>();
        services.AddSingleton<IReadinessPart, BusReadiness>();
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.UsingRabbitMq(Configure);
        });
        services.AddOptions<MassTransitHostOptions>().Configure(options => (options.WaitUntilStarted, options.StopTimeout) = (false, StopTimeout));
        services.AddHostedService<BusLoop>();
    }

    private static IReadOnlyList<SendingSystem> Systems(IServiceProvider provider) =>
        [.. provider.GetRequiredService<MessagingOptions>().Systems.Select(system => SendingSystem.Of(system.Name, system.Grants, provider.GetRequiredService<Visibility>()))];

    private static void Configure(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator bus)
    {
        bus.Host(context.GetRequiredService<MessagingOptions>().Broker);
        bus.PublishTopology.BrokerTopologyOptions = PublishBrokerTopologyOptions.MaintainHierarchy;
        foreach (var record in CaseEvents.Records.Values.Append(typeof(CaseChanged)))
            bus.Publish(record, topology => topology.Durable = true);
        var receiver = context.GetRequiredService<CommandReceiver>();
        foreach (var system in context.GetRequiredService<IReadOnlyList<SendingSystem>>())
            bus.ReceiveEndpoint(system.Queue, endpoint => Receive(endpoint, system, receiver));
    }

    private static void Receive(IRabbitMqReceiveEndpointConfigurator endpoint, SendingSystem system, CommandReceiver receiver)
    {
        // Only what the system itself puts here counts as its word: nothing that is published reaches this queue.
        endpoint.ConfigureConsumeTopology = false;
        endpoint.PrefetchCount = Prefetch;
        endpoint.PublishFaults = false;
        endpoint.ConfigureError(pipe => pipe.UseFilter(new UnreadableFilter(system, receiver)));
        endpoint.ConfigureDeadLetter(pipe => pipe.UseFilter(new UnknownFilter(system, receiver)));
        endpoint.Handler<Contracts.V1.StartProcedure>(context => receiver.ReceiveAsync(system, context));
        endpoint.Handler<Contracts.V1.CompleteTask>(context => receiver.ReceiveAsync(system, context));
        endpoint.Handler<Contracts.V1.DeliverStimulus>(context => receiver.ReceiveAsync(system, context));
    }
}

/// <summary>What MassTransit could not read; a failure of the receiver itself (the broker lost meanwhile, the host stopping) leaves the message in its queue.</summary>
internal sealed class UnreadableFilter(SendingSystem system, CommandReceiver receiver) : IFilter<ExceptionReceiveContext>
{
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        if (context.Exception is NotPutAsideException or OperationCanceledException)
            ExceptionDispatchInfo.Throw(context.Exception);
        await receiver.PutAsideAsync(system, context, Failure.Unreadable(context.Exception));
        await context.NotifyFaulted(context.Exception);
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("unreadable");
}

/// <summary>What nobody consumes: a type or a version that is none of ours.</summary>
internal sealed class UnknownFilter(SendingSystem system, CommandReceiver receiver) : IFilter<ReceiveContext>
{
    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        await receiver.PutAsideAsync(system, context, Failure.UnknownMessage(Envelope.Of(context).Types));
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("unknown");
}
