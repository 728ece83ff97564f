using System.Net;
using System.Net.Sockets;
using ProcedureEngine.Host.Tests.Messaging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ProcedureEngine.Kill.Tests.TwoHosts;

/// <summary>A RabbitMQ of the test's own, which goes away and comes back; who needs it waits until it is there.</summary>
internal sealed class AwayBroker : IAsyncDisposable
{
    private readonly Broker broker;
    private volatile TaskCompletionSource isThere = new();

    private AwayBroker(Broker broker) => this.broker = broker;

    public Uri Address => broker.Address;

    public bool IsThere => isThere.Task.IsCompleted;

    public static async Task<AwayBroker> StartAsync()
    {
        var away = new AwayBroker(await Broker.StartAsync(FreePorts()));
        away.isThere.SetResult();
        return away;
    }

    public Task GoAsync()
    {
        isThere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return broker.StopAsync();
    }

    public async Task ComeBackAsync()
    {
        await broker.StartAsync();
        isThere.SetResult();
    }

    public Task WaitAsync() => isThere.Task.WaitAsync(TimeSpan.FromMinutes(5));

    public ValueTask DisposeAsync() => broker.DisposeAsync();

    /// <summary>One whose two neighbours are free too: the script takes all three.</summary>
    private static int FreePorts()
    {
        while (true)
        {
            using var first = new TcpListener(IPAddress.Loopback, 0);
            first.Start();
            var port = ((IPEndPoint)first.LocalEndpoint).Port;
            if (IsFree(port + 1) && IsFree(port + 2))
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

/// <summary>A channel to a broker that goes away: made anew when it is asked for and the broker is there again.</summary>
/// <param name="prepare">Declares queues and consumers on each new channel.</param>
internal sealed class BrokerLink(AwayBroker broker, Func<IChannel, Task> prepare) : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private IConnection? connection;
    private IChannel? channel;

    public async Task<IChannel> ChannelAsync()
    {
        await gate.WaitAsync();
        try
        {
            while (channel is not { IsOpen: true })
            {
                await broker.WaitAsync();
                await ConnectAsync();
            }

            return channel;
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        gate.Dispose();
    }

    private async Task ConnectAsync()
    {
        try
        {
            await CloseAsync();
            connection = await new ConnectionFactory { Uri = broker.Address, AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
            var made = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
            await prepare(made);
            channel = made;
        }
        catch (Exception exception) when (exception is RabbitMQClientException or IOException)
        {
            // It went away again; whoever asked waits for it anew.
        }
    }

    private async Task CloseAsync()
    {
        channel = null;
        if (connection is not null)
            await connection.DisposeAsync();
        connection = null;
    }
}
