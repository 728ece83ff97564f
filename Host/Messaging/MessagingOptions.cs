using System.Globalization;
using ProcedureEngine.Host.Composition;

namespace ProcedureEngine.Host.Messaging;

/// <summary>Settings of the bus; there is none without <c>Messaging:RabbitMq</c>.</summary>
internal sealed record MessagingOptions
{
    public const string SystemsSection = "Messaging:Systems";

    private const string DefaultPauses = "1000 5000 15000 60000 120000 300000 600000";

    /// <summary><c>Messaging:RabbitMq</c>: <c>amqp://user:password@host:port/virtual-host</c> (<c>amqps</c> with TLS). Holds a secret; never told.</summary>
    public required Uri Broker { get; init; }

    /// <summary><c>Messaging:Systems:{name}:Grants</c>: the systems that may send commands, each with roles at offices (<c>system@namdinh clerk@namdinh</c>).</summary>
    public required ImmutableArray<(string Name, ImmutableArray<Grant> Grants)> Systems { get; init; }

    /// <summary><c>Messaging:PauseMilliseconds</c>, growing; <c>Messaging:UnknownCaseSeconds</c>.</summary>
    public required RetrySchedule Schedule { get; init; }

    /// <returns>Null without a bus.</returns>
    /// <exception cref="InvalidOperationException">Names every wrong setting and its rule.</exception>
    public static MessagingOptions? Read(IConfiguration configuration, EngineHostOptions host, OfficeDirectory offices)
    {
        if (configuration["Messaging:RabbitMq"] is not { Length: > 0 } address)
            return null;
        var settings = new SettingReader(configuration);
        if (!Uri.TryCreate(address, UriKind.Absolute, out var broker) || broker.Scheme is not ("amqp" or "amqps"))
            settings.Refuse("Messaging:RabbitMq must be an address like amqp://user:password@host:5672/");
        var options = new MessagingOptions
        {
            Broker = broker ?? new Uri("amqp://localhost"),
            Systems = [.. configuration.GetSection(SystemsSection).GetChildren().Select(section => (section.Key, Grants(section, offices, settings)))],
            Schedule = new RetrySchedule(Pauses(configuration, settings), Duration.FromSeconds(settings.Number("Messaging:UnknownCaseSeconds", 600, 0, 86_400))),
        };
        foreach (var (name, _) in options.Systems.Where(system => !system.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')))
            settings.Refuse($"{SystemsSection}:{name} may be named by lower-case letters, digits and hyphens only");
        settings.ThrowIfAnyIsWrong();
        return options.Systems.Length == 0 && host.IsDevelopment
            ? options with { Systems = [(DevelopmentSeed.ApiKey, DevelopmentSeed.Key(offices.All).Grants)] }
            : options;
    }

    private static ImmutableArray<Grant> Grants(IConfigurationSection section, OfficeDirectory offices, SettingReader settings)
    {
        var words = (section["Grants"] ?? string.Empty).Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        var roles = EngineSetup.Procedures.SelectMany(p => p.Profile.Roles).Select(role => role.Id).Append(DevelopmentSeed.SystemRole).ToHashSet(StringComparer.Ordinal);
        var grants = words.Select(word => word.Split('@') is [var role, var office] && roles.Contains(role) && offices.Find(office) is not null ? new Grant(role, office) : null).ToList();
        if (grants.Count == 0 || grants.Contains(null))
            settings.Refuse($"{section.Path}:Grants must list roles of procedures, or 'system', at known offices, such as 'system@namdinh'; it is '{section["Grants"]}'");
        return [.. grants.OfType<Grant>()];
    }

    private static ImmutableArray<TimeSpan> Pauses(IConfiguration configuration, SettingReader settings)
    {
        var words = (configuration["Messaging:PauseMilliseconds"] ?? DefaultPauses).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var pauses = words.Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToList();
        if (pauses.Count is 0 or > 20 || pauses.Exists(pause => pause is < 1 or > 3_600_000) || !pauses.SequenceEqual(pauses.Order()))
            settings.Refuse("Messaging:PauseMilliseconds must be 1 to 20 growing whole numbers from 1 to 3600000, such as '1000 5000 60000'");
        return [.. pauses.Select(pause => TimeSpan.FromMilliseconds(pause))];
    }
}
