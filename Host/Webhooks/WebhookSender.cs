using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ProcedureEngine.Host.Webhooks;

/// <summary>
/// One signed POST. The name is resolved when the connection is made, and only what was checked is connected to; redirects, proxies and cookies are none of
/// its business; of the answer nothing but the status is read.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    private readonly WebhookOptions options;
    private readonly HttpClient client;

    public WebhookSender(WebhookOptions options)
    {
        this.options = options;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            MaxResponseHeadersLength = 16,
            // A name that comes to mean another address is looked up again before long.
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = ConnectAsync,
        };
        client = new HttpClient(handler) { Timeout = options.Timeout };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("ProcedureEngine/1");
    }

    /// <returns>Null when the target has taken it; else what is wrong, without anything secret.</returns>
    public async Task<string?> TrySendAsync(Uri url, string secret, string id, Instant at, string body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add(WebhookSignature.IdHeader, id);
        request.Headers.Add(WebhookSignature.TimestampHeader, at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Of(secret, id, at, body));
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return (int)response.StatusCode switch
            {
                >= 200 and < 300 => null,
                >= 300 and < 400 and var status => $"it answered {status}; redirects are not followed",
                var status => $"it answered {status}",
            };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"it did not answer within {options.Timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s";
        }
        catch (HttpRequestException exception)
        {
            return (exception.InnerException as PrivateTargetException ?? (Exception)exception).Message;
        }
    }

    /// <summary>Whether a name means addresses of the open Internet only (now; it is asked again at every connection).</summary>
    public async Task<bool> IsAllowedAsync(Uri url, CancellationToken cancellation)
    {
        if (options.AllowPrivateTargets)
            return true;
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(url.DnsSafeHost, cancellation);
            return addresses.All(PublicAddress.Is);
        }
        catch (SocketException)
        {
            // A name that nobody knows yet is no harm; deliveries will tell.
            return true;
        }
    }

    public void Dispose() => client.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation);
        if (!options.AllowPrivateTargets && !addresses.All(PublicAddress.Is))
            throw new PrivateTargetException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>The target's name means an address within somebody's network.</summary>
internal sealed class PrivateTargetException() : IOException("its name means a private, loopback or link-local address");
