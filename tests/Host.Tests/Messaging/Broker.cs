using System.Diagnostics;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests.Messaging;

/// <summary>A RabbitMQ for the tests: the one that PE_RABBITMQ names, or one of a test's own that it may stop.</summary>
internal sealed class Broker : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pe_rabbitmq_").FullName;
    private readonly string port;

    private Broker(string port) => this.port = port;

    public Uri Address => new($"amqp://guest:guest@127.0.0.1:{port}/");

    /// <summary>The one that all tests share; without the variable a test fails.</summary>
    public static Uri Shared => new(Environment.GetEnvironmentVariable("PE_RABBITMQ")
        ?? throw new InvalidOperationException("PE_RABBITMQ is not set: start the tests by deploy/test.sh, or name a RabbitMQ (deploy/rabbitmq.sh start FOLDER prints one)."));

    public static async Task<Broker> StartAsync(int port)
    {
        var broker = new Broker(port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await broker.StartAsync();
        return broker;
    }

    public Task StartAsync() => RunAsync("start");

    public Task StopAsync() => RunAsync("stop");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task RunAsync(string action)
    {
        // Its output is not read: the server that goes on would hold the pipe open.
        var start = new ProcessStartInfo("bash", [Path.Combine(Repository.Root, "deploy", "rabbitmq.sh"), action, folder, port]);
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, $"rabbitmq.sh {action}");
    }
}
