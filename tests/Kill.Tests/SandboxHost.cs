using System.Net.Http.Headers;
using System.Text;

namespace ProcedureEngine.Kill.Tests;

/// <summary>What the tests themselves ask of a running Host: time that goes by, and that everything leaves.</summary>
internal static class SandboxHost
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <param name="period">ISO 8601.</param>
    public static async Task AdvanceAsync(HostProcess host, string period)
    {
        using var client = Client(host);
        using var body = new StringContent($$"""{"advance":"{{period}}"}""", Encoding.UTF8, "application/json");
        (await client.PostAsync("/api/sandbox/clock", body)).EnsureSuccessStatusCode();
    }

    /// <summary>
    /// A message that had left when the Host was killed, and was not marked, is tried again when its lease has ended: the sandbox's clock steps
    /// over it. Readiness names messages that have waited for a quarter of an hour.
    /// </summary>
    public static async Task UntilAllHasLeftAsync(HostProcess host)
    {
        using var client = Client(host);
        await AdvanceAsync(host, "PT20M");
        var ready = string.Empty;
        await UntilAsync(
            () => ready.Length > 0 && !ready.Contains("outbox", StringComparison.Ordinal), async () => ready = await client.GetStringAsync("/health/ready"), "nothing waits to leave");
    }

    public static async Task UntilAsync(Func<bool> isSo, Func<Task> meanwhile, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!isSo())
        {
            await meanwhile();
            if (patience.IsCancellationRequested)
                throw new AssertionException($"It never came about that {what}.");
            await ticks.WaitForNextTickAsync();
        }
    }

    private static HttpClient Client(HostProcess host)
    {
        var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("ApiKey", "development");
        return client;
    }
}
