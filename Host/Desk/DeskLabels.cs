using ProcedureEngine.Activities.TimeLimits;

namespace ProcedureEngine.Host.Desk;

/// <summary>What coded values are called on the desk.</summary>
internal static class DeskLabels
{
    public static string Of(string code) => code switch
    {
        "judgmentCreditor" => "Người được thi hành án",
        "judgmentDebtor" => "Người phải thi hành án",
        "authorisedRepresentative" => "Người đại diện theo ủy quyền",
        "heir" => "Người thừa kế",
        "money" => "Trả tiền",
        "thing" => "Giao vật, tài sản",
        "act" => "Thực hiện công việc",
        "inPersonWritten" => "Nộp đơn trực tiếp",
        "inPersonOral" => "Trình bày trực tiếp",
        "post" => "Qua bưu điện",
        "waitAndCollect" => "Chờ nhận ngay",
        "notifyAtAddress" => "Nhận theo thủ tục thông báo",
        "direct" => "Trực tiếp",
        "posting" => "Niêm yết",
        "massMedia" => "Phương tiện thông tin đại chúng",
        "electronic" => "Phương tiện điện tử",
        "mail" => "Thư điện tử",
        "http" => "Hệ thống khác gửi",
        "counter" => "Tại quầy",
        "form" => "Biểu mẫu trực tuyến",
        "portal" => "Cổng dịch vụ công",
        _ => code,
    };

    public static string Of(TimeLimitState state) => state switch
    {
        TimeLimitState.Running => "đang chạy",
        TimeLimitState.Suspended => "tạm dừng",
        TimeLimitState.Met => "đúng hạn",
        TimeLimitState.Missed => "QUÁ HẠN",
        TimeLimitState.MetLate => "xong trễ hạn",
        _ => "đã hủy",
    };
}
