using ProcedureEngine.Mail;

namespace ProcedureEngine.Host.Mail;

/// <summary>
/// How letters leave, from the configuration's section <c>Smtp</c>: <c>Host</c> (without it letters become files of <c>mail-out</c>),
/// <c>Port</c> (25), <c>Security</c> (None, StartTlsIfOffered, StartTls, Tls), <c>UserName</c>, <c>Password</c>, <c>LocalDomain</c>,
/// <c>TimeoutSeconds</c> (60, 1 to 600), <c>CertificateSha256</c>, <c>MaxMegabytes</c> (35).
/// </summary>
/// <param name="Smtp">Null without a mail server.</param>
/// <param name="MaxBytes">A longer message is not sent; its case has a task for it.</param>
internal sealed record MailSettings(SmtpOptions? Smtp, int MaxBytes)
{
    private const int MaxTimeout = 600;

    /// <summary>Of one letter, from connecting to the last answer.</summary>
    public Duration Timeout => Smtp is null ? Duration.FromMinutes(1) : Duration.FromTimeSpan(Smtp.Timeout);

    /// <exception cref="InvalidOperationException">Names the setting and its rule.</exception>
    public static MailSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Smtp");
        var megabytes = Within(section, "MaxMegabytes", 35, 1, 100);
        return new MailSettings(string.IsNullOrWhiteSpace(section["Host"]) ? null : Server(section), megabytes * 1024 * 1024);
    }

    private static SmtpOptions Server(IConfigurationSection section)
    {
        var security = section["Security"] is not { Length: > 0 } word ? SmtpSecurity.StartTlsIfOffered : Enum.TryParse<SmtpSecurity>(word, ignoreCase: true, out var known)
            ? known
            : throw new InvalidOperationException($"Smtp:Security is '{word}'; it must be one of {string.Join(", ", Enum.GetNames<SmtpSecurity>())}.");
        if (section["UserName"] is { Length: > 0 } && string.IsNullOrEmpty(section["Password"]))
            throw new InvalidOperationException("Smtp:UserName is set without Smtp:Password.");
        return new SmtpOptions
        {
            Host = section["Host"]!.Trim(),
            Port = Within(section, "Port", 25, 1, 65535),
            Security = security,
            UserName = section["UserName"] is { Length: > 0 } user ? user : null,
            Password = section["Password"],
            LocalDomain = section["LocalDomain"],
            Timeout = TimeSpan.FromSeconds(Within(section, "TimeoutSeconds", 60, 1, MaxTimeout)),
            CertificateSha256 = section["CertificateSha256"],
        };
    }

    private static int Within(IConfigurationSection section, string name, int unset, int least, int most)
    {
        var value = section.GetValue(name, unset);
        return value >= least && value <= most ? value : throw new InvalidOperationException($"Smtp:{name} is {value}; it must be {least} to {most}.");
    }
}
