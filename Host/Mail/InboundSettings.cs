using System.Net;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Mail.Delivery;

namespace ProcedureEngine.Host.Mail;

/// <summary>
/// The doors for mail beside HTTP. <c>Mail:Maildir</c>: the folder with one Maildir a mailbox (<c>mail-in</c> of the data folder);
/// <c>Mail:PollSeconds</c> (10, 1 to 3600): how often it is looked at even when the file system tells nothing; <c>Mail:Lmtp</c>: a loopback port,
/// <c>127.0.0.1:2424</c> or the path of a Unix socket, none by default.
/// </summary>
/// <param name="Lmtp">Null when no LMTP is spoken.</param>
internal sealed record InboundSettings(string Maildirs, TimeSpan Poll, EndPoint? Lmtp)
{
    /// <summary>A raw message; a longer one is not read (HTTP 413, LMTP 552, a task for one in a Maildir).</summary>
    public const int MaxMail = 50 * 1024 * 1024;

    /// <exception cref="InvalidOperationException">Names every wrong setting and its rule.</exception>
    public static InboundSettings Read(IConfiguration configuration, EngineHostOptions options)
    {
        var settings = new SettingReader(configuration);
        var poll = TimeSpan.FromSeconds(settings.Number("Mail:PollSeconds", 10, 1, 3_600));
        var maildirs = settings.Folder("Mail:Maildir", options.MailIn);
        var address = configuration["Mail:Lmtp"];
        var lmtp = string.IsNullOrWhiteSpace(address) ? null : LmtpListener.Parse(address.Trim());
        if (lmtp is null && !string.IsNullOrWhiteSpace(address))
            settings.Refuse($"Mail:Lmtp is '{address}'; it must be a loopback port, an address such as 127.0.0.1:2424, or the path of a Unix socket");
        settings.ThrowIfAnyIsWrong();
        return new InboundSettings(maildirs, poll, lmtp);
    }
}
