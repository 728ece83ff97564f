using ProcedureEngine.Mail;

namespace ProcedureEngine.Host.Mail;

/// <summary>
/// How mail comes and leaves. <c>Mail:MaxCasesPerSenderHour</c> (20): more from one address at an office are looked at by a person. Letters
/// leave as the section <c>Smtp</c> says: <c>Host</c> (without it letters become files of <c>mail-out</c>),
/// <c>Port</c> (25), <c>Security</c> (None, StartTlsIfOffered, StartTls, Tls), <c>UserName</c>, <c>Password</c>, <c>LocalDomain</c>,
/// <c>TimeoutSeconds</c> (60, 1 to 600), <c>CertificateSha256</c>, <c>MaxMegabytes</c> (35).
/// </summary>
/// <param name="Smtp">Null without a mail server.</param>
/// <param name="MaxCasesPerSenderHour">Cases that one address opens at an office in an hour without a person's look.</param>
/// <param name="MaxBytes">A longer message is not sent; its case has a task for it.</param>
internal sealed record MailSettings(SmtpOptions? Smtp, int MaxBytes, int MaxCasesPerSenderHour)
{
    private const int MaxTimeout = 600;

    /// <summary>Of one letter, from connecting to the last answer.</summary>
    public Duration Timeout => Smtp is null ? Duration.FromMinutes(1) : Duration.FromTimeSpan(Smtp.Timeout);

    /// <exception cref="InvalidOperationException">Names the setting and its rule.</exception>
    public static MailSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Smtp");
        var megabytes = Within(section, "MaxMegabytes", 35, 1, 100);
        var pace = Within(configuration.GetSection("Mail"), "MaxCasesPerSenderHour", 20, 1, 1_000_000);
        return new MailSettings(string.IsNullOrWhiteSpace(section["Host"]) ? null : Server(section), megabytes * 1024 * 1024, pace);
    }

    private static SmtpOptions Server(IConfigurationSection section)
    {
        if (section["UserName"] is { Length: > 0 } && string.IsNullOrEmpty(section["Password"]))
            throw new InvalidOperationException("Smtp:UserName is set without Smtp:Password.");
        return new SmtpOptions
        {
            Host = section["Host"]!.Trim(),
            Port = Within(section, "Port", 25, 1, 65535),
            Security = Security(section["Security"]),
            UserName = section["UserName"] is { Length: > 0 } user ? user : null,
            Password = section["Password"],
            LocalDomain = section["LocalDomain"],
            Timeout = TimeSpan.FromSeconds(Within(section, "TimeoutSeconds", 60, 1, MaxTimeout)),
            CertificateSha256 = section["CertificateSha256"],
        };
    }

    private static SmtpSecurity Security(string? word)
    {
        if (string.IsNullOrEmpty(word))
            return SmtpSecurity.StartTlsIfOffered;
        return Enum.TryParse<SmtpSecurity>(word, ignoreCase: true, out var known) && Enum.IsDefined(known)
            ? known
            : throw new InvalidOperationException($"Smtp:Security is '{word}'; it must be one of {string.Join(", ", Enum.GetNames<SmtpSecurity>())}.");
    }

    private static int Within(IConfigurationSection section, string name, int unset, int least, int most)
    {
        var value = section.GetValue(name, unset);
        return value >= least && value <= most ? value : throw new InvalidOperationException($"{section.Key}:{name} is {value}; it must be {least} to {most}.");
    }
}
