using System.Text.Json;
using ProcedureEngine.Activities.Appointment;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Merging;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Cases;

/// <summary>
/// Closes what lies beside the instance when it ends by any path: open limits are cancelled, never missed (rule 9), and a visit that was still to
/// come is given back to the officer's day and struck out in the applicant's calendar.
/// </summary>
public sealed class CaseLifecycle(CaseServices services) : IInstanceObserver
{
    public IEnumerable<Effect> Ended(ActivityContext context, string subStatus)
    {
        foreach (var effect in (IEnumerable<Effect>)[.. services.Limits.CancelAll(context), .. EndVisit(context)])
            yield return effect;
        if (context.Records.GetValueOrDefault(context.InstanceId) is not CaseFile file || file.ClosedAt is not null)
            yield break;
        var status = subStatus == InstanceSubStatus.Cancelled ? CaseStatus.Cancelled : file.Status;
        yield return new WriteRecord(file with { Status = status, ClosedAt = context.Now });
        yield return new Send(OutboxChannels.Event, EventKinds.CaseClosed, new JsonObject { ["status"] = status });
    }

    private IEnumerable<Effect> EndVisit(ActivityContext context) => Invitations.IsPending(context)
        ? [.. AppointmentBook.End(context, AppointmentState.Cancelled), .. Invitations.SendWithoutVisit(services, context, "appointment-cancelled", [], isAutomatic: true)]
        : AppointmentBook.End(context, AppointmentState.Cancelled);

    /// <summary>The online support starts over at step 2: what was compared or proposed before must be compared and proposed again.</summary>
    /// <exception cref="RejectedException">A decision is signed: it stands, and only the law's own ways lead out of it.</exception>
    public IEnumerable<Effect> Reopened(ActivityContext context, string reason)
    {
        if (context.Variable<SignatureRecord>(Vars.Signature) is not null)
            throw RejectedException.Conflict("decision-stands", "Quyết định đã ký; không mở lại hồ sơ hỗ trợ trực tuyến.", "A decision is signed; the online support cannot be reopened.");
        yield return new SetVariable(Vars.Original, null);
        yield return new SetVariable(Vars.Proposal, null);
        yield return SetVariable.To(Vars.SuppliedAt, context.Now);
        if (context.Records.GetValueOrDefault(context.InstanceId) is CaseFile file)
        {
            yield return new WriteRecord(file with { ClosedAt = null, MergedInto = null });
            if (file.MergedInto is { } remaining && context.Actor != Actor.Engine)
                yield return Release(context, file, remaining);
        }

        yield return new Send(OutboxChannels.Event, EventKinds.CaseReopened, []);
    }

    /// <summary>The case that had absorbed it hears that it goes its own way again. A merge that the other refused was never heard of there.</summary>
    private static Send Release(ActivityContext context, CaseFile file, string remaining)
    {
        Stimulus told = new PerformAct(remaining, context.Actor, ReleasedCase.Act, EngineJson.ToObject(new ReleasedCase(file.Id, file.Name)));
        return new Send(OutboxChannels.Stimulus, ReleasedCase.Act, (JsonObject)JsonSerializer.SerializeToNode(told, EngineJson.Options)!);
    }
}

/// <summary>What a door tells of the case after a burst: its reference code, number and status.</summary>
public sealed class CaseAnswers : IAnswerComposer
{
    public JsonObject Compose(string instanceId, IReadOnlyDictionary<string, CaseRecord> records)
    {
        var file = records.GetValueOrDefault(instanceId) as CaseFile;
        return file is null ? [] : new JsonObject { ["id"] = instanceId, ["code"] = file.ReferenceCode, ["number"] = EngineJson.ToNode(file.Number), ["status"] = file.Status };
    }
}
