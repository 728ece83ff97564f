using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Activities.Validation;

namespace ProcedureEngine.Activities.Merging;

/// <summary>The case that was merged, as the remaining one hears of it.</summary>
/// <param name="Name">Its number or reference code.</param>
/// <param name="Address">Its applicant's address, a party's from now on.</param>
public sealed record AbsorbedCase(string CaseId, string Name, Instant OpenedAt, string? Address, string Reason)
{
    public const string Act = "absorb";
}

/// <summary>
/// The second half of a merge: the remaining case records what it took in. A request that came after this case had asked its applicant for
/// more is his answer; one that came before is not, as with anything that arrives before a wait begins.
/// </summary>
public sealed class AbsorbCase : ICaseAct
{
    public string Name => AbsorbedCase.Act;

    /// <exception cref="RejectedException">This case has ended or is signed since the officer merged: the merged one is taken up again.</exception>
    public ActOutcome Perform(ActivityContext context, JsonObject payload)
    {
        Officer.Require(context);
        var absorbed = EngineJson.Read<AbsorbedCase>(payload)!;
        var file = CaseFiles.Of(context);
        if (file.ClosedAt is not null)
            throw RejectedException.Conflict("into-finished", "Hồ sơ nhận gộp đã kết thúc.", "The case to merge into has ended.");
        if (context.Variable<SignatureRecord>(Vars.Signature) is not null)
            throw RejectedException.Conflict("into-signed", "Quyết định của hồ sơ nhận gộp đã ký.", "The decision of the case to merge into is signed.");
        var log = new Log(
            "CaseAbsorbed", $"{absorbed.Name} was merged into this case", new JsonObject { ["case"] = absorbed.CaseId, ["name"] = absorbed.Name },
            new JsonObject { ["reason"] = absorbed.Reason });
        return new ActOutcome(log, new WriteRecord(file.WithPartyAddress(absorbed.Address))) { Then = Answers(context, absorbed) ? Answer(absorbed) : null };
    }

    private static bool Answers(ActivityContext context, AbsorbedCase absorbed) =>
        context.RecordsOf<TimeLimit>().Any(limit => limit.LimitId == ApplicantWait.Limit && limit.IsOpen && limit.StartedAt < absorbed.OpenedAt);

    private static StimulusDelivered Answer(AbsorbedCase absorbed) => new(
        StimulusNames.Supplement,
        EngineJson.ToObject(new Supplement($"Hồ sơ {absorbed.Name} được gộp vào hồ sơ này. {absorbed.Reason}", [], "merge")));
}

/// <summary>The officer's merge did not last: the merged case was taken up again, and the one that had absorbed it records so.</summary>
/// <param name="Name">Its number or reference code.</param>
public sealed record ReleasedCase(string CaseId, string Name)
{
    public const string Act = "release";
}

/// <summary>Records that a merged case goes its own way again.</summary>
public sealed class ReleaseCase : ICaseAct
{
    public string Name => ReleasedCase.Act;

    public ActOutcome Perform(ActivityContext context, JsonObject payload)
    {
        var released = EngineJson.Read<ReleasedCase>(payload)!;
        return new ActOutcome(new Log("CaseReleased", $"{released.Name} was taken up again by itself", new JsonObject { ["case"] = released.CaseId, ["name"] = released.Name }));
    }
}
