using System.Text.Json;
using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Host.Cases;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Host.Procedures;
using ProcedureEngine.Host.Public;
using ProcedureEngine.Host.Tasks;

namespace ProcedureEngine.Host.Messaging;

/// <summary>
/// Commands as stimuli, whatever bus brings them: keyed by the message's id, with the rights of the system that sent them, and by the rules of the
/// HTTP doors. A second copy of a message changes nothing and is told the first one's answer.
/// </summary>
internal sealed class CommandDoor(WorkflowRunner runner, DurableStore store, NamedPersons persons, MergedCases merged, IdSource ids)
{
    private const string RefusedKind = "refused";

    /// <param name="command">A command of the contracts.</param>
    /// <param name="remembersRefusals">Whether the sender hears of a refusal; one that nobody hears may be tried again when its cause is mended.</param>
    /// <exception cref="RejectedException">It breaks a rule; nothing has changed. A remembered refusal is told again.</exception>
    /// <exception cref="UnknownCaseException">It names a case that the sender does not see (yet).</exception>
    public async Task<BurstAnswer> RunAsync(SendingSystem sender, string messageId, object command, bool remembersRefusals, CancellationToken cancellation)
    {
        var key = KeyOf(sender, messageId, command);
        if (await store.FindKeyAsync(key.Scope, key.Key, cancellation) is { } known)
            return Again(known, key);
        try
        {
            var stimulus = await StimulusAsync(sender.Caller, command, key, cancellation);
            return await runner.RunAsync(stimulus with { Key = key }, cancellation);
        }
        catch (Exception exception) when (remembersRefusals && Refusal.Of(exception) is { } refusal && refusal.Rule != KeyReused)
        {
            var remembered = await store.RememberAsync(key, new BurstAnswer(RefusedKind, string.Empty, refusal.ToJson()), cancellation);
            return remembered is null ? throw refusal.ToException() : Again(remembered, key);
        }
    }

    private const string KeyReused = "key-reused";

    private static BurstAnswer Again(KnownKey known, StimulusKey key)
    {
        if (known.BodyDigest != key.BodyDigest)
            throw RejectedException.Invalid("messageId", KeyReused, "Mã thông điệp này đã dùng cho nội dung khác.", "This message id was used with another body; a new command needs a new message id.");
        return known.Answer.Kind == RefusedKind ? throw Refusal.Read(known.Answer.Body).ToException() : known.Answer with { IsRepeat = true };
    }

    private static StimulusKey KeyOf(SendingSystem sender, string messageId, object command)
    {
        var name = command.GetType().Name;
        var body = JsonSerializer.SerializeToNode(command, command.GetType(), JsonSerializerOptions.Web);
        JsonStrings.RequireWhole(JsonSerializer.SerializeToUtf8Bytes(body));
        return new StimulusKey($"{sender.Caller.Actor.Id} MESSAGE", messageId, CanonicalJson.Sha256($"{name} {CanonicalJson.Write(body)}"));
    }

    private Task<Stimulus> StimulusAsync(Caller caller, object command, StimulusKey key, CancellationToken cancellation) => command switch
    {
        Contracts.V1.StartProcedure start => StartAsync(caller, start, cancellation),
        Contracts.V1.CompleteTask complete => CompleteAsync(caller, complete, cancellation),
        Contracts.V1.DeliverStimulus deliver => DeliverAsync(caller, deliver, key, cancellation),
        _ => throw new InvalidOperationException($"{command.GetType().Name} is no command."),
    };

    private async Task<Stimulus> StartAsync(Caller caller, Contracts.V1.StartProcedure command, CancellationToken cancellation)
    {
        var (definition, profile) = ProcedureEndpoints.Find(Given("procedure", command.Procedure));
        var request = new StartCaseRequest(Given("office", command.Office), Channels.Http, Given("data", command.Data)) { LinkedCaseId = command.LinkedCaseId };
        await StartCase.CheckAsync(caller, profile, request, store, cancellation);
        return StartCase.Stimulus(definition.DefinitionId, request, [], caller.Actor, ids);
    }

    private async Task<Stimulus> CompleteAsync(Caller caller, Contracts.V1.CompleteTask command, CancellationToken cancellation)
    {
        var caseId = TaskDoor.CaseOf(Given("taskId", command.TaskId));
        await SeenAsync(caller, caseId, cancellation);
        var complete = new CompleteTask(caseId, caller.Actor, command.TaskId, Given("outcome", command.Outcome), command.Data, command.ExpectedRevision);
        await persons.RequireAsync(complete, cancellation);
        return complete;
    }

    private async Task<Stimulus> DeliverAsync(Caller caller, Contracts.V1.DeliverStimulus command, StimulusKey key, CancellationToken cancellation)
    {
        var payload = Given("payload", command.Payload);
        var told = Given("name", command.Name) switch
        {
            StimulusNames.Supplement => EngineJson.ToObject(new Supplement(FormData.Read<PublicSupplement>(payload, "payload").Text, [], Channels.Http)),
            StimulusNames.Withdrawal => EngineJson.ToObject(new Withdrawal(FormData.Read<PublicWithdrawal>(payload, "payload").Reason, Channels.Http)),
            var other => throw RejectedException.Invalid("name", "unknown-stimulus", $"Không nhận '{other}'.", $"'{other}' is none of supplement and withdrawal."),
        };
        await SeenAsync(caller, Given("caseId", command.CaseId), cancellation);
        var file = await store.Queries.CaseAsync(command.CaseId, cancellation) ?? throw new UnknownCaseException(command.CaseId);
        if (command.Name == StimulusNames.Supplement)
            file = await merged.SurvivorAsync(file, cancellation);
        caller.RequireRole(file.Office, DevelopmentSeed.SystemRole);
        if (command.Name == StimulusNames.Supplement)
            await LateAnswer.ReopenAsync(store, runner, file, key, "Đương sự bổ sung qua hệ thống khác sau khi hồ sơ kết thúc (a late answer by another system)", cancellation);
        return new Deliver(file.Id, caller.Actor, command.Name, told) { MustBeRunning = true };
    }

    private async Task SeenAsync(Caller caller, string caseId, CancellationToken cancellation)
    {
        if (await store.Queries.InstanceAsync(caseId, cancellation) is not { } instance || !caller.CanSee(instance.Office))
            throw new UnknownCaseException(caseId);
    }

    /// <summary>JSON may give null where a value belongs.</summary>
    private static T Given<T>(string field, T? value) where T : class =>
        value ?? throw RejectedException.Invalid(field, "required", "Thiếu giá trị này.", "This value is required.");
}
