using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Validation;

/// <summary>Sends form 02-QT with its five parts (seed 000, step 2): guidance, refusal or redirection.</summary>
[Activity("Validation.SendForm02Qt", 1, "Gửi Mẫu 02-QT", "Send form 02-QT", Category = "Validation")]
[WritesLetter("guidance-02-qt", "outcome", "right", "competence", "judgmentContent", "formsOfRequest", "papersToHandIn", "reason", "missing", "answerBy")]
public sealed class SendForm02Qt(CaseServices services) : Activity<Done>
{
    public const string Incomplete = "incomplete";
    public const string NoRight = "no-right";
    public const string NotCompetent = "not-competent";

    protected override IReadOnlyList<InputDescriptor> Inputs =>
    [
        InputDescriptor.Required("outcome", "Kết quả kiểm tra", "Outcome of the check"),
        InputDescriptor.Optional("answerLimit", "Thời hạn trả lời", "Limit for the answer"),
    ];

    public override ActivityResult Execute(ActivityContext context)
    {
        var guidance = context.Variable<Guidance>(Vars.Finding)
            ?? throw new InvariantException("form-02-qt", "Form 02-QT cannot be sent without the finding of step 2.");
        var slots = EngineJson.ToObject(guidance);
        slots["outcome"] = context.RequiredInput<string>("outcome");
        if (context.Input<string>("answerLimit") is { } limit && services.Limits.DueDate(context, limit, context.Now) is { } answerBy)
            slots["answerBy"] = LetterDesk.Date(answerBy);
        var rounds = context.Variable<int>(Vars.Rounds) + 1;
        return Leave(Done.Done, [.. services.Letters.Write(context, "guidance-02-qt", slots), SetVariable.To(Vars.Rounds, rounds)]);
    }
}
