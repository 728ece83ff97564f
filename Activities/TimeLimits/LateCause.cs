namespace ProcedureEngine.Activities.TimeLimits;

/// <summary>Why a limit was missed: a coded catalogue, so that supervisors can count by cause.</summary>
public enum LateCause
{
    StaffShortage,
    Workload,
    OtherAgency,
    ComplexMatter,
    IncompleteFile,
    SystemFailure,
    ForceMajeure,
    OfficerFault,
    Other,
}

public static class LateCauses
{
    /// <summary>In the words of the letter to the citizen.</summary>
    public static LocalizedText Label(LateCause cause) => cause switch
    {
        LateCause.StaffShortage => new("thiếu nhân sự", "lack of staff"),
        LateCause.Workload => new("số lượng hồ sơ tăng đột biến", "an unusual number of cases"),
        LateCause.OtherAgency => new("chờ cơ quan khác phối hợp, trả lời", "waiting for another agency"),
        LateCause.ComplexMatter => new("vụ việc có nhiều tình tiết phức tạp", "a complex matter"),
        LateCause.IncompleteFile => new("hồ sơ phải xác minh, làm rõ thêm", "the file needed more clarification"),
        LateCause.SystemFailure => new("sự cố hệ thống thông tin", "a failure of the information system"),
        LateCause.ForceMajeure => new("sự kiện bất khả kháng", "force majeure"),
        LateCause.OfficerFault => new("sơ suất của công chức xử lý", "a fault of the officer in charge"),
        _ => new("nguyên nhân khác", "another cause"),
    };
}
