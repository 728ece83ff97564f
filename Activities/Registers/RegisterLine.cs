namespace ProcedureEngine.Activities.Registers;

/// <summary>Kinds of registers beside that of decisions; each counts by office and year, without gaps.</summary>
public static class RegisterKinds
{
    /// <summary>Register of results of the complaint procedure (<i>sổ theo dõi kết quả</i>, seed 003, 6 and 5.7 B6).</summary>
    public const string Complaints = "complaints";

    /// <summary>Reception register of claims (<i>sổ nhận hồ sơ</i>, seed 004).</summary>
    public const string ClaimsReceived = "claims-received";

    /// <summary>Register of accepted claims (<i>sổ thụ lý</i>, seed 004).</summary>
    public const string ClaimsAccepted = "claims-accepted";
}

/// <summary>A line of a register: opened with its number, filled in later, never taken away.</summary>
/// <param name="Number">The line's own number in the register's counter.</param>
/// <param name="OpenedOn">Day of the entry, Asia/Ho_Chi_Minh.</param>
/// <param name="Cells">The register's columns by name, as text, date or whole number.</param>
public sealed record RegisterLine(string InstanceId, string Kind, string Office, Cases.CaseNumber Number, LocalDate OpenedOn, JsonObject Cells) : CaseRecord
{
    public override string Id => IdOf(InstanceId, Kind);

    public static string IdOf(string instanceId, string kind) => $"{instanceId}.register.{kind}";
}
