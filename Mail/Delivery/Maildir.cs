using NodaTime;

namespace ProcedureEngine.Mail.Delivery;

/// <summary>A file of a Maildir.</summary>
/// <param name="Path">Where it lies now, in <c>new</c> or <c>cur</c>.</param>
/// <param name="UniqueName">Its name without flags: the same for ever, wherever the file is moved.</param>
/// <param name="Bytes">Length.</param>
public sealed record MaildirFile(string Path, string UniqueName, long Bytes);

/// <summary>
/// One mailbox as a Maildir that a mail server, fetchmail or mbsync delivers to. A file of <c>new</c> is moved to <c>cur</c> once it is handled, with
/// flags; nothing is ever deleted and no byte changed. What another program (an IMAP server) has moved to <c>cur</c> first is handled too: the
/// names of handled files stand in the file <see cref="HandledList"/> beside the three folders. Lost or cut by a crash, that list only means that a
/// message is read again. <c>tmp</c>, where writers write, is never looked at.
/// </summary>
public sealed class Maildir(string folder)
{
    public const string HandledList = "procedure-engine.handled";

    /// <summary>A file system tells times in ticks of up to two seconds: what comes within the tick of a look leaves the folder's time as it was.</summary>
    private static readonly Duration Tick = Duration.FromSeconds(2);

    private readonly Dictionary<string, DateTime> lookedAt = new(StringComparer.Ordinal);
    private HashSet<string>? handled;

    public string Folder { get; } = folder;

    private string ListPath => Path.Combine(Folder, HandledList);

    private HashSet<string> Handled => handled ??= ReadList();

    public static bool IsMaildir(string folder) => Directory.Exists(Path.Combine(folder, "new"));

    /// <summary>Makes the three folders, so that something can be delivered.</summary>
    public static Maildir Create(string folder)
    {
        foreach (var part in (string[])["tmp", "new", "cur"])
            Directory.CreateDirectory(Path.Combine(folder, part));
        return new Maildir(folder);
    }

    /// <summary>
    /// What has not been handled, oldest first. A folder that has not changed since the last look is not read again, unless that look left something
    /// unhandled or came too soon after the change.
    /// </summary>
    /// <param name="now">By the clock of the file system.</param>
    /// <exception cref="IOException">The folder cannot be read now.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
    public IReadOnlyList<MaildirFile> Waiting(Instant now)
    {
        var found = new List<MaildirFile>();
        foreach (var part in (string[])["new", "cur"])
        {
            var path = Path.Combine(Folder, part);
            // Taken before reading: what comes meanwhile changes it again.
            var changed = Directory.GetLastWriteTimeUtc(path);
            if (lookedAt.TryGetValue(part, out var known) && known == changed)
                continue;
            var waiting = new DirectoryInfo(path).EnumerateFiles().Where(IsMessage)
                .Select(file => new MaildirFile(file.FullName, UniqueNameOf(file.Name), file.Length)).Where(file => !Handled.Contains(file.UniqueName)).ToList();
            found.AddRange(waiting);
            if (waiting.Count == 0 && now - Instant.FromDateTimeUtc(changed) > Tick)
                lookedAt[part] = changed;
        }

        return [.. found.OrderBy(file => file.UniqueName, StringComparer.Ordinal)];
    }

    /// <summary>Notes that a file is handled and moves it to <c>cur</c>, with these flags beside those it has.</summary>
    /// <param name="flags">Of Maildir: <c>S</c> seen, <c>F</c> flagged.</param>
    public void MoveToCur(MaildirFile file, string flags)
    {
        var name = Path.GetFileName(file.Path);
        var info = name.IndexOf(":2,", StringComparison.Ordinal);
        var all = string.Concat((info < 0 ? flags : name[(info + 3)..] + flags).Distinct().Order());
        Note(file);
        try
        {
            File.Move(file.Path, Path.Combine(Folder, "cur", $"{file.UniqueName}:2,{all}"), overwrite: false);
        }
        catch (FileNotFoundException)
        {
            // Another host or an IMAP server moved it meanwhile: it lies in cur, and its name is in the list.
        }
    }

    /// <summary>Notes that a file is handled and leaves it where it is.</summary>
    public void LeaveInPlace(MaildirFile file) => Note(file);

    private static bool IsMessage(FileInfo file) =>
        !file.Name.StartsWith('.') && !file.Attributes.HasFlag(FileAttributes.ReparsePoint);

    private static string UniqueNameOf(string name) => name.IndexOf(":2,", StringComparison.Ordinal) is >= 0 and var info ? name[..info] : name;

    private void Note(MaildirFile file)
    {
        if (Handled.Add(file.UniqueName))
            File.AppendAllText(ListPath, file.UniqueName + "\n");
    }

    /// <summary>Names of files that are gone (an administrator archived them) are dropped here, so that the list does not grow for ever.</summary>
    private HashSet<string> ReadList()
    {
        if (!File.Exists(ListPath))
            return new HashSet<string>(StringComparer.Ordinal);
        var listed = new HashSet<string>(File.ReadLines(ListPath), StringComparer.Ordinal);
        var there = new[] { "new", "cur" }.Select(part => Path.Combine(Folder, part)).Where(Directory.Exists)
            .SelectMany(Directory.EnumerateFiles).Select(path => UniqueNameOf(Path.GetFileName(path))).ToHashSet(StringComparer.Ordinal);
        var before = listed.Count;
        listed.IntersectWith(there);
        if (listed.Count * 2 < before)
        {
            File.WriteAllLines(ListPath + ".part", listed.Order(StringComparer.Ordinal));
            File.Move(ListPath + ".part", ListPath, overwrite: true);
        }

        return listed;
    }
}
