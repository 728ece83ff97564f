using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Appointment;

/// <summary>
/// The visit in the applicant's own calendar (RFC 5546). All invitations of a case share one UID and each has a higher sequence than the one
/// before, so that a moved visit moves there, and one that will not take place is struck out. The last one sent is remembered, because a calendar
/// shows it whatever has become of the visit since.
/// </summary>
internal static class Invitations
{
    /// <summary>A letter about a visit, with its invitation.</summary>
    public static IEnumerable<Effect> Send(CaseServices services, ActivityContext context, string template, JsonObject slots, VisitPlan plan)
    {
        var office = services.OfficeOf(context);
        var invite = new CalendarInvite(
            $"{context.InstanceId}.visit@{office.Mailbox[(office.Mailbox.LastIndexOf('@') + 1)..]}", NextSequence(context), false, plan.At,
            plan.At + Duration.FromMinutes(plan.Minutes), $"Lịch hẹn tại {office.Name}", $"{plan.Place}, {office.Address}",
            $"Gặp {plan.OfficerName}, điện thoại {plan.OfficerPhone}");
        return [.. services.Letters.Write(context, template, slots, false, Attach(invite)), SetVariable.To(Vars.LastInvite, invite)];
    }

    /// <summary>A letter after which no visit is to come: it strikes out the last invitation when that has not begun.</summary>
    public static IEnumerable<Effect> SendWithoutVisit(CaseServices services, ActivityContext context, string template, JsonObject slots, bool isAutomatic = false)
    {
        if (Struck(context) is not { } invite)
            return services.Letters.Write(context, template, slots, isAutomatic);
        return [.. services.Letters.Write(context, template, slots, isAutomatic, Attach(invite)), SetVariable.To(Vars.LastInvite, invite)];
    }

    /// <summary>True when the applicant's calendar shows a visit that is still to come.</summary>
    public static bool IsPending(ActivityContext context) => Struck(context) is not null;

    private static CalendarInvite? Struck(ActivityContext context) =>
        context.Variable<CalendarInvite>(Vars.LastInvite) is { IsCancelled: false } last && last.From > context.Now
            ? last with { IsCancelled = true, Sequence = last.Sequence + 1 }
            : null;

    /// <summary>A case that sent invitations before they were remembered counts its visits.</summary>
    private static int NextSequence(ActivityContext context) =>
        context.Variable<CalendarInvite>(Vars.LastInvite) is { } last ? last.Sequence + 1 : context.RecordsOf<AppointmentRow>().Count();

    private static LetterAttachment Attach(CalendarInvite invite) =>
        new("lich-hen.ics", $"text/calendar; charset=utf-8; method={(invite.IsCancelled ? "CANCEL" : "REQUEST")}", null, null, null, invite);
}
