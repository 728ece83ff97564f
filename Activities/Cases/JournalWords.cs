using System.Reflection;

namespace ProcedureEngine.Activities.Cases;

/// <summary>
/// The history of a case in plain words: what each event of the journal, letter and outcome is called, in both languages. The journal's own
/// text stays as it was hashed; this is only how people are shown it.
/// </summary>
public static class JournalWords
{
    private static readonly Dictionary<string, LocalizedText> Events = new(StringComparer.Ordinal)
    {
        ["Started"] = new("Bắt đầu bước", "Step begins"),
        ["Completed"] = new("Xong bước", "Step done"),
        ["Suspended"] = new("Bước đang chờ", "Step waits"),
        ["Resumed"] = new("Bước tiếp tục", "Step goes on"),
        ["Canceled"] = new("Bước dừng cùng hồ sơ", "Step ends with the case"),
        ["TaskCompleted"] = new("Hoàn thành việc", "Task completed"),
        ["TaskClaimed"] = new("Nhận việc", "Task taken"),
        ["TaskReleased"] = new("Trả việc", "Task given back"),
        ["TaskAssigned"] = new("Phân công việc", "Task assigned"),
        ["NumberTaken"] = new("Lấy số", "Number taken"),
        ["Inbox"] = new("Có tin đến khi không có bước nào chờ", "A message came that no step waits for"),
        ["CancelRequested"] = new("Yêu cầu hủy hồ sơ", "Cancellation asked for"),
        ["Cancelled"] = new("Hồ sơ bị hủy", "Case cancelled"),
        ["Finished"] = new("Hồ sơ kết thúc", "Case ended"),
        ["Reopened"] = new("Mở lại hồ sơ", "Case reopened"),
        ["Faulted"] = new("Có sự cố", "An incident"),
        ["IncidentRetried"] = new("Thử lại sau sự cố", "Tried again after an incident"),
        ["IncidentRetryFailed"] = new("Thử lại chưa được", "The new try failed"),
        ["IncidentRefused"] = new("Thử lại bị từ chối", "The new try was refused"),
        ["IncidentObsolete"] = new("Sự cố không còn ảnh hưởng", "The incident no longer matters"),
        ["RequestReceived"] = new("Tiếp nhận yêu cầu", "Request received"),
        ["LetterWritten"] = new("Soạn thư", "Letter written"),
        ["ShortMessageWritten"] = new("Soạn tin nhắn SMS", "SMS written"),
        ["LetterNotDelivered"] = new("Thư, tin nhắn không đến nơi", "Letter or message not delivered"),
        ["LimitStarted"] = new("Bắt đầu tính thời hạn", "Time limit begins"),
        ["LimitApproaching"] = new("Sắp hết thời hạn", "Time limit about to end"),
        ["LimitMissed"] = new("Quá thời hạn", "Time limit missed"),
        ["LimitReminded"] = new("Nhắc thời hạn", "Time limit reminded"),
        ["LimitSuspended"] = new("Tạm dừng tính thời hạn", "Clock stopped"),
        ["LimitResumed"] = new("Tiếp tục tính thời hạn", "Clock goes on"),
        ["LimitExtended"] = new("Gia hạn", "Time limit extended"),
        ["LimitRecomputed"] = new("Tính lại thời hạn", "Time limit counted anew"),
        ["LimitMoved"] = new("Lịch làm việc đổi, thời hạn dời", "Moved by a new calendar"),
        ["LimitApologised"] = new("Xin lỗi và hẹn lại", "Apology and new date"),
        ["LimitPromiseBroken"] = new("Quá ngày đã hẹn lại", "The promised date passed"),
        ["MissedLimitNoted"] = new("Người giám sát đã ghi nhận quá hạn", "Supervisor took note"),
        ["LimitReconciled"] = new("Đối chiếu lại thời hạn", "Time limit put right"),
        ["LimitEnded"] = new("Thời hạn kết thúc", "Time limit ended"),
        ["Supplemented"] = new("Đương sự bổ sung", "Applicant supplemented"),
        ["AnsweredInPerson"] = new("Đương sự bổ sung trực tiếp", "Applicant answered in person"),
        ["AnswerConfirmed"] = new("Xác nhận thư trả lời là của đương sự", "An answer confirmed as the applicant's"),
        ["AnswerNotTaken"] = new("Thư trả lời không phải của đương sự, chỉ lưu", "An answer kept, not the applicant's"),
        ["DocumentsFiled"] = new("Thêm tài liệu vào hồ sơ", "Papers added"),
        ["OfficeNoticed"] = new("Báo cho cán bộ", "Office told"),
        ["OriginalCompared"] = new("Đối chiếu bản chính", "Original compared"),
        ["DecisionReturned"] = new("Thủ trưởng trả lại để sửa", "Returned by the head"),
        ["DecisionSigned"] = new("Ký quyết định", "Decision signed"),
        ["DecisionIssued"] = new("Phát hành quyết định", "Decision issued"),
        ["AddresseeNotified"] = new("Thông báo quyết định", "Decision notified"),
        ["Withdrawn"] = new("Đương sự rút yêu cầu", "Request withdrawn"),
        ["CaseMerged"] = new("Gộp vào hồ sơ", "Merged into"),
        ["CaseAbsorbed"] = new("Nhận gộp hồ sơ", "Took in"),
        ["CaseReleased"] = new("Hồ sơ đã gộp được mở lại riêng", "A merged case goes its own way again"),
        ["CaseSplit"] = new("Tách yêu cầu thứ hai thành hồ sơ", "Split off"),
        ["SplitFromCase"] = new("Tách từ hồ sơ", "Split from"),
        ["CaseSetAside"] = new("Để riêng, không phải yêu cầu", "Put aside, no request"),
        ["MailKept"] = new("Giữ thư", "Mail kept"),
        ["MailMerged"] = new("Gộp thư vào hồ sơ", "Mail merged into"),
        ["MailSetAside"] = new("Để riêng thư", "Mail set aside"),
        ["MailRefused"] = new("Chưa đưa được thư vào hồ sơ", "Mail could not be put into a case"),
        ["ComplaintAccepted"] = new("Thụ lý khiếu nại", "Complaint accepted"),
        ["RefusalReturned"] = new("Lãnh đạo trả lại đề xuất không thụ lý", "Refusal to accept returned by the leader"),
        ["RefusalSigned"] = new("Ký thông báo không thụ lý", "Refusal to accept signed"),
        ["FileAppraised"] = new("Thẩm định hồ sơ", "File appraised"),
        ["CitizenGuided"] = new("Hướng dẫn bổ sung một lần", "Citizen guided, once"),
        ["DeclaredComplex"] = new("Xác định vụ việc phức tạp", "Declared complex"),
        ["ResultReturned"] = new("Trả kết quả", "Result returned"),
        ["PapersFound"] = new("Kiểm tra giấy tờ trong hồ sơ", "Papers looked through"),
        ["FileComplete"] = new("Hồ sơ đầy đủ", "File complete"),
        ["SupplementRequested"] = new("Yêu cầu bổ sung hồ sơ", "Supplement asked for"),
        ["RequestDelivered"] = new("Giao văn bản yêu cầu bổ sung", "Request delivered"),
        ["SilenceConfirmed"] = new("Thủ trưởng xác nhận hết thời hạn mà người yêu cầu không thực hiện", "The head confirms that the time passed in silence"),
        ["LateSupplementTaken"] = new("Xem xét bổ sung đến muộn", "Late supplement looked at"),
        ["ObstacleCutOut"] = new("Trừ thời gian bất khả kháng, trở ngại khách quan", "Days of an obstacle cut out"),
        ["ClaimAccepted"] = new("Thụ lý yêu cầu bồi thường", "Claim accepted"),
        ["ClaimNotAccepted"] = new("Không thụ lý yêu cầu bồi thường", "Claim not accepted"),
        ["FileReturned"] = new("Trả lại hồ sơ", "File given back"),
        ["OfficerAppointed"] = new("Cử người giải quyết bồi thường", "Settlement officer appointed"),
        ["OfficerReplaced"] = new("Thay người giải quyết bồi thường", "Settlement officer replaced"),
        ["TerminationBegun"] = new("Phát sinh căn cứ đình chỉ giải quyết", "Ground for termination"),
        ["SettlementTerminated"] = new("Đình chỉ giải quyết bồi thường", "Settlement terminated"),
        ["AdvanceProposed"] = new("Đề xuất tạm ứng", "Advance proposed"),
        ["AdvanceFixed"] = new("Duyệt mức tạm ứng", "Advance fixed"),
        ["AdvanceNotDue"] = new("Không có thiệt hại được tạm ứng", "No damage for which an advance is paid"),
        ["AdvancePaid"] = new("Chi trả tạm ứng", "Advance paid"),
        ["AdvanceCancelled"] = new("Chấm dứt tạm ứng chưa chi", "Unpaid advance cancelled"),
        ["AdvanceToSettle"] = new("Tạm ứng đã chi cần xử lý", "A paid advance is to be settled"),
        ["FundsRequested"] = new("Đề nghị cấp kinh phí", "Funds asked for"),
        ["FundsReturned"] = new("Cơ quan tài chính trả lại đề nghị", "Request returned by the finance body"),
        ["FundsGranted"] = new("Cấp kinh phí", "Funds granted"),
        ["DamageVerified"] = new("Kết thúc xác minh thiệt hại", "Verification closed"),
        ["SessionHeld"] = new("Buổi thương lượng", "Session of the negotiation"),
        ["NegotiationSuspended"] = new("Tạm đình chỉ giải quyết", "Settlement suspended"),
        ["NegotiationContinued"] = new("Người yêu cầu đề nghị tiếp tục", "The claimant asks to continue"),
        ["DecisionHandedOver"] = new("Trao quyết định", "Decision handed over"),
        ["DecisionRefused"] = new("Người yêu cầu không nhận quyết định", "The decision was not taken"),
        ["RefusalMinutesSent"] = new("Gửi biên bản không nhận quyết định", "Minutes of refusal sent"),
        ["PaymentReckoned"] = new("Xác định số tiền còn phải chi trả", "Payment reckoned"),
        ["CompensationPaid"] = new("Chi trả tiền bồi thường", "Compensation paid"),
        ["MailHandled"] = new("Đã đưa thư vào hồ sơ", "Mail put into a case"),
    };

    private static readonly Dictionary<string, LocalizedText> Letters = new(StringComparer.Ordinal)
    {
        ["received"] = new("báo đã nhận yêu cầu", "request received"),
        ["guidance-02-qt"] = new("hướng dẫn theo Mẫu 02-QT", "guidance, form 02-QT"),
        ["confirm-in-person"] = new("xác nhận và mời nộp bản chính", "confirmation and appointment"),
        ["confirm-post"] = new("xác nhận và hướng dẫn gửi bưu điện", "confirmation, original by post"),
        ["new-appointment"] = new("hẹn lại", "new appointment"),
        ["appointment-cancelled"] = new("báo hủy lịch hẹn", "appointment cancelled"),
        ["answer-reminder"] = new("nhắc bổ sung", "reminder"),
        ["original-incomplete"] = new("bản chính còn thiếu", "original incomplete"),
        ["file-complete"] = new("hồ sơ đã đầy đủ", "file complete"),
        ["post-arrived"] = new("đã nhận đơn qua bưu điện", "letter arrived"),
        ["post-mismatch"] = new("đơn qua bưu điện không khớp", "letter does not match"),
        ["decision-issued"] = new("gửi bản mềm quyết định", "soft copy of the decision"),
        ["complaint-receipt"] = new("giấy biên nhận", "receipt"),
        ["complaint-guidance"] = new("hướng dẫn bổ sung hồ sơ khiếu nại", "guidance"),
        ["complaint-not-accepted"] = new("thông báo không thụ lý", "not accepted"),
        ["complaint-transferred"] = new("thông báo chuyển đơn", "transferred"),
        ["complaint-complex"] = new("thông báo vụ việc phức tạp", "complex case"),
        ["complaint-withdrawn"] = new("xác nhận rút khiếu nại", "withdrawal confirmed"),
        ["claim-slip"] = new("giấy xác nhận đã nhận hồ sơ", "confirmation slip"),
        ["claim-acknowledged"] = new("thông báo nhận hồ sơ yêu cầu bồi thường", "claim received"),
        ["claim-supplement-request"] = new("yêu cầu bổ sung hồ sơ", "request for a supplement"),
        ["claim-accepted"] = new("thông báo thụ lý", "claim accepted"),
        ["claim-not-accepted"] = new("thông báo không thụ lý yêu cầu bồi thường", "claim not accepted"),
        ["claim-appointed"] = new("gửi quyết định cử người giải quyết bồi thường", "settlement officer appointed"),
        ["claim-terminated"] = new("gửi quyết định đình chỉ giải quyết bồi thường", "settlement terminated"),
        ["claim-advance-refused"] = new("trả lời về đề nghị tạm ứng", "no advance is due"),
        ["claim-complex"] = new("thông báo vụ việc phức tạp", "complex claim"),
        ["claim-invitation"] = new("giấy mời thương lượng", "invitation to negotiate"),
        ["claim-suspended"] = new("gửi quyết định tạm đình chỉ", "settlement suspended"),
        ["claim-not-agreed"] = new("thông báo thương lượng không thành", "not agreed"),
        ["claim-refusal-sent"] = new("gửi biên bản không nhận quyết định", "minutes of refusal"),
        ["apology-new-date"] = new("xin lỗi và hẹn lại", "apology and new date"),
        ["limit-reminder"] = new("nhắc thời hạn", "reminder of a limit"),
        ["lapsed"] = new("kết thúc do không bổ sung", "lapsed"),
        ["withdrawal-confirmed"] = new("xác nhận rút yêu cầu", "withdrawal confirmed"),
        ["merged"] = new("báo gộp hồ sơ", "cases merged"),
        ["sms-case-code"] = new("tin nhắn báo mã hồ sơ", "case code by SMS"),
    };

    private static readonly ILookup<string, LocalizedText> Outcomes = typeof(JournalWords).Assembly.GetExportedTypes().Where(type => type.IsEnum)
        .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(field => (field.Name, Label: field.GetCustomAttribute<OutcomeAttribute>()?.Label))
        .Where(outcome => outcome.Label is not null).ToLookup(outcome => outcome.Name, outcome => outcome.Label!, StringComparer.Ordinal);

    /// <summary>False for an event that has no words yet; its own name is shown then.</summary>
    public static bool Knows(string eventName) => Events.ContainsKey(eventName);

    public static LocalizedText Event(string name) => Events.GetValueOrDefault(name) ?? new LocalizedText(name, name);

    /// <summary>A letter by its template.</summary>
    public static LocalizedText Letter(string template) => Letters.GetValueOrDefault(template) ?? new LocalizedText(template, template);

    /// <summary>An outcome that a person chose; where several activities have one of this name, <paramref name="own"/> says which is meant.</summary>
    public static LocalizedText Outcome(string name, IEnumerable<OutcomeDescriptor> own) =>
        own.FirstOrDefault(outcome => outcome.Name == name)?.Label ?? Outcomes[name].FirstOrDefault() ?? new LocalizedText(name, name);
}
