using System.Net.WebSockets;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests.Elsa;

/// <summary>A viewer's connection to the hub: SignalR's JSON protocol over a socket, with the cookie of a signed-in person.</summary>
internal sealed class Viewer : IAsyncDisposable
{
    private const char End = '\u001e';
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket socket = new();
    private readonly Queue<JsonNode> heard = new();
    private string rest = string.Empty;

    public static Uri Address(TestHost host) => new UriBuilder(host.Address) { Scheme = "ws", Path = "/elsa/hubs/workflow-instance" }.Uri;

    public static string Origin(TestHost host) => host.Address.GetLeftPart(UriPartial.Authority);

    public static async Task<CookieContainer> CookiesAsync(TestHost host, string user)
    {
        var cookies = new CookieContainer();
        using var client = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies }) { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Add("Origin", Origin(host));
        await client.PostAsync("/api/session", TestHost.Json($$"""{"user":"{{user}}","password":"{{user}}"}""")).JsonAsync();
        return cookies;
    }

    public static async Task<Viewer> ConnectAsync(TestHost host, string user)
    {
        var viewer = new Viewer();
        viewer.socket.Options.Cookies = await CookiesAsync(host, user);
        viewer.socket.Options.SetRequestHeader("Origin", Origin(host));
        await viewer.socket.ConnectAsync(Address(host), default);
        await viewer.SayAsync("""{"protocol":"json","version":1}""");
        Assert.That((await viewer.NextAsync()).ToJsonString(), Is.EqualTo("{}"), "the handshake");
        return viewer;
    }

    /// <summary>The hub's answer to the wish: it has an error when it was refused.</summary>
    public async Task<JsonNode> ObserveAsync(string instanceId)
    {
        await SayAsync($$"""{"type":1,"invocationId":"1","target":"ObserveInstanceAsync","arguments":["{{instanceId}}"]}""");
        return await FindAsync(message => (int?)message["type"] == 3);
    }

    /// <summary>The next message of this name, with its argument.</summary>
    public async Task<JsonNode> HearAsync(string name) => (await FindAsync(message => (string?)message["target"] == name))["arguments"]![0]!;

    /// <summary>The counts, once they say so of an activity. While a viewer starts it is told again how it stood, which may come before a commit is told.</summary>
    public async Task<JsonNode> HearCountsAsync(string activity, (int Started, int Completed, bool IsBlocked) counts) =>
        (await FindAsync(message => (string?)message["target"] == "ActivityExecutionLogUpdatedAsync" && HubTests.Counts(message["arguments"]![0]!, activity) == counts))["arguments"]![0]!;

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<JsonNode> FindAsync(Func<JsonNode, bool> isIt)
    {
        for (var waiting = heard.Count; waiting > 0; waiting--)
        {
            var known = heard.Dequeue();
            if (isIt(known))
                return known;
            heard.Enqueue(known);
        }

        while (true)
        {
            var message = await NextAsync();
            if (isIt(message))
                return message;
            heard.Enqueue(message);
        }
    }

    private Task SayAsync(string message) => socket.SendAsync(Encoding.UTF8.GetBytes(message + End), WebSocketMessageType.Text, endOfMessage: true, default);

    private async Task<JsonNode> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var buffer = new byte[64 * 1024];
        while (!rest.Contains(End, StringComparison.Ordinal))
        {
            var received = await socket.ReceiveAsync(buffer, patience.Token);
            rest += Encoding.UTF8.GetString(buffer, 0, received.Count);
        }

        var end = rest.IndexOf(End, StringComparison.Ordinal);
        var message = JsonNode.Parse(rest[..end])!;
        rest = rest[(end + 1)..];
        return message;
    }
}
