using ProcedureEngine.Mail;

namespace ProcedureEngine.Host.Mail;

/// <summary>What is wrong with a mail, in an officer's words.</summary>
internal static class DefectWords
{
    public static LocalizedText Of(MailDefectKind kind) => kind switch
    {
        MailDefectKind.NotAMessage => new("Không phải là thư điện tử", "This is no mail message"),
        MailDefectKind.Unreadable => new("Hệ thống không đọc được thư này", "This system could not read the mail"),
        MailDefectKind.LeadingRubbish => new("Có dữ liệu thừa trước phần đầu thư", "Something stands before the mail's header"),
        MailDefectKind.BareCarriageReturns => new("Dấu xuống dòng không đúng chuẩn", "Line ends are not as they should be"),
        MailDefectKind.BadHeaderLine => new("Có dòng hỏng ở phần đầu thư", "A line of the header is broken"),
        MailDefectKind.MissingHeaderEnd => new("Phần đầu thư không có chỗ kết thúc", "The header has no end"),
        MailDefectKind.RepeatedHeader => new("Một mục ở phần đầu thư có nhiều lần", "A field of the header stands there more than once"),
        MailDefectKind.EightBitHeader => new("Phần đầu thư có chữ chưa mã hóa", "The header holds text that is not encoded"),
        MailDefectKind.NulBytes => new("Có ký tự rỗng (NUL), đã bỏ khi hiển thị", "NUL bytes were left out of what is shown"),
        MailDefectKind.MissingFrom => new("Không có địa chỉ người gửi", "There is no sender's address"),
        MailDefectKind.AddressWithoutAddress => new("Chỉ có tên, không có địa chỉ", "A name stands where an address should"),
        MailDefectKind.TooManyAddresses => new("Một mục có quá nhiều địa chỉ", "A field has more addresses than any mail"),
        MailDefectKind.MissingDate => new("Không ghi ngày gửi", "There is no date"),
        MailDefectKind.BadDate => new("Ngày gửi không đọc được", "The date cannot be read"),
        MailDefectKind.MissingMessageId => new("Không có mã thư (Message-ID)", "There is no Message-ID"),
        MailDefectKind.BadContentType => new("Loại nội dung ghi sai", "A content type is broken"),
        MailDefectKind.MissingBoundary => new("Thiếu ranh giới giữa các phần", "The boundary between parts is not named"),
        MailDefectKind.BoundaryNotFound => new("Không tìm thấy ranh giới giữa các phần", "The boundary between parts is not found"),
        MailDefectKind.DisguisedMultipart => new("Thư nhiều phần nhưng ghi là một phần", "A mail of several parts calls itself one"),
        MailDefectKind.MissingCloseBoundary => new("Thư bị cắt giữa chừng", "The mail ends before its parts do"),
        MailDefectKind.PartAfterCloseBoundary => new("Có phần nằm sau chỗ kết thúc", "A part stands behind the end"),
        MailDefectKind.TextOutsideParts => new("Có chữ nằm ngoài các phần", "Text stands outside the parts"),
        MailDefectKind.BadTransferEncoding => new("Nội dung mã hóa bị hỏng", "Encoded content is broken"),
        MailDefectKind.UnknownCharset => new("Không rõ bảng mã chữ", "The charset is unknown"),
        MailDefectKind.WrongCharset => new("Bảng mã chữ ghi sai, đã đoán lại", "The charset named is wrong and was guessed"),
        _ => new(kind.ToString(), kind.ToString()),
    };
}
