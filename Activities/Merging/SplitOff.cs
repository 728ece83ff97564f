using System.Text.Json;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Merging;

/// <summary>A second request that an officer found in a mail of a case.</summary>
/// <param name="NewCaseId">Made by the door from the case and what is split off, so that the same request twice means the same new case.</param>
/// <param name="NewCode">The new case's reference code.</param>
/// <param name="Mail">The message as the new case receives it: the chosen files and text; its raw bytes are the whole original's.</param>
public sealed record SplitRequest(string NewCaseId, string NewCode, ReceivedMail Mail, string Reason)
{
    public const string Act = "split";
}

/// <summary>
/// One mail is two requests: what the officer chose starts a case of its own, with its own code, letter of receipt and limits; nothing is
/// taken away here, and the original bytes belong to both.
/// </summary>
public sealed class SplitOff : ICaseAct
{
    private const string Splits = "splits";

    public string Name => SplitRequest.Act;

    public ActOutcome Perform(ActivityContext context, JsonObject payload)
    {
        Officer.Require(context);
        var split = EngineJson.Read<SplitRequest>(payload)!;
        var file = CaseFiles.Of(context);
        var known = context.Variable<ImmutableArray<string>?>(Splits) ?? [];
        if (known.Contains(split.NewCaseId, StringComparer.Ordinal))
            return ActOutcome.Nothing;
        if (file.MergedInto is not null)
            throw RejectedException.Conflict("merged", "Hồ sơ đã gộp vào hồ sơ khác; hãy tách từ hồ sơ đó.", "The case was merged into another; split from that one.");
        return new ActOutcome(
            SetVariable.To(Splits, known.Add(split.NewCaseId)),
            new Log(
                "CaseSplit", $"Split off: {split.NewCode}",
                new JsonObject { ["case"] = split.NewCaseId, ["name"] = split.NewCode, ["files"] = EngineJson.ToNode(split.Mail.Attachments.Select(attachment => attachment.Blob)) },
                new JsonObject { ["reason"] = split.Reason }),
            new Send(OutboxChannels.Event, EventKinds.CaseSplit, new JsonObject { ["case"] = split.NewCaseId }),
            Start(context, file, split));
    }

    private static Send Start(ActivityContext context, CaseFile file, SplitRequest split)
    {
        var start = new CaseStart(Channels.Mail, split.NewCode, null, split.Mail, [], context.InstanceId)
        {
            SplitFrom = new SplitOrigin(context.InstanceId, file.Name, context.Actor.Id, split.Reason),
        };
        Stimulus stimulus = new StartProcedure(split.NewCaseId, Actor.Party(Roles.Applicant.Id), context.DefinitionId, context.Office, EngineJson.ToObject(start));
        return new Send(OutboxChannels.Stimulus, SplitRequest.Act, (JsonObject)JsonSerializer.SerializeToNode(stimulus, EngineJson.Options)!);
    }
}
