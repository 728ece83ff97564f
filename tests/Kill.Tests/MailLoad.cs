using System.Net.Http.Headers;
using System.Text;

namespace ProcedureEngine.Kill.Tests;

/// <param name="Mailboxes">Each gets it once.</param>
/// <param name="Answers">Message-ID of the letter that it answers; null when it asks for something new.</param>
internal sealed record SentMail(string Id, ImmutableArray<string> Mailboxes, string? Answers);

/// <summary>
/// The applicants: they write to one office or to two, answer the letters that reach them, and some mails come by two doors. What they have put
/// into a Maildir is sent; from there on losing it is the Host's fault.
/// </summary>
internal sealed class MailLoad(string maildirs, MailSink sink, HostProcess host, int seed)
{
    public const string First = "htttycthanamdinh@moj.gov.vn";
    public const string Second = "htttycthahanoi@moj.gov.vn";
    private const string ForAll = "all";
    private const int KeptWaiting = 15;

    private readonly Random random = new(seed);
    private readonly List<SentMail> sent = [];
    private readonly List<Task> posts = [];
    private readonly HashSet<string> answered = new(StringComparer.Ordinal);

    public IReadOnlyList<SentMail> Sent => sent;

    /// <summary>One 'received' for each case, and a case for each new request at each mailbox.</summary>
    public int ExpectedLetters => sent.Where(mail => mail.Answers is null).Sum(mail => mail.Mailboxes.Length);

    public int Waiting => Folders().Sum(folder => Directory.GetFiles(Path.Combine(folder, "new")).Length);

    public void Prepare()
    {
        foreach (var name in (string[])[First, Second, ForAll])
        {
            foreach (var part in (string[])["tmp", "new", "cur"])
                Directory.CreateDirectory(Path.Combine(maildirs, name, part));
        }
    }

    /// <summary>Keeps the Maildirs filled, so that the Host is never at rest.</summary>
    public async Task FillAsync()
    {
        while (Waiting < KeptWaiting)
            await SendAsync();
    }

    /// <summary>Returns when the last answer has come; throws when one was a refusal.</summary>
    public Task EndAsync() => Task.WhenAll(posts);

    private async Task SendAsync()
    {
        var letter = random.Next(4) == 0 ? sink.Taken.FirstOrDefault(taken => answered.Add(taken.Id)) : null;
        var isForBoth = letter is null && random.Next(5) == 0;
        var mail = new SentMail($"<mail-{sent.Count}@example.vn>", letter is not null ? [letter.From] : isForBoth ? [First, Second] : [random.Next(2) == 0 ? First : Second], letter?.Id);
        var raw = Encoding.UTF8.GetBytes(
            $"From: Lan <{letter?.To ?? $"lan{sent.Count}@example.vn"}>\r\nTo: {string.Join(", ", mail.Mailboxes)}\r\nSubject: Yeu cau\r\nDate: Mon, 02 Mar 2026 08:00:00 +0700\r\n"
            + $"Message-ID: {mail.Id}\r\n{(letter is null ? "" : $"In-Reply-To: {letter.Id}\r\n")}\r\nToi yeu cau thi hanh an {sent.Count}.\r\n");
        sent.Add(mail);
        var folder = Path.Combine(maildirs, mail.Mailboxes.Length > 1 ? ForAll : mail.Mailboxes[0]);
        var name = $"1700000000.M{sent.Count:D6}.kill";
        await File.WriteAllBytesAsync(Path.Combine(folder, "tmp", name), raw);
        File.Move(Path.Combine(folder, "tmp", name), Path.Combine(folder, "new", name));
        if (random.Next(5) == 0)
            posts.Add(PostAsync(raw));
    }

    /// <summary>The same mail by another door; whether the Host is there or not, the Maildir has it.</summary>
    private async Task PostAsync(byte[] raw)
    {
        using var client = new HttpClient { BaseAddress = host.Address, Timeout = TimeSpan.FromSeconds(20) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("ApiKey", "development");
        using var content = new ByteArrayContent(raw) { Headers = { ContentType = new MediaTypeHeaderValue("message/rfc822") } };
        try
        {
            (await client.PostAsync("/api/mail", content)).EnsureSuccessStatusCode();
        }
        catch (Exception exception) when (exception is HttpRequestException { StatusCode: null } or IOException or TaskCanceledException)
        {
            // The Host died meanwhile.
        }
    }

    private IEnumerable<string> Folders() => ((string[])[First, Second, ForAll]).Select(name => Path.Combine(maildirs, name));
}
