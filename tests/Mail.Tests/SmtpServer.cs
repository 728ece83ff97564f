using System.Text.Json;

namespace ProcedureEngine.Mail.Tests;

/// <summary>aiosmtpd on a free loopback port, for one test.</summary>
internal sealed class SmtpServer : IDisposable
{
    private readonly Oracle _oracle;

    private SmtpServer(Oracle oracle, int port) => (_oracle, Port) = (oracle, port);

    public int Port { get; }

    public static async Task<SmtpServer> StartAsync(params string[] arguments)
    {
        var oracle = Oracle.Start(Oracle.Python, ["-W", "ignore", "smtp_server.py", .. arguments]);
        using var first = JsonDocument.Parse(await oracle.ReadLineAsync());
        return new SmtpServer(oracle, first.RootElement.GetProperty("port").GetInt32());
    }

    public async Task<JsonElement> NextMessageAsync()
    {
        using var document = JsonDocument.Parse(await _oracle.ReadLineAsync());
        return document.RootElement.Clone();
    }

    public void Dispose() => _oracle.Dispose();
}
