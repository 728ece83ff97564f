using System.ComponentModel.DataAnnotations;

namespace ProcedureEngine.Host.Composition;

/// <summary>Settings of the Host; every name is a configuration key under its section.</summary>
internal sealed class EngineHostOptions
{
    /// <summary><c>Data:Folder</c>: where everything lies that the Host keeps.</summary>
    [Required]
    public string DataFolder { get; init; } = "data";

    /// <summary><c>Store:Postgres</c>: a connection string; without one the store is a SQLite file in the data folder.</summary>
    public string? Postgres { get; init; }

    /// <summary><c>Sandbox:Enabled</c>: the clock may be moved. On in Development, refused in Production.</summary>
    public bool Sandbox { get; init; }

    /// <summary><c>Pilot:Extended</c>: every office offers the online support on every day.</summary>
    public bool PilotExtended { get; init; }

    public bool IsDevelopment { get; init; }

    public string Database => Path.Combine(DataFolder, "procedure-engine.db");

    public string MailOut => Path.Combine(DataFolder, "mail-out");

    public static EngineHostOptions Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var options = new EngineHostOptions
        {
            DataFolder = Path.GetFullPath(configuration["Data:Folder"] ?? "data"),
            Postgres = configuration["Store:Postgres"],
            Sandbox = configuration.GetValue("Sandbox:Enabled", environment.IsDevelopment()),
            PilotExtended = configuration.GetValue("Pilot:Extended", environment.IsDevelopment()),
            IsDevelopment = environment.IsDevelopment(),
        };
        if (options.Sandbox && environment.IsProduction())
            throw new InvalidOperationException("Sandbox:Enabled moves legal time and is refused in Production; remove it, or start in another environment.");
        Directory.CreateDirectory(options.DataFolder);
        return options;
    }
}
