using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace ProcedureEngine.Kill.Tests.Upgrade;

/// <summary>
/// People of one office who reach the hosts as through a balancer: each call goes to one of them in turn, and to the next when that one has gone or answers
/// 503, with the same key. Hosts that share a store share sessions, so each person signs in once.
/// </summary>
internal sealed class Office(params HostProcess[] hosts) : IAsyncDisposable
{
    public const string Id = "namdinh";

    private readonly ConcurrentDictionary<string, Task<HttpClient>> people = new(StringComparer.Ordinal);
    private ImmutableArray<HostProcess> hosts = [.. hosts];
    private int turn;
    private int sentOn;

    /// <summary>Calls that one host left to another with 503.</summary>
    public int SentOn => Volatile.Read(ref sentOn);

    /// <summary>Whom the balancer knows from now on.</summary>
    public void Behind(params HostProcess[] now) => hosts = [.. now];

    /// <summary>A call that some host must take.</summary>
    /// <exception cref="InvalidOperationException">A host refused it, or none took it.</exception>
    public async Task<JsonNode> CallAsync(string role, HttpMethod method, string path, string? json, string key)
    {
        var known = hosts;
        var first = (uint)Interlocked.Increment(ref turn);
        // Twice round: one that stops may have been taken out a moment after this call was begun.
        for (uint i = 0; i < known.Length * 2; i++)
        {
            var host = known[(int)((first + i) % (uint)known.Length)];
            try
            {
                var (status, text, _) = await TryAsync(host, role, method, path, json, key);
                if (status is >= 200 and < 300)
                    return JsonNode.Parse(text)!;
                if (status != 503)
                    throw new InvalidOperationException($"{method} {path} as {role}: {status} {text}");
                Interlocked.Increment(ref sentOn);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                // It stops, or has stopped: the next one answers.
            }

            known = hosts;
        }

        throw new InvalidOperationException($"{method} {path} as {role}: no host took it.");
    }

    /// <summary>A call to one host, whatever it answers.</summary>
    public async Task<(int Status, string Text, HttpResponseHeaders Headers)> TryAsync(HostProcess host, string role, HttpMethod method, string path, string? json, string key)
    {
        var person = await people.GetOrAdd(role, SignInAsync);
        using var request = new HttpRequestMessage(method, new Uri(host.Address, path));
        request.Headers.Add("Origin", host.Address.GetLeftPart(UriPartial.Authority));
        request.Headers.Add("Idempotency-Key", key);
        request.Headers.AcceptLanguage.ParseAdd("en");
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await person.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in people.Values.Where(person => person.IsCompletedSuccessfully))
            (await person).Dispose();
    }

    /// <summary>Cookies know no ports: what one host of this machine sets, the others are sent.</summary>
    private async Task<HttpClient> SignInAsync(string role)
    {
        var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(hosts[0].Address, "/api/session"));
        request.Headers.Add("Origin", hosts[0].Address.GetLeftPart(UriPartial.Authority));
        request.Content = new StringContent($$"""{"user":"{{role}}@{{Id}}","password":"{{role}}@{{Id}}"}""", Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return client;
    }
}
