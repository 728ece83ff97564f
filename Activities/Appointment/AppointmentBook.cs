using System.Globalization;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.Offices;

namespace ProcedureEngine.Activities.Appointment;

/// <summary>A visit as the officer enters it.</summary>
/// <param name="Officer">Whom to meet: user name; a name written in two ways would be two days of appointments.</param>
/// <param name="OfficerPhone">The phone under which he is reached (seed 000, step 3).</param>
/// <param name="At">Start of the visit.</param>
/// <param name="Minutes">Length, 10 to 240 minutes.</param>
public sealed record VisitPlan(
    [property: Field("Cán bộ tiếp (tên đăng nhập)", "Whom to meet (user name)", MaxLength = 100), HoldsRole("intake-officer", NameField = "officerName")] string Officer,
    [property: Field("Họ tên cán bộ tiếp", "His or her name", MaxLength = 200)] string OfficerName,
    [property: Field("Số điện thoại liên hệ", "Phone", MaxLength = 30)] string OfficerPhone,
    [property: Field("Nơi tiếp", "Place", MaxLength = 200)] string Place,
    [property: Field("Thời điểm", "Time")] Instant At,
    [property: Field("Số phút", "Minutes")] int Minutes) : IValidated
{
    public IEnumerable<FieldError> Validate()
    {
        foreach (var error in (IEnumerable<FieldError>)[
            .. Enforcement.Required.Text("officer", Officer), .. Enforcement.Required.Text("officerName", OfficerName), .. Enforcement.Required.Text("officerPhone", OfficerPhone),
            .. Enforcement.Required.Text("place", Place)])
            yield return error;
        if (Minutes is < 10 or > 240)
            yield return new FieldError("minutes", "visit-length", new LocalizedText("Thời lượng từ 10 đến 240 phút.", "A visit takes 10 to 240 minutes."));
    }
}

/// <summary>
/// Appointments (invariant 4): in office hours on a working day, overlapping no other of the same officer, and not before the
/// draft is due, so that who comes once gets the decision that day.
/// </summary>
internal static class AppointmentBook
{
    public const string Field = "data.visit";

    /// <summary>The effects of arranging a visit, replacing the one that stands.</summary>
    /// <param name="notBefore">The exclusive instant at which the draft is due, while it is not yet drafted; null otherwise.</param>
    public static IEnumerable<Effect> Arrange(CaseServices services, ActivityContext context, VisitPlan plan, Instant? notBefore)
    {
        var office = services.OfficeOf(context);
        Check(services, office, context.Now, plan, notBefore);
        var occurrence = context.RecordsOf<AppointmentRow>().Select(row => row.Occurrence).DefaultIfEmpty(0).Max() + 1;
        foreach (var standing in context.RecordsOf<AppointmentRow>().Where(row => row.State == AppointmentState.Set))
            yield return new WriteRecord(standing with { State = AppointmentState.Moved });
        var to = plan.At + Duration.FromMinutes(plan.Minutes);
        yield return new Reserve("visit", $"officer/{context.Office}/{plan.Officer}", plan.At, to, $"{Field}.at");
        yield return new WriteRecord(new AppointmentRow(
            $"{context.InstanceId}.visit.{occurrence.ToString(CultureInfo.InvariantCulture)}", context.InstanceId, context.Office, occurrence, plan.Officer, plan.OfficerName,
            plan.OfficerPhone, plan.Place, plan.At, to, AppointmentState.Set));
    }

    /// <summary>The visit that stands, or null.</summary>
    public static AppointmentRow? Standing(ActivityContext context) => context.RecordsOf<AppointmentRow>().FirstOrDefault(row => row.State == AppointmentState.Set);

    /// <summary>Ends the standing visit, kept or missed.</summary>
    public static IEnumerable<Effect> End(ActivityContext context, AppointmentState state)
    {
        if (Standing(context) is not { } standing)
            yield break;
        yield return new WriteRecord(standing with { State = state });
        yield return new Unreserve("visit");
    }

    /// <summary>The slots of a letter that names a visit: day, hour, whom to meet, his phone (seed 000, step 3).</summary>
    public static JsonObject Slots(VisitPlan plan) => new()
    {
        ["appointmentAt"] = EngineJson.ToNode(plan.At),
        ["meetOfficer"] = plan.OfficerName,
        ["meetPhone"] = plan.OfficerPhone,
        ["place"] = plan.Place,
    };

    private static void Check(CaseServices services, Office office, Instant now, VisitPlan plan, Instant? notBefore)
    {
        var from = plan.At.InZone(services.Zone).LocalDateTime;
        var to = from.PlusMinutes(plan.Minutes);
        if (plan.At <= now)
            throw Refused("in-the-past", "Lịch hẹn phải ở tương lai.", "The appointment lies in the past; choose a later time.");
        if (!services.Limits.IsWorkingDay(office.Id, from.Date))
            throw Refused("working-day", "Ngày hẹn không phải ngày làm việc.", "That day is no working day; choose another.");
        if (to.Date != from.Date || !IsOpen(office, from.TimeOfDay, to.TimeOfDay))
        {
            throw Refused(
                "office-hours", $"Lịch hẹn phải trong giờ làm việc ({office.MorningFrom:HH:mm}-{office.MorningTo:HH:mm}, {office.AfternoonFrom:HH:mm}-{office.AfternoonTo:HH:mm}).",
                "The appointment must lie within one half-day of the office hours.");
        }

        if (notBefore is { } due && plan.At < due)
            throw Refused("draft-not-due", "Lịch hẹn không được trước hạn dự thảo quyết định.", "The appointment must not be before the draft decision is due, so that one visit is enough.");
    }

    private static bool IsOpen(Office office, LocalTime from, LocalTime to) =>
        (from >= office.MorningFrom && to <= office.MorningTo) || (from >= office.AfternoonFrom && to <= office.AfternoonTo);

    private static RejectedException Refused(string rule, string vi, string en) => RejectedException.Invalid($"{Field}.at", rule, vi, en);
}
