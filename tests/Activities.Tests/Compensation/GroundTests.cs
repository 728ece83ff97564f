using System.Collections.Immutable;
using NodaTime;
using ProcedureEngine.Activities.Compensation.Complaints;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Deadlines;

namespace ProcedureEngine.Activities.Tests.Compensation;

/// <summary>The 34 grounds of seed 003, 5.1, and what the machine finds of them.</summary>
public sealed class GroundTests
{
    private static readonly LocalDate Monday = new(2026, 3, 2);
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];
    private static readonly TimeLimitBook Book = new(new LegalTime(LimitCatalogue.Default, WorkingCalendar.National, Zone), Zone);

    [TestCase(1, 2)]
    [TestCase(2, 6)]
    [TestCase(3, 1)]
    [TestCase(4, 6)]
    [TestCase(5, 2)]
    [TestCase(6, 2)]
    [TestCase(7, 14)]
    public void A_subject_has_the_source_s_number_of_grounds(int subject, int count) =>
        Assert.That(GroundCatalogue.Of2009.Grounds.Count(ground => ground.Subject == subject && !ground.IsGeneral), Is.EqualTo(count));

    [Test]
    public void There_are_33_grounds_and_the_general_one_each_with_its_own_code_and_place() => Assert.Multiple(() =>
    {
        var grounds = GroundCatalogue.Of2009.Grounds;
        Assert.That(grounds, Has.Length.EqualTo(34));
        Assert.That(grounds.Where(ground => ground.IsGeneral).Select(ground => ground.Code), Is.EqualTo(new[] { "7x" }));
        Assert.That(grounds.Select(ground => ground.Code), Is.Unique);
        Assert.That(grounds.Select(ground => ground.Place), Is.Unique);
        Assert.That(grounds.Select(ground => ground.Vi), Is.Unique);
        Assert.That(grounds.Where(ground => string.IsNullOrWhiteSpace(ground.En)), Is.Empty);
    });

    [TestCase(0, false, "the day itself")]
    [TestCase(7, false, "Monday week: the fifth working day")]
    [TestCase(8, true, "a day after the fifth")]
    public void Five_working_days_after_the_file_came_guidance_is_late(int days, bool holds, string reason)
    {
        var check = Check(new GroundFacts { FileReceivedOn = Monday, GuidedOn = Monday.PlusDays(days) }).Single();
        Assert.That((check.Ground, check.Holds), Is.EqualTo(("1b", holds)), reason);
    }

    [TestCase(7, false)]
    [TestCase(8, true)]
    public void What_was_never_done_is_late_from_the_day_after_the_fifth_working_day(int days, bool holds)
    {
        var checks = Check(new GroundFacts { AnnulledOn = Monday, FundsReceivedOn = Monday }, Monday.PlusDays(days));
        Assert.That(checks.Select(check => (check.Ground, check.Holds)), Is.EqualTo(new[] { ("5a", holds), ("6a", holds) }));
    }

    [TestCase("2013-04-30", "the day before the labour code's holidays are known")]
    [TestCase("1999-12-31", "long before")]
    [TestCase("2100-12-29", "the calendar ends within the five days")]
    public void A_day_that_the_calendar_does_not_reach_is_told_and_never_an_error(string day, string reason)
    {
        var date = NodaTime.Text.LocalDatePattern.Iso.Parse(day).Value;
        var checks = Check(new GroundFacts { FileReceivedOn = date, AnnulledOn = date, FundsReceivedOn = Monday });
        Assert.That(checks.Select(check => (check.Ground, check.Holds)), Is.EqualTo(new[] { ("1b", (bool?)null), ("5a", null), ("6a", true) }), reason);
        Assert.That(checks[0].Text.Vi, Does.Contain("Không tính được"));
    }

    [TestCase(FaultKind.Intent, 360_000_000, "7l", false, "exactly 36 months' salary is lawful")]
    [TestCase(FaultKind.Intent, 360_000_001, "7l", true, "a đồng over")]
    [TestCase(FaultKind.Negligence, 30_000_000, "7m", false, "exactly 3 months' salary is lawful")]
    [TestCase(FaultKind.Negligence, 30_000_001, "7m", true, "a đồng over")]
    public void Reimbursement_is_held_against_months_of_salary(FaultKind fault, long sum, string ground, bool holds, string reason)
    {
        var check = Check(new GroundFacts { MonthlySalary = 10_000_000, Reimbursement = sum, Fault = fault }).Single();
        Assert.That((check.Ground, check.Holds), Is.EqualTo((ground, holds)), reason);
    }

    [TestCase(6, 9, false, "exactly two thirds")]
    [TestCase(5, 8, true, "15 against 16")]
    [TestCase(7, 10, false, "21 against 20")]
    public void The_council_needs_two_thirds_of_all_its_members(int present, int total, bool holds, string reason) =>
        Assert.That(Check(new GroundFacts { CouncilMembers = total, CouncilPresent = present }).Single().Holds, Is.EqualTo(holds), reason);

    [TestCase(true, 3, 6, true, "half is no majority")]
    [TestCase(true, 4, 6, false, "more than half of those present")]
    [TestCase(false, 6, 6, true, "no secret ballot")]
    public void Amount_and_manner_need_a_secret_majority_of_those_present(bool isSecret, int votes, int present, bool holds, string reason)
    {
        var checks = Check(new GroundFacts { SecretBallot = isSecret, VotesInFavour = votes, CouncilPresent = present });
        Assert.That(checks.Single(check => check.Ground == "7j").Holds, Is.EqualTo(holds), reason);
    }

    [TestCase(false, true, "7i alone")]
    [TestCase(true, false, "discussed together and by majority")]
    public void The_council_discusses_together_and_decides_by_majority(bool isTogether, bool holds, string reason) =>
        Assert.That(Check(new GroundFacts { DecidedTogether = isTogether }).Select(check => (check.Ground, check.Holds)), Is.EqualTo(new[] { ("7i", holds) }), reason);

    [TestCase(true, true, false, "adopted and signed")]
    [TestCase(false, true, true, "not adopted")]
    [TestCase(true, false, true, "not signed by the chair")]
    [TestCase(false, null, true, "one missing is enough")]
    [TestCase(true, null, null, "of the signature nothing is known")]
    [TestCase(null, true, null, "of the adoption nothing is known")]
    public void The_council_adopts_the_minutes_and_its_chair_signs_them(bool? isAdopted, bool? isSigned, bool? holds, string reason) => Assert.That(
        Check(new GroundFacts { MinutesAdopted = isAdopted, MinutesSigned = isSigned }).Select(check => (check.Ground, check.Holds)),
        Is.EqualTo(holds is { } found ? [("7k", found)] : Array.Empty<(string, bool)>()), reason);

    [TestCase(1, "1a", ComplainantCapacity.InjuredPerson, null, "a ground of its subject")]
    [TestCase(7, "7x", ComplainantCapacity.ReimbursingOfficial, null, "the general ground alone")]
    [TestCase(1, "5a", ComplainantCapacity.InjuredPerson, "ground-of-other-subject", "a ground of another subject")]
    [TestCase(1, "9z", ComplainantCapacity.InjuredPerson, "unknown-ground", "no such code")]
    [TestCase(7, "7a", ComplainantCapacity.Relative, "capacity-of-subject", "subject 7 belongs to the official")]
    [TestCase(2, "2a", ComplainantCapacity.ReimbursingOfficial, "capacity-of-subject", "the official has subject 7 only")]
    [TestCase(8, "1a", ComplainantCapacity.InjuredPerson, "unknown-subject", "seven subjects")]
    public void A_complaint_rests_on_grounds_of_its_subject_by_who_may_bring_it(int subject, string ground, ComplainantCapacity capacity, string? rule, string reason) =>
        Assert.That(ComplaintOf(subject, ground, capacity).Validate().Select(error => error.Rule).FirstOrDefault(), Is.EqualTo(rule), reason);

    [Test]
    public void A_complaint_without_a_ground_is_none() =>
        Assert.That((ComplaintOf(1, "1a", ComplainantCapacity.InjuredPerson) with { Grounds = [] }).Validate().Single().Field, Is.EqualTo("grounds"));

    [TestCase(ComplaintForm.Written, false, true, "signature-required")]
    [TestCase(ComplaintForm.OfficerRecord, true, false, "guided-to-write")]
    [TestCase(ComplaintForm.AudioRecording, false, false, null)]
    public void Each_form_has_what_makes_it_valid(ComplaintForm form, bool isSigned, bool wasGuided, string? rule)
    {
        var complaint = ComplaintOf(1, "1a", ComplainantCapacity.InjuredPerson) with { Form = form, IsSigned = isSigned, WasGuidedToWrite = wasGuided };
        Assert.That(complaint.Validate().Select(error => error.Rule).FirstOrDefault(), Is.EqualTo(rule));
    }

    private static ImmutableArray<GroundCheck> Check(GroundFacts facts, LocalDate? today = null) =>
        new GroundChecks((date, days) => Book.FindWorkingDaysAfter("office", date, days)).Of(ComplaintOf(1, "1a", ComplainantCapacity.InjuredPerson) with { Facts = facts }, today ?? Monday.PlusDays(30));

    private static Complaint ComplaintOf(int subject, string ground, ComplainantCapacity capacity) => new(
        new Complainant("Trần Thị Mai", false, "036180", "Số 1", capacity), ComplaintScope.StateManagement, subject, [ground], new OtherParty("UBND quận", "Số 9"),
        ComplaintForm.Written, Monday, "Nội dung", "Lý do", "Yêu cầu") { IsSigned = true };
}
