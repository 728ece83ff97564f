using ProcedureEngine.Activities.Cases;

namespace ProcedureEngine.Activities.Intake;

/// <summary>A letter of ours that did not arrive, beside its message and the outbox row that keeps the proof of hand-over.</summary>
/// <param name="Id">The outbox row's.</param>
/// <param name="Answer">What the other side's server said.</param>
public sealed record UndeliveredLetter(string Id, string InstanceId, Instant At, string Answer) : CaseRecord
{
    public const string Act = "letter-returned";

    public override string Id { get; } = Id;

    public override bool LoadsWithInstance => false;
}

/// <summary>
/// A bounce, or a refusal by the mail server: the letter counts as not delivered from now on, in an ended case too, and whoever keeps the
/// correspondence of a running one is asked to reach the person another way.
/// </summary>
public sealed class LetterReturned : ICaseAct
{
    public string Name => UndeliveredLetter.Act;

    public ActOutcome Perform(ActivityContext context, JsonObject payload)
    {
        var failure = EngineJson.Read<DeliveryFailure>(payload)!;
        return new ActOutcome(
            new WriteRecord(new UndeliveredLetter(failure.OutboxId, context.InstanceId, context.Now, failure.Error)),
            new Log("LetterNotDelivered", failure.Template, new JsonObject { ["outbox"] = failure.OutboxId, ["answer"] = failure.Error }))
        {
            Then = new StimulusDelivered(StimulusNames.DeliveryFailed, payload),
        };
    }
}
