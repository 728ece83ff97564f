using ProcedureEngine.Deadlines;

namespace ProcedureEngine.Activities.TimeLimits;

/// <summary>Roles beside the supervisor that may stop, resume and extend, by procedure: where the procedure's text gives it to the head.</summary>
public sealed record ClockRoles(ImmutableDictionary<string, string> ByProcedure)
{
    public static ClockRoles None { get; } = new(ImmutableDictionary<string, string>.Empty);

    /// <summary>The roles for a procedure; the supervisor's first.</summary>
    public ImmutableArray<string> Of(string procedure) => ByProcedure.GetValueOrDefault(procedure) is { } role ? [Roles.Supervisor.Id, role] : [Roles.Supervisor.Id];
}

/// <summary>Stops a clock from a day on, or for days that are over.</summary>
/// <param name="Limit">The limit's id.</param>
/// <param name="ExpectedRevision">The limit's revision that the person saw.</param>
/// <param name="From">First stopped day, inclusive, Asia/Ho_Chi_Minh.</param>
/// <param name="Ground">One of the grounds that the limit's entry allows.</param>
/// <param name="Basis">The document or rule that it rests on.</param>
public sealed record StopClock(string Limit, int ExpectedRevision, LocalDate From, string Ground, string Basis)
{
    public const string Act = "suspend-limit";

    /// <summary>Last stopped day, inclusive; null while the obstacle lasts.</summary>
    public LocalDate? To { get; init; }

    /// <summary>A document of the file, or where it is found.</summary>
    public string? Evidence { get; init; }
}

/// <summary>Lets a stopped clock run again.</summary>
/// <param name="To">Last stopped day, inclusive; not a day to come.</param>
public sealed record ResumeClock(string Limit, int ExpectedRevision, LocalDate To, string Basis)
{
    public const string Act = "resume-limit";

    public string? Evidence { get; init; }
}

/// <summary>Extends a limit, within the cap that all its extensions have together.</summary>
/// <param name="Unit">The unit of the entry's own extension.</param>
/// <param name="AgreedOn">Day of the agreement, or of the decision where none is needed.</param>
public sealed record ExtendClock(string Limit, int ExpectedRevision, int Amount, string Unit, LocalDate AgreedOn, string Basis)
{
    public const string Act = "extend-limit";

    /// <summary>The agreement: a document of the file, or where it is found.</summary>
    public string? Evidence { get; init; }
}

/// <summary>
/// A person's act on a running limit. What is common to all: who may, that the limit runs, that it is the one he saw, and that the texts are given.
/// </summary>
public abstract class ClockAct(LegalTime time, TimeLimitBook book, ClockRoles roles) : ICaseAct
{
    public abstract string Name { get; }

    protected LegalTime Time => time;

    public ActOutcome Perform(ActivityContext context, JsonObject payload)
    {
        RequireRole(context);
        try
        {
            return Decide(context, payload);
        }
        catch (DeadlineException refused)
        {
            throw TimeLimitBook.Refusal(refused);
        }
    }

    protected abstract ActOutcome Decide(ActivityContext context, JsonObject payload);

    protected ActOutcome Change(ActivityContext context, TimeLimit limit, LimitInputs inputs, TimeLimitActKind kind, object details) =>
        Outcome(book.Change(context, limit, inputs, kind, Said(details)));

    protected ActOutcome Extend(ActivityContext context, TimeLimit limit, AgreedExtension extension, object details) => Outcome(book.Extend(context, limit, extension, Said(details)));

    private static ActOutcome Outcome(IReadOnlyList<Effect> effects)
    {
        var changed = effects.OfType<WriteRecord>().Select(effect => effect.Record).OfType<TimeLimit>().Single();
        return new ActOutcome(effects) { Told = Told(changed) };
    }

    /// <summary>The limit with what it is counted from.</summary>
    protected static (TimeLimit Limit, LimitInputs Inputs) Find(ActivityContext context, string id, string rule, LocalizedText cannot)
    {
        var limit = context.Records.GetValueOrDefault(id) as TimeLimit ?? throw RejectedException.NotFound("thời hạn (deadline)", id);
        if (limit.State is not (TimeLimitState.Running or TimeLimitState.Suspended))
            throw RejectedException.Invalid("state", "limit-ended", $"Thời hạn '{limit.Name().Vi}' đã kết thúc ({limit.State}), không thay đổi được nữa.", $"The limit '{limit.Name().En}' has ended ({limit.State}) and changes no more.", limit.LegalBasis);
        return (limit, limit.Inputs() ?? throw RejectedException.Invalid("state", rule, cannot.Vi, cannot.En, limit.LegalBasis));
    }

    protected static void RequireRevision(TimeLimit limit, int expected)
    {
        if (limit.Revision != expected)
        {
            throw RejectedException.Conflict(
                "stale-revision", "Thời hạn đã thay đổi, hãy tải lại.", $"The limit is at revision {limit.Revision}, not {expected}; reload it and decide again.");
        }
    }

    /// <summary>A day that has come: nobody knows beforehand how long an obstacle lasts, or what will be agreed.</summary>
    protected void RequireCome(ActivityContext context, string field, LocalDate date)
    {
        if (date > time.Day(context.Now))
            throw RejectedException.Invalid(field, "in-the-future", "Ngày này chưa đến.", "This day is still to come.");
    }

    private void RequireRole(ActivityContext context)
    {
        var allowed = roles.Of(context.DefinitionId);
        if (!allowed.Any(role => context.Actor.Has(role, context.Office)))
        {
            throw RejectedException.Forbidden(
                "clock-role", "Chỉ người giám sát (hoặc thủ trưởng, nếu thủ tục quy định) được tạm dừng, tiếp tục, gia hạn thời hạn.",
                $"Stopping, resuming and extending a limit needs one of the roles {string.Join(", ", allowed)} at office '{context.Office}'.");
        }
    }

    private static JsonObject Told(TimeLimit limit) => new()
    {
        ["deadline"] = limit.Id,
        ["revision"] = limit.Revision,
        ["state"] = EngineJson.ToNode(limit.State),
        ["dueDate"] = EngineJson.ToNode(limit.DueDate),
        ["dueAt"] = EngineJson.ToNode(limit.DueAt),
        ["remaining"] = limit.Remaining,
        ["remainingUnit"] = limit.RemainingUnit,
    };

    private static JsonObject Said(object details)
    {
        var said = EngineJson.ToObject(details);
        said.Remove("limit");
        said.Remove("expectedRevision");
        return said;
    }
}
