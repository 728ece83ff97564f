using System.Net;
using System.Text;

namespace ProcedureEngine.Kill.Tests;

/// <summary>A call as it is made at every attempt, with one key.</summary>
/// <param name="Who"><c>role@office</c>, or one of the systems of <see cref="Callers"/>.</param>
/// <param name="Key">The Idempotency-Key; null for what only reads.</param>
internal sealed record Call(string Who, HttpMethod Method, string Path, string? Key)
{
    public string? Body { get; init; }

    public string Type { get; init; } = "application/json";

    /// <summary>The member that every answer to this call must repeat; null where all of it must.</summary>
    public string? Tells { get; init; }

    public bool IsSame(Answer first, Answer second) => Tells is null ? first == second : second.IsSuccess && (string?)first.Json[Tells] == (string?)second.Json[Tells];

    public override string ToString() => $"{Method} {Path} as {Who}";
}

/// <summary>What came back.</summary>
internal sealed record Answer(int Status, string Text)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>The rule's name, of a refusal.</summary>
    public string? Rule => IsSuccess ? null : ((string?)Json["type"])?.Split('/')[^1];
}

/// <summary>People and systems that call, by whatever way.</summary>
internal interface ICallers
{
    /// <summary>Once signed in, somebody may make several calls at once.</summary>
    Task EnterAsync(string who);

    /// <returns>The first answer, whatever it says.</returns>
    Task<Answer> AskAsync(Call call);
}

/// <summary>People and systems that call while the Host dies under them: what got no answer is sent again when the Host is back.</summary>
internal sealed class Callers(LoadSite site) : ICallers
{
    public const string System = "system";
    public const string Portal = "portal";

    private readonly Dictionary<string, HttpClient> known = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task EnterAsync(string who) => ClientAsync(who);

    /// <inheritdoc/>
    public async Task<Answer> AskAsync(Call call)
    {
        while (true)
        {
            var client = await ClientAsync(call.Who);
            try
            {
                return await SendAsync(client, call);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException)
            {
                await site.State.WaitForHostAsync();
            }
        }
    }

    private async Task<Answer> SendAsync(HttpClient client, Call call)
    {
        var door = site.Door();
        using var request = new HttpRequestMessage(call.Method, new Uri(door, call.Path));
        request.Headers.Add("Origin", door.GetLeftPart(UriPartial.Authority));
        if (call.Key is not null)
            request.Headers.Add("Idempotency-Key", call.Key);
        if (call.Body is not null)
            request.Content = new StringContent(call.Body, Encoding.UTF8, call.Type);
        site.State.Enter(call.Method);
        try
        {
            using var response = await client.SendAsync(request);
            return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync());
        }
        finally
        {
            site.State.Leave(call.Method);
        }
    }

    private async Task<HttpClient> ClientAsync(string who)
    {
        if (known.TryGetValue(who, out var client))
            return client;
        client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() });
        if (who is System or Portal)
            client.DefaultRequestHeaders.Add("Authorization", $"ApiKey {(who == System ? "development" : "development-portal")}");
        else
            await SignInAsync(client, who);
        return known[who] = client;
    }

    private async Task SignInAsync(HttpClient client, string user)
    {
        var call = new Call(user, HttpMethod.Post, "/api/session", null) { Body = $$"""{"user":"{{user}}","password":"{{user}}"}""" };
        while (true)
        {
            try
            {
                if (await SendAsync(client, call) is { IsSuccess: false } refused)
                    throw new InvalidOperationException($"{call}: {refused}");
                return;
            }
            catch (HttpRequestException)
            {
                await site.State.WaitForHostAsync();
            }
        }
    }
}
