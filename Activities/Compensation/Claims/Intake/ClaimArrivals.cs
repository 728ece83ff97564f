using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.Offices;

namespace ProcedureEngine.Activities.Compensation.Claims.Intake;

/// <summary>What each channel asks of a claim, and when its file counts as received (seed 004, 'Cách thức thực hiện').</summary>
internal static class ClaimArrivals
{
    /// <summary>A letter that is entered later than this after it came is a typing error.</summary>
    private const int MaxDaysLate = 30;

    /// <exception cref="RejectedException">The channel is none of the three, or the claim lacks what it asks for.</exception>
    public static IntakePart Of(CaseServices services, ActivityContext context, string channel, Claim claim) => channel switch
    {
        Channels.Counter => ByHand(services.OfficeOf(context), claim, context.Now),
        Channels.Post => ByPost(services, context, claim),
        Channels.Portal or Channels.Http => Online(claim, context.Now),
        _ => throw RejectedException.Invalid(
            "channel", "claim-channel", "Hồ sơ chỉ nhận trực tiếp, qua bưu chính hoặc trực tuyến từ tài khoản đã đăng ký.",
            "A claim comes by hand ('counter'), by post ('post'), or online from a registered account ('portal')."),
    };

    private static IntakePart ByHand(Office office, Claim claim, Instant now)
    {
        var right = office.ServiceCentre is null ? ReceptionPlace.Office : ReceptionPlace.ServiceCentre;
        if (claim.HandedInAt is null)
            throw RejectedException.Invalid("data.handedInAt", "required", "Ghi nơi nộp trực tiếp.", "Say where the file was handed in.");
        if (claim.HandedInAt != right)
        {
            throw office.ServiceCentre is { } centre
                ? RejectedException.Invalid("data.handedInAt", "wrong-door", $"Hồ sơ nộp trực tiếp tại {centre}.", $"The office has a desk at {centre}; files are handed in there (seed 004).")
                : RejectedException.Invalid("data.handedInAt", "wrong-door", $"Cơ quan không có bộ phận tại Trung tâm Hành chính công; nộp tại trụ sở: {office.Address}.", $"The office has no desk at the service centre; files are handed in at its seat: {office.Address} (seed 004).");
        }

        return new IntakePart(ClaimChannel.ByHand, now);
    }

    private static IntakePart ByPost(CaseServices services, ActivityContext context, Claim claim)
    {
        var today = services.Day(context.Now);
        var came = claim.CameOn ?? today;
        if (came > today || came < today.PlusDays(-MaxDaysLate) || came < claim.MadeOn)
        {
            throw RejectedException.Invalid(
                "data.cameOn", "date-out-of-range", $"Ngày nhận qua bưu chính không trước ngày làm văn bản, không quá {MaxDaysLate} ngày trước và không ở tương lai.",
                $"A letter comes after it was written, at most {MaxDaysLate} days before it is entered, and not in the future.");
        }

        return new IntakePart(ClaimChannel.ByPost, ActDay.Moment(services, context, came));
    }

    private static IntakePart Online(Claim claim, Instant now)
    {
        if (string.IsNullOrWhiteSpace(claim.Account))
        {
            throw RejectedException.Invalid(
                "data.account", "registered-account", "Nộp trực tuyến phải từ tài khoản đã đăng ký dịch vụ công.", "An online claim comes from a registered account (seed 004); an anonymous one is not taken.");
        }

        return PhoneNumber.Check("data.phone", claim.Phone).FirstOrDefault() is { } wrong
            ? throw RejectedException.Invalid(wrong.Field, wrong.Rule, wrong.Message.Vi, wrong.Message.En)
            : new IntakePart(ClaimChannel.Online, now);
    }
}
