using System.Text.Json;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.UserTasks;

namespace ProcedureEngine.Host.Messaging;

/// <summary>A rule that a command breaks, as it is remembered and told.</summary>
internal sealed record Refusal(RejectionKind Kind, string Rule, LocalizedText Text, ImmutableArray<FieldError> Fields)
{
    /// <returns>
    /// Null for what is no refusal: a failure, a case that may come yet, or a version that this host may not run: the command is tried again, where
    /// another host may take it.
    /// </returns>
    public static Refusal? Of(Exception exception) => exception switch
    {
        RejectedException notHere when DefinitionRegistry.IsOfThisHost(notHere) => null,
        RejectedException rejected => new Refusal(rejected.Kind, rejected.Rule, rejected.Text, rejected.Fields),
        DeadlineException deadline => new Refusal(
            RejectionKind.Invalid, deadline.Rule, new LocalizedText(deadline.Vi, deadline.Message), [new FieldError(deadline.Field, deadline.Rule, new LocalizedText(deadline.Vi, deadline.Message))]),
        JsonException json => new Refusal(
            RejectionKind.Invalid, "malformed-json", new LocalizedText("Nội dung JSON không đúng.", "The data is not the JSON expected here."), [.. FormData.Explain(json, "data")]),
        _ => null,
    };

    public static Refusal Read(JsonObject body) => EngineJson.Read<Refusal>(body)!;

    public JsonObject ToJson() => EngineJson.ToObject(this);

    public RejectedException ToException() => new(Kind, Rule, Text, Fields);
}
