using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace ProcedureEngine.Benchmarks;

/// <summary>
/// One open viewer of Elsa Studio 3.8.2 as Chromium shows it: what it asks at start, then three connections of the hub that ping every 15 seconds,
/// and after each commit that it is told of what it reads anew. Without the hub it asks for the state every five seconds, once for each of the three; while a step
/// that waits is selected, for its runs every second.
/// </summary>
internal sealed class StudioViewer : IAsyncDisposable
{
    private const int Observers = 3;
    private const string Hub = "/elsa/hubs/workflow-instance";

    /// <summary>Ends each message of the hub.</summary>
    private const char End = '\u001e';

    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly SignedIn person;
    private readonly string instance;
    private readonly CancellationTokenSource left = new();
    private readonly List<Task> running = [];
    private readonly List<ClientWebSocket> connections = [];
    private readonly ConcurrentDictionary<string, Kept> kept = new(StringComparer.Ordinal);
    private long received;

    private StudioViewer(SignedIn person, string instance) => (this.person, this.instance) = (person, instance);

    /// <summary>Messages of commits so far, pings left out.</summary>
    public long Received => Interlocked.Read(ref received);

    /// <param name="selected">The step that is selected and waits; null when none is.</param>
    public static async Task<StudioViewer> OpenAsync(SignedIn person, string instance, bool hasHub, string? selected)
    {
        var viewer = new StudioViewer(person, instance);
        await viewer.StartAsync();
        for (var observer = 0; observer < Observers; observer++)
            viewer.running.Add(hasHub ? await viewer.ConnectAsync(isReading: observer == 0) : viewer.EveryAsync(AskEvery, () => viewer.GetAsync($"/elsa/api/workflow-instances/{instance}/execution-state")));
        if (selected is not null)
            viewer.running.Add(await viewer.SelectAsync(selected));
        return viewer;
    }

    /// <exception cref="Exception">What broke a connection meanwhile: a viewer that had fallen silent would have been measured for nothing.</exception>
    public async ValueTask DisposeAsync()
    {
        await left.CancelAsync();
        foreach (var task in running)
            await task;
        foreach (var connection in connections)
            connection.Dispose();
        left.Dispose();
    }

    private async Task StartAsync()
    {
        foreach (var path in new[] { $"workflow-instances/{instance}", "descriptors/activities?Refresh=True", "descriptors/storage-drivers", "workflow-definitions/by-id/enforcement-request-v1", "features/installed" })
            await GetAsync($"/elsa/api/{path}");
        await ReadAnewAsync();
        await GetAsync($"/elsa/api/activity-execution-summaries/list?WorkflowInstanceId={instance}&ActivityNodeId=Workflow1%3AFlowchart1");
        await PostAsync("/elsa/api/activity-executions/report", $$"""{"workflowInstanceId":"{{instance}}"}""");
    }

    /// <summary>What Studio reads after a commit.</summary>
    private async Task ReadAnewAsync()
    {
        await PostAsync($"/elsa/api/workflow-instances/{instance}/journal?skip=0&take=109", """{"filter":{"excludedActivityTypes":["Elsa.Workflow","Elsa.Flowchart"]}}""");
        await GetAsync($"/elsa/api/workflow-instances/{instance}");
        await GetAsync($"/elsa/api/activity-executions/list?WorkflowInstanceId={instance}&ActivityNodeId=Workflow1");
        await GetAsync($"/elsa/api/workflow-instances/{instance}/variables");
    }

    private async Task<Task> SelectAsync(string step)
    {
        var list = $"/elsa/api/activity-execution-summaries/list?WorkflowInstanceId={instance}&ActivityNodeId=Workflow1%3AFlowchart1%3A{step}";
        var run = (string)JsonNode.Parse(await GetAsync(list))!["items"]![0]!["id"]!;
        return EveryAsync(LookEvery, async () =>
        {
            await GetAsync(list);
            await GetAsync($"/elsa/api/activity-executions/by-id?id={run}");
        });
    }

    private async Task<Task> ConnectAsync(bool isReading)
    {
        var token = (string)JsonNode.Parse(await PostAsync($"{Hub}/negotiate?negotiateVersion=1", string.Empty))!["connectionToken"]!;
        var socket = new ClientWebSocket();
        connections.Add(socket);
        socket.Options.Cookies = person.Cookies;
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        socket.Options.SetRequestHeader("Origin", person.Client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        var address = new UriBuilder(new Uri(person.Client.BaseAddress, $"{Hub}?id={token}")) { Scheme = "ws" }.Uri;
        await socket.ConnectAsync(address, left.Token);
        await SayAsync(socket, """{"protocol":"json","version":1}""");
        await SayAsync(socket, $$"""{"type":1,"target":"ObserveInstanceAsync","arguments":["{{instance}}"]}""");
        return Task.WhenAll(ListenAsync(socket, isReading), EveryAsync(PingEvery, () => SayAsync(socket, """{"type":6}""")));
    }

    private Task SayAsync(ClientWebSocket socket, string message) => socket.SendAsync(Encoding.UTF8.GetBytes(message + End), WebSocketMessageType.Text, endOfMessage: true, left.Token).WaitAsync(left.Token);

    private async Task ListenAsync(ClientWebSocket socket, bool isReading)
    {
        var (buffer, message) = (new byte[16 * 1024], new StringBuilder());
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer, left.Token);
                if (part.MessageType == WebSocketMessageType.Close)
                    throw new InvalidOperationException($"The hub has closed the connection: {socket.CloseStatusDescription}");
                message.Append(Encoding.UTF8.GetString(buffer, 0, part.Count));
                if (!part.EndOfMessage)
                    continue;
                foreach (var said in message.ToString().Split(End, StringSplitOptions.RemoveEmptyEntries))
                    await HearAsync(said, isReading);
                message.Clear();
            }
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // The viewer has been closed.
        }
    }

    private async Task HearAsync(string said, bool isReading)
    {
        if (said.Contains("\"error\"", StringComparison.Ordinal))
            throw new InvalidOperationException(said);
        if (!said.Contains("WorkflowInstanceUpdatedAsync", StringComparison.Ordinal))
            return;
        Interlocked.Increment(ref received);
        if (isReading)
            await ReadAnewAsync();
    }

    private async Task EveryAsync(TimeSpan pause, Func<Task> act)
    {
        using var tick = new PeriodicTimer(pause);
        try
        {
            while (await tick.WaitForNextTickAsync(left.Token))
                await act();
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // The viewer has been closed.
        }
    }

    /// <summary>As a browser asks: not while what it has is fresh, then with its tag, if the server gave them.</summary>
    private async Task<string> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (kept.TryGetValue(path, out var known))
        {
            if (known.IsFresh)
                return known.Text;
            request.Headers.TryAddWithoutValidation("If-None-Match", known.Tag);
        }

        using var answer = await person.Client.SendAsync(request, left.Token);
        var isSame = answer.StatusCode == HttpStatusCode.NotModified;
        if (!isSame)
            answer.EnsureSuccessStatusCode();
        var text = isSame ? known!.Text : await answer.Content.ReadAsStringAsync(left.Token);
        if (answer.Headers.ETag is { } tag)
            kept[path] = new Kept(tag.ToString(), text, Stopwatch.StartNew(), answer.Headers.CacheControl?.MaxAge ?? TimeSpan.Zero);
        return text;
    }

    private async Task<string> PostAsync(string path, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await person.Client.PostAsync(path, body, left.Token);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync(left.Token);
    }

    private sealed record Kept(string Tag, string Text, Stopwatch Age, TimeSpan FreshFor)
    {
        public bool IsFresh => Age.Elapsed < FreshFor;
    }
}

/// <summary>Somebody who has signed in.</summary>
/// <param name="Cookies">His session, for connections that the client does not make.</param>
internal sealed record SignedIn(HttpClient Client, CookieContainer Cookies);
