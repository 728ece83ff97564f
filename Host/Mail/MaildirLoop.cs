using System.Collections.Concurrent;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Offices;
using ProcedureEngine.Host.Loops;
using ProcedureEngine.Mail;
using ProcedureEngine.Mail.Delivery;
using ProcedureEngine.Mail.Intake;

namespace ProcedureEngine.Host.Mail;

/// <summary>
/// Takes in what lies in the Maildirs, one a mailbox, named by its address; one named <c>all</c> holds mail for several, told by its header. A file
/// is read, stored, acted upon and only then moved to <c>cur</c>: killed in between, the same message comes twice and has one effect. What cannot
/// be taken in now, one file or a whole Maildir, stays where it is and does not hold up the others; readiness lists it.
/// </summary>
internal sealed partial class MaildirLoop(
    MailDoor door, IOfficeDirectory offices, LargeMail large, InboundSettings settings, StuckMail stuck, IClock clock, ILogger<MaildirLoop> logger) : BackgroundService
{
    /// <summary>The Maildir of mail for several mailboxes, as one IMAP account or a catch-all delivers it.</summary>
    private const string ForAll = "all";

    private readonly Dictionary<string, Maildir> known = new(StringComparer.Ordinal);
    private readonly Signal arrived = new();

    /// <summary>Takes in everything that waits now.</summary>
    /// <returns>False when the store could not take it: nothing more is tried until later.</returns>
    internal async Task<bool> TakeInAsync(CancellationToken cancellation)
    {
        foreach (var folder in Directory.EnumerateDirectories(settings.Maildirs).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(folder);
            var office = offices.FindByMailbox(name);
            var (isMaildir, isNamed) = (Maildir.IsMaildir(folder), office is not null || name == ForAll);
            if (isMaildir && isNamed)
            {
                if (!await TakeInAsync(MaildirOf(folder), office, cancellation))
                    return false;
            }
            else if (isMaildir)
            {
                stuck.Tell(folder, $"the Maildir '{name}' is named after no office's mailbox; its mail waits");
            }
            else if (isNamed)
            {
                stuck.Tell(folder, $"the folder '{name}' is named like a mailbox, but no folder 'new' can be seen in it; no mail is taken from it");
            }
        }

        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var watcher = Watch();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await TakeInAsync(stoppingToken))
                    await arrived.WaitAsync(settings.Poll, stoppingToken);
                else
                    await Task.Delay(settings.Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailure(exception);
                await Task.WhenAny(Task.Delay(settings.Poll, stoppingToken));
            }
        }
    }

    private Maildir MaildirOf(string folder) => known.TryGetValue(folder, out var maildir) ? maildir : known[folder] = new Maildir(folder);

    private async Task<bool> TakeInAsync(Maildir maildir, Office? office, CancellationToken cancellation)
    {
        foreach (var file in Waiting(maildir).Where(file => stuck.IsDue(file.Path)))
        {
            try
            {
                await TakeInAsync(maildir, file, office, cancellation);
                stuck.Forget(file.Path);
            }
            catch (StoreException exception)
            {
                LogStore(exception);
                return false;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                stuck.Tell(file.Path, exception.Message);
                LogStuck(exception, file.Path);
            }
        }

        return true;
    }

    /// <summary>Empty when the Maildir cannot be read: it is told, and the next one has its turn.</summary>
    private IReadOnlyList<MaildirFile> Waiting(Maildir maildir)
    {
        try
        {
            var waiting = maildir.Waiting(clock.GetCurrentInstant());
            stuck.Forget(maildir.Folder);
            return waiting;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (stuck.IsDue(maildir.Folder))
                LogUnreadable(exception, maildir.Folder);
            stuck.Tell(maildir.Folder, $"the Maildir '{Path.GetFileName(maildir.Folder)}' cannot be read ({exception.Message}); its mail waits");
            return [];
        }
    }

    private async Task TakeInAsync(Maildir maildir, MaildirFile file, Office? office, CancellationToken cancellation)
    {
        if (file.Bytes > InboundSettings.MaxMail)
        {
            await LeaveAsync(maildir, file, office, cancellation);
            return;
        }

        byte[] raw;
        try
        {
            raw = await File.ReadAllBytesAsync(file.Path, cancellation);
        }
        catch (FileNotFoundException)
        {
            return; // Another host, or an IMAP server, has moved it meanwhile: it is found again in cur.
        }

        var needsLook = false;
        foreach (var addressee in office is null ? Named(raw) : [office])
        {
            var receipt = await door.ReceiveAsync(addressee, raw, cancellation);
            LogTaken(file.UniqueName, receipt.Outcome, receipt.CaseId);
            needsLook |= receipt.Outcome is MailOutcomes.LookAt or MailOutcomes.Incident;
        }

        maildir.MoveToCur(file, needsLook ? "FS" : "S");
    }

    private async Task LeaveAsync(Maildir maildir, MaildirFile file, Office? office, CancellationToken cancellation)
    {
        var head = await LargeMail.HeadAsync(file.Path, cancellation);
        foreach (var addressee in office is null ? Named(head) : [office])
            await large.TellAsync(addressee, file, head, cancellation);
        maildir.LeaveInPlace(file);
    }

    private IReadOnlyList<Office> Named(byte[] raw) => Addressees.Of(MimeReader.Read(raw), offices) is { Count: > 0 } named
        ? named
        : throw new InvalidDataException("neither Delivered-To, X-Original-To, To nor Cc names an office's mailbox");

    /// <summary>Null where the system cannot watch (too many watches, a network share): then the poll alone finds mail.</summary>
    private FileSystemWatcher? Watch()
    {
        try
        {
            var watcher = new FileSystemWatcher(settings.Maildirs) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName };
            watcher.Created += Tell;
            watcher.Renamed += Tell;
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (IOException exception)
        {
            LogUnwatched(exception, settings.Poll);
            return null;
        }
    }

    /// <summary>Only what comes to rest in <c>new</c> is mail; our own moves to <c>cur</c> must not wake us.</summary>
    private void Tell(object sender, FileSystemEventArgs change)
    {
        if (Path.GetFileName(Path.GetDirectoryName(change.FullPath)) == "new")
            arrived.Set();
    }

    [LoggerMessage(LogLevel.Information, "{File} was taken in: {Outcome}, case {Case}")]
    private partial void LogTaken(string file, string outcome, string @case);

    [LoggerMessage(LogLevel.Error, "{File} cannot be taken in; it stays where it is and is tried again")]
    private partial void LogStuck(Exception exception, string file);

    [LoggerMessage(LogLevel.Error, "The Maildir {Folder} cannot be read; the others are")]
    private partial void LogUnreadable(Exception exception, string folder);

    [LoggerMessage(LogLevel.Error, "The store takes no mail now; the Maildirs keep it")]
    private partial void LogStore(Exception exception);

    [LoggerMessage(LogLevel.Error, "The Maildirs cannot be read; they are looked at again later")]
    private partial void LogFailure(Exception exception);

    [LoggerMessage(LogLevel.Warning, "The Maildirs cannot be watched; they are looked at every {Poll}")]
    private partial void LogUnwatched(Exception exception, TimeSpan poll);
}

/// <summary>Mail that lies in a Maildir and cannot be taken in now, with its reason, for readiness. Kept in memory: a start tries all of it again.</summary>
internal sealed class StuckMail(IClock clock)
{
    private static readonly Duration MaxPause = Duration.FromHours(1);

    private readonly ConcurrentDictionary<string, (string Reason, int Times, Instant Due)> files = new(StringComparer.Ordinal);

    /// <summary>Of what is still there: a file that an administrator has moved away, or a folder renamed, waits no longer.</summary>
    public IReadOnlyCollection<string> Reasons => [.. files.Where(file => Path.Exists(file.Key)).Select(file => file.Value.Reason)];

    /// <summary>True unless it failed a short while ago: the pauses grow from half a minute to an hour.</summary>
    public bool IsDue(string path) => !files.TryGetValue(path, out var file) || file.Due <= clock.GetCurrentInstant();

    public void Tell(string path, string reason) => files.AddOrUpdate(
        path, _ => (reason, 1, After(1)), (_, before) => before.Due > clock.GetCurrentInstant() ? before : (reason, before.Times + 1, After(before.Times + 1)));

    public void Forget(string path) => files.TryRemove(path, out _);

    private Instant After(int times) => clock.GetCurrentInstant() + Duration.Min(MaxPause, Duration.FromSeconds(15L << Math.Min(times, 8)));
}
