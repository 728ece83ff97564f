using ProcedureEngine.Engine.Text;

namespace ProcedureEngine.Mail.Intake;

/// <summary>Why a mail opens no case by itself.</summary>
/// <param name="Slug">Stable, for systems (<c>code-from-unknown-sender</c>).</param>
public sealed record IntakeReason(string Slug, LocalizedText Text)
{
    // A person must look at it.

    public static readonly IntakeReason NotAMessage = Of(
        "not-a-message", "Nội dung nhận được không phải là một thư điện tử.",
        "What came is no mail message.");

    public static readonly IntakeReason Unreadable = Of(
        "unreadable-message", "Hệ thống không đọc được thư này do lỗi của hệ thống; thư được giữ nguyên vẹn, cần mở bằng chương trình thư.",
        "This system could not read the mail, by a fault of its own; the mail is kept as it came, to be read with a mail program.");

    public static readonly IntakeReason NoSender = Of(
        "no-sender-address", "Thư không có địa chỉ người gửi để trả lời.",
        "The mail has no sender address that could be answered.");

    public static readonly IntakeReason Damaged = Of(
        "damaged-message", "Thư bị hỏng hoặc bị cắt; có thể thiếu nội dung.",
        "The mail is damaged or cut; something may be missing.");

    public static readonly IntakeReason Odd = Of(
        "odd-message", "Thư có giá trị bất thường (tên, số tệp hoặc cỡ tệp).",
        "The mail has values that no ordinary mail has (name, number or size of files).");

    public static readonly IntakeReason OddDate = Of(
        "odd-date", "Ngày gửi ghi trên thư không thể đúng (quá xa trong quá khứ hoặc ở tương lai).",
        "The date that the mail bears cannot be right: far in the past, or in the future.");

    public static readonly IntakeReason MessageIdReused = Of(
        "message-id-reused", "Mã thư (Message-ID) đã có với nội dung khác.",
        "Its Message-ID came before with other content.");

    public static readonly IntakeReason FromOwnMailbox = Of(
        "from-own-mailbox", "Thư đề người gửi là chính hộp thư này.",
        "The sender is this mailbox itself.");

    public static readonly IntakeReason FromAnOffice = Of(
        "from-an-office", "Thư đến từ hộp thư của một cơ quan thi hành án (có thể là chuyển tiếp).",
        "It comes from an office's mailbox, perhaps forwarded for somebody.");

    public static readonly IntakeReason SeveralCases = Of(
        "answers-several-cases", "Thư trả lời hoặc nêu nhiều hồ sơ.",
        "It answers or names several cases.");

    public static readonly IntakeReason UnknownSender = Of(
        "code-from-unknown-sender", "Thư nêu mã hồ sơ nhưng gửi từ địa chỉ khác với hồ sơ.",
        "It names a case, but comes from another address than the case's.");

    public static readonly IntakeReason UnknownReplier = Of(
        "late-answer-from-unknown-sender", "Thư trả lời hồ sơ đã kết thúc do không bổ sung, gửi từ địa chỉ khác với hồ sơ.",
        "It answers a case that has lapsed, from another address than the case's.");

    public static readonly IntakeReason OtherOffice = Of(
        "case-of-another-office", "Thư nêu hồ sơ của cơ quan khác.",
        "It names a case of another office.");

    public static readonly IntakeReason CaseClosed = Of(
        "case-is-closed", "Thư trả lời hồ sơ đã kết thúc.",
        "It answers a case that has ended.");

    public static readonly IntakeReason UndeliveredAfterEnd = Of(
        "undelivered-after-end", "Thư của cơ quan không đến nơi và hồ sơ đã kết thúc; cần liên hệ cách khác.",
        "A letter of ours did not arrive and its case has ended; reach the person another way.");

    public static readonly IntakeReason LooksAutomatic = Of(
        "looks-automatic", "Tiêu đề (hoặc địa chỉ trả về rỗng) giống thư trả lời tự động nhưng không có dấu hiệu khác.",
        "Its subject, or its empty return address, is like an automatic reply's, and nothing else says so.");

    public static readonly IntakeReason PressingSender = Of(
        "pressing-sender", "Địa chỉ này vừa mở quá nhiều hồ sơ; có thể là máy trả lời tự động.",
        "This address has just opened very many cases; perhaps a machine answers our answers.");

    // It is only kept.

    public static readonly IntakeReason AutoReply = Of(
        "auto-reply", "Thư trả lời tự động.",
        "An automatic reply.");

    public static readonly IntakeReason MailingList = Of(
        "list", "Thư gửi theo danh sách.",
        "Mail of a list.");

    public static readonly IntakeReason Bounce = Of(
        "bounce", "Báo cáo chuyển thư không liên quan thư của cơ quan, hoặc không báo lỗi.",
        "A delivery report that is about no letter of ours, or reports no failure.");

    public static readonly IntakeReason OwnLetter = Of(
        "own-letter", "Thư của chính cơ quan quay lại hộp thư.",
        "A letter of the office came back to its own mailbox.");

    private static IntakeReason Of(string slug, string vi, string en) => new(slug, new LocalizedText(vi, en));
}
