using System.Text;
using NodaTime;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Offices;
using ProcedureEngine.Mail.Intake;

namespace ProcedureEngine.Mail.Tests.Intake;

/// <summary>Mails and what is known of them, for the tests of the decision.</summary>
internal static class Facts
{
    public const string Applicant = "lan@example.vn";
    public const string Code = "ABCD-2345-WXYZ";
    public const string Number = "12/2026/HTTT";

    public static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 2, 0);

    public static readonly Office Office = new(
        "namdinh", null, "Cục Thi hành án dân sự tỉnh Nam Định", "Enforcement department of Nam Định", "Nam Định", "htttycthanamdinh@moj.gov.vn",
            null, "CỤC TRƯỞNG",
        "{sequence}/QĐ-CTHADS", "{sequence}/{year}/HTTT", 1, null, null);

    public static CaseFile Running(string id = "case1") => File(id, CaseStatus.Checking, null);

    public static CaseFile Lapsed(string id = "case1") => File(id, CaseStatus.Lapsed, Now);

    public static CaseFile Closed(string id = "case1") => File(id, CaseStatus.Completed, Now);

    public static CaseFile OfOtherOffice(string id = "case1") => Running(id) with { Office = "hanoi" };

    /// <summary>A plain mail of the applicant; <paramref name="headers"/> replace those of the same name, an empty value leaves one out.</summary>
    public static MailMessage Mail(string headers = "", string body = "Tôi yêu cầu thi hành án.") =>
        MimeReader.Read(Encoding.UTF8.GetBytes(Raw(headers, body)));

    public static string Raw(string headers = "", string body = "Tôi yêu cầu thi hành án.")
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["From"] = $"Nguyen Thi Lan <{Applicant}>",
            ["To"] = Office.Mailbox,
            ["Subject"] = "Yeu cau thi hanh an",
            ["Date"] = "Mon, 23 Nov 2026 08:15:00 +0700",
            ["Message-ID"] = "<m1@example.vn>",
            ["MIME-Version"] = "1.0",
            ["Content-Type"] = "text/plain; charset=utf-8",
            ["Content-Transfer-Encoding"] = "8bit",
        };
        foreach (var line in headers.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            fields[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        return string.Concat(fields.Where(f => f.Value.Length > 0).Select(f => $"{f.Key}: {f.Value}\r\n")) + "\r\n" + body + "\r\n";
    }

    public static MailFacts Of(MailMessage message) => new(message, Office, Now);

    private static CaseFile File(string id, string status, Instant? closedAt) => new(
        id, "enforcement-request", Office.Id, status, "mail", Code, null, "Nguyễn Thị Lan", Applicant, "Yêu cầu", string.Empty, Now, closedAt, null);
}
