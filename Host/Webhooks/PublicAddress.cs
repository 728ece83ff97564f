using System.Net;
using System.Net.Sockets;

namespace ProcedureEngine.Host.Webhooks;

/// <summary>
/// Which addresses belong to the open Internet. A webhook may name no other: through it a system could reach what stands beside the Host (its database, a
/// cloud's metadata) with the Host's place in the network.
/// </summary>
internal static class PublicAddress
{
    /// <summary>Special-purpose blocks: IANA's registries for IPv4 and IPv6 (RFC 6890 and its updates).</summary>
    private static readonly ImmutableArray<IPNetwork> Closed =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>Global unicast; everything else of IPv6 is loopback, local, multicast or reserved.</summary>
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    /// <summary>Within it: documentation, and the ways to carry an IPv4 address inside (Teredo, 6to4).</summary>
    private static readonly ImmutableArray<IPNetwork> ClosedGlobal = [IPNetwork.Parse("2001::/23"), IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("2002::/16"), IPNetwork.Parse("3fff::/20")];

    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return Is(address.MapToIPv4());
        return address.AddressFamily == AddressFamily.InterNetwork
            ? !Closed.Any(block => block.Contains(address))
            : Global.Contains(address) && !ClosedGlobal.Any(block => block.Contains(address));
    }
}
