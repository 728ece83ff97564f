namespace ProcedureEngine.Host.Problems;

/// <summary>What each status says in general; a problem's detail says what it was.</summary>
internal static class Titles
{
    public static LocalizedText Of(int status) => status switch
    {
        400 => new("Yêu cầu không đúng dạng", "Malformed request"),
        401 => new("Chưa đăng nhập", "Not signed in"),
        403 => new("Không được phép", "Not allowed"),
        404 => new("Không tìm thấy", "Not found"),
        405 => new("Phương thức không dùng được", "Method not allowed"),
        409 => new("Trạng thái hiện tại không cho phép", "Not in this state"),
        413 => new("Nội dung quá lớn", "Too large"),
        415 => new("Kiểu nội dung không được nhận", "Content type not taken"),
        422 => new("Dữ liệu chưa hợp lệ", "Invalid data"),
        429 => new("Quá nhiều lần thử", "Too many attempts"),
        503 => new("Tạm thời không phục vụ được", "Not available now"),
        >= 500 => new("Lỗi hệ thống", "Program error"),
        _ => new("Yêu cầu không hợp lệ", "Bad request"),
    };
}
