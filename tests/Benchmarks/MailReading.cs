using System.Text;
using ProcedureEngine.Mail;

namespace ProcedureEngine.Benchmarks;

/// <summary>What reading a mail costs by its size and shape. Time must be linear: twice the size, twice the time.</summary>
internal static class MailReading
{
    private const string Head = "From: a@example.vn\r\nTo: b@example.vn\r\nSubject: x\r\nMessage-ID: <x@example.vn>\r\nDate: Tue, 24 Nov 2026 08:15:00 +0700\r\nMIME-Version: 1.0\r\n";

    private static readonly (string Name, int[] Sizes, Func<int, string> Make)[] Shapes =
    [
        ("scans in base64, MB", [5, 10, 20, 30], megabytes => Multipart(megabytes, "application/pdf; name=scan.pdf\r\nContent-Transfer-Encoding: base64", Base64(1_000_000))),
        ("text, quoted-printable, MB", [5, 10, 20, 30], megabytes => Single("text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable", "Y=C3=AAu c=E1=BA=A7u thi h=C3=A0nh =C3=A1n d=C3=A2n s=E1=BB=B1\r\n", megabytes)),
        ("text, 8bit, MB", [5, 10, 20, 30], megabytes => Single("text/plain; charset=utf-8", "Yêu cầu thi hành án dân sự theo bản án số 45\r\n", megabytes)),
        ("page, MB", [5, 10, 20, 30], megabytes => Single("text/html; charset=utf-8", "<p>Yêu cầu <b>thi hành</b> <a href=\"https://example.vn/\">án</a></p>\r\n", megabytes)),
        ("small attachments, 1,000", [10, 25, 50], thousands => $"{Head}Content-Type: multipart/mixed; boundary=b\r\n\r\n{Repeat("--b\r\nContent-Type: image/png; name=\"a.png\"\r\n\r\nx\r\n", thousands * 1000)}--b--\r\n"),
        ("header field, MB", [1, 2, 4], megabytes => $"{Head}To: {Repeat("Nguyễn Văn A <a@example.vn>, ", megabytes * 35_000)}\r\n\r\nx"),
        ("multiparts within each other, 1,000", [5, 10, 20], Nested),
    ];

    public static void Run()
    {
        Console.WriteLine($"{"reading mail",-38}{"size",8}{"ms",10}{"CPU ms",10}{"CPU ms a unit",15}");
        foreach (var (name, sizes, make) in Shapes)
        {
            foreach (var size in sizes)
            {
                var raw = Encoding.UTF8.GetBytes(make(size));
                var times = Enumerable.Range(0, 3).Select(_ => TimeOf(raw)).ToList();
                var (ms, cpu) = (times.Min(t => t.Ms), times.Min(t => t.Cpu));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-38}{size,8}{ms,10:F0}{cpu,10:F0}{cpu / size,15:F1}"));
            }
        }
    }

    /// <summary>By the clock, and by the processor: on a busy machine only the second says something.</summary>
    private static (double Ms, double Cpu) TimeOf(byte[] raw)
    {
        GC.Collect();
        using var self = Process.GetCurrentProcess();
        var (before, clock) = (self.TotalProcessorTime, Stopwatch.StartNew());
        MimeReader.Read(raw);
        self.Refresh();
        return (clock.Elapsed.TotalMilliseconds, (self.TotalProcessorTime - before).TotalMilliseconds);
    }

    private static string Multipart(int megabytes, string type, string content) =>
        $"{Head}Content-Type: multipart/mixed; boundary=b\r\n\r\n{Repeat($"--b\r\nContent-Type: {type}\r\n\r\n{content}\r\n", megabytes)}--b--\r\n";

    private static string Single(string type, string line, int megabytes) => $"{Head}Content-Type: {type}\r\n\r\n{Repeat(line, megabytes * 1_000_000 / Encoding.UTF8.GetByteCount(line))}";

    private static string Nested(int thousands)
    {
        var message = new StringBuilder(Head);
        for (var i = 0; i < thousands * 1000; i++)
        {
            message.Append(CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n");
        }

        return message.Append("Content-Type: text/plain\r\n\r\nx\r\n").ToString();
    }

    /// <summary>So many bytes of lines as mail programs write them.</summary>
    private static string Base64(int length)
    {
        var bytes = new byte[length * 57 / 78];
        new Random(7).NextBytes(bytes);
        return Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks);
    }

    private static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();
}
