using NodaTime;

namespace ProcedureEngine.Mail.Tests;

internal static class Letters
{
    public static readonly MailAddress Office = new("Chi cục Thi hành án dân sự thành phố Nam Định", "htttycthacctpnamdinh@moj.gov.vn");

    public static OutgoingMail Plain(string subject = "Đã nhận yêu cầu thi hành án", string text = "Kính gửi ông Nguyễn Văn A,\nChúng tôi đã nhận yêu cầu.\n.\n..hai chấm\n") => new()
    {
        From = Office,
        To = [new MailAddress("Nguyễn Văn A", "a.nguyen@example.vn")],
        Subject = subject,
        Text = text,
        Date = new OffsetDateTime(new LocalDateTime(2026, 11, 24, 9, 30, 5), Offset.FromHours(7)),
        MessageId = "letter-1@moj.gov.vn",
    };

    public static CalendarEvent Appointment(CalendarMethod method = CalendarMethod.Request, int sequence = 0) => new()
    {
        Uid = "appointment-7@moj.gov.vn",
        Sequence = sequence,
        Method = method,
        Stamp = Instant.FromUtc(2026, 11, 24, 2, 30),
        Start = Instant.FromUtc(2026, 12, 1, 2, 0),
        End = Instant.FromUtc(2026, 12, 1, 2, 30),
        Summary = "Nộp yêu cầu thi hành án, bản gốc; gặp bà Trần Thị B",
        Location = "Phòng tiếp công dân, số 1 đường Trần Phú\nthành phố Nam Định",
        Description = "Mang theo bản án, giấy tờ tùy thân và các giấy tờ khác theo hướng dẫn. Điện thoại: 0228 0000 000. C:\\thư mục",
        Organizer = Office,
        Attendee = new MailAddress("Ông \"A\"", "a.nguyen@example.vn"),
    };
}
