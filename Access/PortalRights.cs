using System.Collections.Immutable;
using ProcedureEngine.Access.Offices;
using ProcedureEngine.Engine.Execution;

namespace ProcedureEngine.Access;

/// <summary>
/// The key of a portal (<i>cổng dịch vụ công</i>): it starts cases for its registered accounts at the offices named, and sees what its own
/// accounts have started. It gives no sight of the offices' other cases.
/// </summary>
public static class PortalRights
{
    public const string Role = "portal";

    public static ApiKeyAccount Key(string name, string keyHash, IEnumerable<string> offices) => new(keyHash, name, [.. offices.Select(office => new Grant(Role, office))]);
}

/// <summary>The portals of the settings; one that is taken out has no key any more.</summary>
public sealed class PortalKeys(IEnumerable<ApiKeyAccount> keys)
{
    private readonly ImmutableDictionary<string, ApiKeyAccount> byHash = keys.ToImmutableDictionary(key => key.KeyHash, StringComparer.Ordinal);

    public ApiKeyAccount? Find(string keyHash) => byHash.GetValueOrDefault(keyHash);

    /// <param name="settings">Name of each portal, SHA-256 of its key in hexadecimal, ids of its offices.</param>
    /// <exception cref="InvalidOperationException">Names every setting that is wrong.</exception>
    public static PortalKeys Of(IEnumerable<(string Name, string? KeySha256, IReadOnlyCollection<string> Offices)> settings, OfficeDirectory offices)
    {
        var portals = settings.ToList();
        List<string> wrong =
        [
            .. portals.Where(portal => portal.KeySha256 is not { Length: 64 } hash || !hash.All(char.IsAsciiHexDigit)).Select(portal => $"Portals:{portal.Name}:KeySha256 must be 64 hexadecimal digits"),
            .. portals.Where(portal => portal.Offices.Count == 0).Select(portal => $"Portals:{portal.Name}:Offices names no office"),
            .. portals.SelectMany(portal => portal.Offices.Where(office => offices.Find(office) is null).Select(office => $"Portals:{portal.Name}:Offices names '{office}', which is no office")),
            .. portals.GroupBy(portal => portal.KeySha256?.ToLowerInvariant(), StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => $"the portals {string.Join(", ", same.Select(portal => portal.Name))} have one key"),
        ];
        return wrong.Count == 0
            ? new PortalKeys(portals.Select(portal => PortalRights.Key(portal.Name, portal.KeySha256!.ToLowerInvariant(), portal.Offices)))
            : throw new InvalidOperationException($"The settings cannot be used: {string.Join("; ", wrong)}.");
    }
}
