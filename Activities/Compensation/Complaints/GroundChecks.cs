using System.Globalization;

namespace ProcedureEngine.Activities.Compensation.Complaints;

/// <summary>What the machine finds of one ground: shown to the handler, never deciding.</summary>
/// <param name="Holds">True when the facts bear the ground out, false when they speak against it, null when the machine cannot tell.</param>
public sealed record GroundCheck(string Ground, bool? Holds, LocalizedText Text);

/// <summary>The checks of seed 003, 5.1, on the facts that were given; a ground without facts is not checked.</summary>
/// <param name="dueAfter">Last of <c>n</c> working days after a date; null where the calendar does not reach.</param>
public sealed class GroundChecks(Func<LocalDate, int, LocalDate?> dueAfter)
{
    private const int Days = 5;
    private const int MonthsForIntent = 36;
    private const int MonthsForNegligence = 3;

    public ImmutableArray<GroundCheck> Of(Complaint complaint, LocalDate today)
    {
        var facts = complaint.Facts ?? new GroundFacts();
        return
        [
            .. Late("1b", facts.FileReceivedOn, facts.GuidedOn, today, "hướng dẫn bổ sung", "guidance"),
            .. Late("5a", facts.AnnulledOn, facts.NoticeSentOn, today, "thông báo trả lại tài sản", "the notice to return the property"),
            .. Late("6a", facts.FundsReceivedOn, facts.PaidOn, today, "chi trả", "payment"),
            .. Quorum(facts),
            .. Together(facts),
            .. Ballot(facts),
            .. Minutes(facts),
            .. Salary("7l", FaultKind.Intent, MonthsForIntent, facts),
            .. Salary("7m", FaultKind.Negligence, MonthsForNegligence, facts),
        ];
    }

    /// <summary>Five working days after the event; done on the last of them is in time. A day that the calendar does not reach is told, and holds nothing up.</summary>
    private IEnumerable<GroundCheck> Late(string ground, LocalDate? from, LocalDate? done, LocalDate today, string vi, string en)
    {
        if (from is not { } start)
            yield break;
        if (dueAfter(start, Days) is not { } last)
        {
            yield return new GroundCheck(ground, null, new LocalizedText(
                $"Không tính được 05 ngày làm việc từ {Date(start)}: ngoài phạm vi lịch làm việc.", $"5 working days from {Date(start)} cannot be counted: the calendar does not reach there."));
            yield break;
        }

        yield return new GroundCheck(ground, (done ?? today) > last, new LocalizedText(
            $"Hạn 05 ngày làm việc từ {Date(start)} hết ngày {Date(last)}; {(done is { } on ? $"{vi} ngày {Date(on)}" : $"đến {Date(today)} chưa {vi}")}.",
            $"5 working days from {Date(start)} end on {Date(last)}; {en}: {(done is { } at ? Date(at) : $"none until {Date(today)}")}."));
    }

    /// <summary>Two thirds of all members, in whole numbers: 3 x present against 2 x total.</summary>
    private static IEnumerable<GroundCheck> Quorum(GroundFacts facts)
    {
        if (facts is { CouncilMembers: { } total, CouncilPresent: { } present })
            yield return new GroundCheck("7h", 3L * present < 2L * total, new LocalizedText($"Có mặt {Whole(present)}/{Whole(total)}; cần đủ 2/3.", $"{Whole(present)} of {Whole(total)} present; two thirds are needed."));
    }

    private static IEnumerable<GroundCheck> Together(GroundFacts facts)
    {
        if (facts.DecidedTogether is { } together)
        {
            yield return new GroundCheck("7i", !together, together
                ? new LocalizedText("Hội đồng thảo luận tập thể và quyết định theo đa số.", "The council discussed together and decided by majority.")
                : new LocalizedText("Hội đồng không thảo luận tập thể hoặc không quyết định theo đa số.", "The council did not discuss together, or did not decide by majority."));
        }
    }

    private static IEnumerable<GroundCheck> Ballot(GroundFacts facts)
    {
        if (facts.SecretBallot == false)
            yield return new GroundCheck("7j", true, new LocalizedText("Không bỏ phiếu kín.", "There was no secret ballot."));
        else if (facts is { CouncilPresent: { } present, VotesInFavour: { } votes })
            yield return new GroundCheck("7j", 2L * votes <= present, new LocalizedText($"Tán thành {Whole(votes)}/{Whole(present)} người có mặt; cần quá nửa.", $"{Whole(votes)} of {Whole(present)} present in favour; more than half are needed."));
    }

    /// <summary>Adopted by the council and signed by its chair: one of them missing bears the ground out, and both must be known to speak against it.</summary>
    private static IEnumerable<GroundCheck> Minutes(GroundFacts facts) => facts switch
    {
        { MinutesAdopted: false } => [new GroundCheck("7k", true, new LocalizedText("Hội đồng không xem xét, thông qua biên bản.", "The council did not adopt the minutes."))],
        { MinutesSigned: false } => [new GroundCheck("7k", true, new LocalizedText("Chủ tịch Hội đồng không ký biên bản.", "The chair did not sign the minutes."))],
        { MinutesAdopted: true, MinutesSigned: true } => [new GroundCheck("7k", false, new LocalizedText("Biên bản đã được thông qua và Chủ tịch đã ký.", "The minutes were adopted and signed by the chair."))],
        _ => [],
    };

    /// <summary>Exactly 36 or 3 months' salary is lawful.</summary>
    private static IEnumerable<GroundCheck> Salary(string ground, FaultKind fault, int months, GroundFacts facts)
    {
        if (facts is not { MonthlySalary: { } salary, Reimbursement: { } sum } || facts.Fault != fault)
            yield break;
        var most = (Int128)salary * months;
        yield return new GroundCheck(ground, sum > most, new LocalizedText(
            $"Hoàn trả {Whole(sum)} đồng; tối đa {months} tháng lương là {Whole(most)} đồng.", $"{Whole(sum)} đồng to reimburse; {months} months' salary are {Whole(most)} đồng."));
    }

    private static string Date(LocalDate date) => date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    private static string Whole(Int128 number) => number.ToString("#,0", CultureInfo.GetCultureInfo("vi-VN"));
}
