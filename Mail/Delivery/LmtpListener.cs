using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ProcedureEngine.Mail.Delivery;

/// <summary>Where mail servers of this machine bring mail by LMTP: a loopback port or a Unix socket, never the network, since LMTP asks nobody who he is.</summary>
public sealed class LmtpListener : IDisposable
{
    private readonly Socket socket;
    private readonly string? file;

    private LmtpListener(Socket socket, string? file) => (this.socket, this.file) = (socket, file);

    /// <summary>The loopback port; 0 for a Unix socket.</summary>
    public int Port => (socket.LocalEndPoint as IPEndPoint)?.Port ?? 0;

    /// <param name="address">A port (<c>2424</c>, 0 for any free one), <c>127.0.0.1:2424</c>, <c>[::1]:2424</c>, or the absolute path of a Unix socket.</param>
    /// <returns>Null when it is none of these.</returns>
    public static EndPoint? Parse(string address)
    {
        if (address.StartsWith('/'))
            return new UnixDomainSocketEndPoint(address);
        if (int.TryParse(address, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort)
            return new IPEndPoint(IPAddress.Loopback, port);
        return IPEndPoint.TryParse(address, out var parsed) && IPAddress.IsLoopback(parsed.Address) && address.Contains(':', StringComparison.Ordinal) ? parsed : null;
    }

    /// <exception cref="SocketException">The port is taken, or the socket's folder cannot be written to.</exception>
    public static LmtpListener Listen(EndPoint address)
    {
        var file = (address as UnixDomainSocketEndPoint)?.ToString();
        if (file is not null)
            RemoveLeftOver(file);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, file is null ? ProtocolType.Tcp : ProtocolType.Unspecified);
        socket.Bind(address);
        if (file is not null && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        socket.Listen(backlog: 64);
        return new LmtpListener(socket, file);
    }

    public async Task<Stream> AcceptAsync(CancellationToken cancellation) => new NetworkStream(await socket.AcceptAsync(cancellation), ownsSocket: true);

    public void Dispose()
    {
        socket.Dispose();
        if (file is not null)
            File.Delete(file);
    }

    /// <summary>A socket file that nobody listens at was left by a host that was killed.</summary>
    private static void RemoveLeftOver(string file)
    {
        if (!File.Exists(file))
            return;
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(file));
        }
        catch (SocketException)
        {
            File.Delete(file);
        }
    }
}
