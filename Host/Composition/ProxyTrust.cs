using System.Net;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace ProcedureEngine.Host.Composition;

/// <summary>
/// Whose word counts for where a request came from. Behind a reverse proxy every connection is the proxy's: its <c>X-Forwarded-For</c>, <c>-Proto</c> and
/// <c>-Host</c> tell the client, so that limits of rate count clients apart and a page of ours is known by its own address. Anybody else could choose his
/// address with them, so they are read from trusted addresses alone.
/// </summary>
/// <param name="Trusted">Addresses of proxies; empty when nobody's headers are read.</param>
/// <param name="Hops">How many proxies stand one behind the other, each of them trusted.</param>
internal sealed record ProxyTrust(ImmutableArray<IPNetwork> Trusted, int Hops)
{
    private const string Setting = "Proxy:Trusted";
    private const string Nobody = "none";

    private static readonly ImmutableArray<IPNetwork> Loopback = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];

    public static ProxyTrust Read(IConfiguration configuration, SettingReader settings) =>
        new(Networks(configuration[Setting]?.Trim(), settings), settings.Number("Proxy:Hops", 1, 1, 10));

    public void Configure(IServiceCollection services) => services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<HostFilteringOptions>>((forwarded, hosts) =>
    {
        forwarded.ForwardLimit = Hops;
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in Trusted)
            forwarded.KnownIPNetworks.Add(network);
        // To the framework empty lists mean everybody.
        forwarded.ForwardedHeaders = Trusted.IsEmpty ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        // A host name that is passed on is held to the same list (the setting AllowedHosts) as one that is asked for.
        forwarded.AllowedHosts = hosts.Value.AllowedHosts;
    });

    private static ImmutableArray<IPNetwork> Networks(string? text, SettingReader settings)
    {
        if (string.IsNullOrEmpty(text))
            return Loopback;
        if (text == Nobody)
            return [];
        var networks = ImmutableArray.CreateBuilder<IPNetwork>();
        foreach (var word in text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Network(word) is { PrefixLength: > 0 } network)
                networks.Add(network);
            else
                settings.Refuse($"{Setting} holds '{word}'; it must list addresses or networks of proxies, such as '127.0.0.1 10.0.8.0/24', never everybody's, or be '{Nobody}'");
        }

        return networks.ToImmutable();
    }

    /// <summary>Short forms ('10.1' for 10.0.0.1) are slips of the pen here.</summary>
    private static IPNetwork? Network(string word) => !word.Contains(':', StringComparison.Ordinal) && word.Count(c => c == '.') != 3 ? null
        : IPAddress.TryParse(word, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : IPNetwork.TryParse(word, out var network) ? network
        : null;
}
