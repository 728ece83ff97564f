using NodaTime;
using ProcedureEngine.Host.Messaging;

namespace ProcedureEngine.Host.Tests.Messaging;

/// <summary>When a command is tried again, to the instant.</summary>
public sealed class RetryScheduleTests
{
    private static readonly RetrySchedule Schedule = new([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5)], Duration.FromMinutes(10));

    private static readonly Exception Unknown = new UnknownCaseException("x");
    private static readonly Exception Failed = new TimeoutException("The store was away.");

    private static IEnumerable<TestCaseData> Rows()
    {
        yield return Row("the first failure waits the shortest pause", Unknown, 0, Duration.Zero, 1);
        yield return Row("pauses grow", Unknown, 2, Duration.FromSeconds(16), 120);
        yield return Row("past the last pause the last one is repeated, whatever the number of attempts", Unknown, 9, Duration.FromMinutes(3), 300);
        yield return Row("a pause that would outlast the ten minutes gives way to a shorter one", Unknown, 9, Duration.FromMinutes(6), 120);
        yield return Row("just before ten minutes the shortest is left", Unknown, 9, Duration.FromMinutes(10) - Duration.FromMilliseconds(1), 1);
        yield return Row("exactly at ten minutes it is given up", Unknown, 9, Duration.FromMinutes(10), null);
        yield return Row("another failure is counted by attempts: the last pause", Failed, 3, Duration.FromDays(1), 300);
        yield return Row("and is given up when the pauses are used up", Failed, 4, Duration.Zero, null);
        yield return Row("what can never be a command is not tried again", new UnusableMessageException("unreadable-message", new ProcedureEngine.Engine.Text.LocalizedText("-", "-")), 0, Duration.Zero, null);
    }

    [TestCaseSource(nameof(Rows))]
    public void A_command_is_tried_again(Exception failure, int attempts, Duration since, int? seconds) =>
        Assert.That(Schedule.Next(failure, attempts, since), Is.EqualTo(seconds is { } pause ? TimeSpan.FromSeconds(pause) : null));

    private static TestCaseData Row(string reason, Exception failure, int attempts, Duration since, int? seconds) => new TestCaseData(failure, attempts, since, seconds).SetName(reason);
}
