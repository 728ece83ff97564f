using ProcedureEngine.Mail;

namespace ProcedureEngine.Host.Mail;

/// <summary>How letters leave: by SMTP when <c>Smtp:Host</c> is set, else as files in the data folder's <c>mail-out</c>.</summary>
internal sealed record MailSettings(SmtpOptions? Smtp)
{
    public static MailSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Smtp");
        if (string.IsNullOrWhiteSpace(section["Host"]))
            return new MailSettings((SmtpOptions?)null);
        return new MailSettings(new SmtpOptions
        {
            Host = section["Host"]!,
            Port = section.GetValue("Port", 25),
            Security = section.GetValue("Security", SmtpSecurity.StartTlsIfOffered),
            UserName = section["UserName"],
            Password = section["Password"],
            LocalDomain = section["LocalDomain"],
            Timeout = TimeSpan.FromSeconds(section.GetValue("TimeoutSeconds", 60)),
        });
    }
}
