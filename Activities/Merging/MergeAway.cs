using System.Text.Json;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Merging;

/// <summary>The case in which a request goes on. Office and procedure are the same as the merged one's, which the door has checked: neither ever changes.</summary>
/// <param name="Code">Its reference code, which names it for good.</param>
/// <param name="Name">Its number, or the code while it has none.</param>
public sealed record MergeInto(string CaseId, string Code, string Name, string Reason)
{
    public const string Act = "merge";
}

/// <summary>
/// Two cases, or a mail that is looked at and a case, are one request: this one ends as merged, and the other goes on. Its journal, papers and
/// letters stay its own and are shown in the other; its number is kept with the reason; its limits and tasks are cancelled. The other case
/// is told through the outbox, so that each half is one burst, and a kill in between delays the second half only.
/// </summary>
public sealed class MergeAway(CaseServices services) : ICaseAct
{
    public string Name => MergeInto.Act;

    public ActOutcome Perform(ActivityContext context, JsonObject payload)
    {
        Officer.Require(context);
        var merge = EngineJson.Read<MergeInto>(payload)!;
        if (context.DefinitionId == MailTriage.Id)
            return LookAtMail.Merge(context, merge);
        var file = CaseFiles.Of(context);
        if (file.MergedInto == merge.CaseId)
            return ActOutcome.Nothing;
        RequireMergeable(context, file, merge);
        return new ActOutcome([.. End(context, file, merge), Absorb(context, file, merge), new EndInstance()]);
    }

    /// <summary>A draft or more is the work of others on this case: then the other one is merged into it.</summary>
    private static void RequireMergeable(ActivityContext context, CaseFile file, MergeInto merge)
    {
        if (merge.CaseId == context.InstanceId)
            throw RejectedException.Invalid("into", "same-case", "Không thể gộp hồ sơ vào chính nó.", "A case cannot be merged into itself; name the case that goes on.");
        if (file.ClosedAt is not null)
            throw RejectedException.Conflict("finished", "Hồ sơ đã kết thúc, không gộp được.", "The case has ended; an ended case is not merged.");
        if (context.Variable<DraftRecord>(Vars.Draft) is not null || context.Variable<SignatureRecord>(Vars.Signature) is not null)
        {
            throw RejectedException.Conflict(
                "draft-exists", "Hồ sơ đã có dự thảo quyết định; hãy gộp hồ sơ kia vào hồ sơ này.",
                "A decision has been drafted in this case; merge the other case into this one instead.");
        }
    }

    private IEnumerable<Effect> End(ActivityContext context, CaseFile file, MergeInto merge)
    {
        var number = context.Variable<CaseNumber>(Vars.CaseNumber) ?? file.Number;
        yield return new WriteRecord(file with { Status = CaseStatus.Merged, ClosedAt = context.Now, Number = number, MergedInto = merge.CaseId });
        yield return new Log(
            "CaseMerged", $"Merged into {merge.Name}", new JsonObject { ["into"] = merge.CaseId, ["name"] = merge.Name, ["number"] = number?.Text }, new JsonObject { ["reason"] = merge.Reason });
        foreach (var effect in services.Letters.Write(context, "merged", new JsonObject { ["mergedInto"] = merge.Name }, isAutomatic: true))
            yield return effect;
        yield return new Send(OutboxChannels.Event, EventKinds.CaseMerged, new JsonObject { ["into"] = merge.CaseId });
        yield return new Send(OutboxChannels.Event, EventKinds.CaseClosed, new JsonObject { ["status"] = CaseStatus.Merged });
    }

    private static Send Absorb(ActivityContext context, CaseFile file, MergeInto merge)
    {
        var absorbed = new AbsorbedCase(context.InstanceId, file.Name, file.OpenedAt, file.ApplicantAddress, merge.Reason);
        Stimulus told = new PerformAct(merge.CaseId, context.Actor, AbsorbedCase.Act, EngineJson.ToObject(absorbed));
        return new Send(OutboxChannels.Stimulus, AbsorbedCase.Act, (JsonObject)JsonSerializer.SerializeToNode(told, EngineJson.Options)!);
    }
}
