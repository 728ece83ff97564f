using System.Globalization;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;

namespace ProcedureEngine.Activities.Issuance;

public enum Notified
{
    [Outcome("Đã thông báo đủ người", "All notified")] All,
}

/// <summary>How one attempt to notify one addressee turned out.</summary>
public enum NotificationResult
{
    [Outcome("Đã thông báo", "Notified", typeof(NotificationDone))] Notified,
    [Outcome("Không thông báo được theo cách này", "Failed", typeof(NotificationFailed))] Failed,
}

/// <summary>Manners of notification in civil enforcement: directly, by post, posting up, on mass media, by electronic means on request.</summary>
public enum NotificationManner
{
    Direct,
    Post,
    Posting,
    MassMedia,
    Electronic,
}

public sealed record NotificationDone(
    [property: Field("Cách thông báo", "Manner")] NotificationManner Manner,
    [property: Field("Ngày thông báo", "Date")] LocalDate On,
    [property: Field("Bằng chứng (biên bản, giấy báo phát)", "Proof")] string Proof) : IValidated
{
    public IEnumerable<FieldError> Validate() => Required.Text("proof", Proof);
}

public sealed record NotificationFailed(
    [property: Field("Cách đã thử", "Manner tried")] NotificationManner Manner,
    [property: Field("Ngày", "Date")] LocalDate On,
    [property: Field("Lý do không được", "Why it failed")] string Reason) : IValidated
{
    public IEnumerable<FieldError> Validate() => Required.Text("reason", Reason);
}

/// <summary>
/// Step 7, bailiff (seed 000): notifies each addressee of the decision, with manner, date and proof; a failure leads to another
/// manner. Done when the last addressee is notified.
/// </summary>
[Activity("Issuance.NotifyAddressees", 1, "Thông báo quyết định", "Notify the decision", Category = "Issuance")]
[StartsLimit("{limit}")]
[MeetsLimit("{limit}")]
[MakesPaper("notification-record", "decisionNumber", "decisionDate", "addressee", "manner", "succeeded", "proof", "bailiffName", IsOfFile = true)]
public sealed class NotifyAddressees(CaseServices services) : Activity<Notified>
{
    private const string TaskPrefix = "addressee-";

    protected override IReadOnlyList<InputDescriptor> Inputs =>
    [
        InputDescriptor.Required(UserTaskActivity<Notified>.RoleInput, "Vai trò", "Role"),
        InputDescriptor.Required(CaseTask<Notified>.LimitInput, "Thời hạn", "Time limit"),
    ];

    public override Type? OutcomeData(UserTask task, string outcome) =>
        outcome == nameof(NotificationResult.Failed) ? typeof(NotificationFailed) : typeof(NotificationDone);

    public override ActivityResult Execute(ActivityContext context)
    {
        IssuanceFacts.RequireIssued(context);
        return Wait([.. services.Limits.Start(context, Limit(context), context.Now), .. Addressees(context).Select((_, index) => Ask(context, index, IssuanceFacts.Bailiff(context)))]);
    }

    public override ActivityResult Resume(ActivityContext context, Resumption resumption) => resumption switch
    {
        TaskCompleted { Data: NotificationDone done } completed => Record(context, completed.Task, new Attempt(done.Manner, true, done.On, done.Proof)),
        TaskCompleted { Data: NotificationFailed failed } completed => Record(context, completed.Task, new Attempt(failed.Manner, false, failed.On, failed.Reason)),
        _ => base.Resume(context, resumption),
    };

    private static ImmutableArray<string> Addressees(ActivityContext context)
    {
        var values = context.Variable<OriginalRecord>(Vars.Original)!.Values;
        return [values.Requester.Name, values.OtherParty.Name, .. values.RelatedPersons.Select(person => person.Name)];
    }

    private static string Limit(ActivityContext context) => context.RequiredInput<string>(CaseTask<Notified>.LimitInput);

    private static int Addressee(UserTask task) => int.Parse(task.Name.AsSpan(TaskPrefix.Length), CultureInfo.InvariantCulture);

    private ActivityResult Record(ActivityContext context, UserTask task, Attempt attempt)
    {
        var (addressee, (manner, succeeded, on, proof)) = (Addressee(task), attempt);
        var attempts = context.Variable<List<NotificationAttempt>>(Vars.Notifications) ?? [];
        Check(context, attempts, addressee, manner, on);
        attempts.Add(new NotificationAttempt(addressee, manner.ToString(), succeeded, on, proof, context.Actor.Id));
        List<Effect> effects =
        [
            SetVariable.To(Vars.Notifications, attempts),
            Paper(context, attempts.Count, addressee, manner, succeeded, on, proof),
            new Log("AddresseeNotified", succeeded ? "Notified" : "Not notified", new JsonObject { ["addressee"] = addressee, ["manner"] = manner.ToString(), ["succeeded"] = succeeded }),
        ];
        if (!succeeded)
            return Wait([.. effects, Ask(context, addressee, task.Assignee ?? IssuanceFacts.Bailiff(context))]);
        var done = attempts.Where(attempt => attempt.Succeeded).Select(attempt => attempt.Addressee).Distinct().Count();
        return done == Addressees(context).Length ? Leave(Notified.All, [.. effects, .. services.Limits.Meet(context, Limit(context))]) : Wait(effects);
    }

    private void Check(ActivityContext context, List<NotificationAttempt> attempts, int addressee, NotificationManner manner, LocalDate on)
    {
        var decision = context.Variable<DecisionRecord>(Vars.Decision)!;
        if (on < decision.Date || on > services.Day(context.Now))
            throw RejectedException.Invalid("data.on", "date-out-of-range", "Ngày thông báo phải từ ngày quyết định đến hôm nay.", "The date lies between the decision's and today.");
        if (attempts.Exists(attempt => attempt.Addressee == addressee && !attempt.Succeeded && attempt.Manner == manner.ToString()))
            throw RejectedException.Invalid("data.manner", "another-manner", "Cách này đã không thành, hãy dùng cách khác.", "This manner has failed for this addressee; use another.");
    }

    /// <param name="bailiff">Whom the head named, or to whom the task was given since.</param>
    private static OpenTask Ask(ActivityContext context, int addressee, string? bailiff) => new(
        $"{TaskPrefix}{addressee.ToString(CultureInfo.InvariantCulture)}", context.Node.Label, context.RequiredInput<string>(UserTaskActivity<Notified>.RoleInput), context.Office,
        [nameof(NotificationResult.Notified), nameof(NotificationResult.Failed)], Assignee: bailiff, Context: new JsonObject { ["addressee"] = Addressees(context)[addressee] })
    {
        OutcomeType = typeof(NotificationResult),
    };

    private sealed record Attempt(NotificationManner Manner, bool Succeeded, LocalDate On, string Proof);

    private WriteRecord Paper(ActivityContext context, int attempt, int addressee, NotificationManner manner, bool succeeded, LocalDate on, string proof)
    {
        var decision = context.Variable<DecisionRecord>(Vars.Decision)!;
        var slots = services.Letters.FileSlots(context, on);
        slots["decisionNumber"] = decision.Number;
        slots["decisionDate"] = Notification.LetterDesk.Date(decision.Date);
        slots["addressee"] = Addressees(context)[addressee];
        slots["manner"] = EngineJson.ToNode(manner);
        slots["succeeded"] = succeeded;
        slots["proof"] = proof;
        slots["bailiffName"] = context.Actor.DisplayName;
        return new WriteRecord(new CaseDocument(
            $"{context.InstanceId}.notification.{attempt.ToString(CultureInfo.InvariantCulture)}", context.InstanceId, "notification-record", $"thong-bao-{attempt}.html",
            "text/html; charset=utf-8", 0, null, "notification-record", slots, attempt, "office", context.Now, context.Actor.Id));
    }
}
