using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Merging;

/// <summary>Why a message that had opened a case is none.</summary>
public sealed record SetAside(string Reason)
{
    public const string Act = "set-aside";
}

/// <summary>
/// Spam and nonsense that looked like a request: put aside with a reason, without a number and without a letter. Only until the first
/// outcome of step 2, which registers the case; the head may take it up again.
/// </summary>
public sealed class SetCaseAside : ICaseAct
{
    public string Name => SetAside.Act;

    public ActOutcome Perform(ActivityContext context, JsonObject payload)
    {
        Officer.Require(context);
        var aside = EngineJson.Read<SetAside>(payload)!;
        var file = CaseFiles.Of(context);
        if (file.Status == MailTriage.PutAside)
            return ActOutcome.Nothing;
        if (file.ClosedAt is not null)
            throw RejectedException.Conflict("finished", "Hồ sơ đã kết thúc.", "The case has ended.");
        if (context.DefinitionId == MailTriage.Id || CaseNumbering.IsTaken(context))
        {
            throw RejectedException.Conflict(
                "registered", "Chỉ để riêng được hồ sơ chưa có số; hồ sơ đã có số phải được giải quyết.",
                "Only a case without a number can be put aside; a registered one must be decided by its steps, a message by its task.");
        }

        return new ActOutcome(
            new WriteRecord(file with { Status = MailTriage.PutAside, ClosedAt = context.Now }),
            new Log("CaseSetAside", "Put aside by an officer", null, new JsonObject { ["reason"] = aside.Reason }),
            new Send(OutboxChannels.Event, EventKinds.CaseClosed, new JsonObject { ["status"] = MailTriage.PutAside }),
            new EndInstance());
    }
}
