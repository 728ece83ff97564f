using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json.Nodes;
using ProcedureEngine.Engine.Text;
using ProcedureEngine.Engine.UserTasks;

namespace ProcedureEngine.Engine.Execution;

/// <summary>What can be known of an activity type without running it.</summary>
public sealed record ActivityDescriptor(
    string Type, int Version, LocalizedText Label, string Category, ImmutableArray<OutcomeDescriptor> Outcomes, ImmutableArray<InputDescriptor> Inputs)
{
    /// <summary>Hash of outcomes, inputs and data schemas, labels apart: while it stays, the activity's code may be mended under the same version.</summary>
    public string ContractHash { get; } = CanonicalJson.Sha256(CanonicalJson.Write(new JsonObject
    {
        ["outcomes"] = new JsonArray([.. Outcomes.Select(o => (JsonNode)new JsonArray(o.Name, o.Data is null ? null : FormSchema.ContractOf(o.Data)))]),
        ["inputs"] = new JsonArray([.. Inputs.Select(i => (JsonNode)new JsonArray(i.Name, i.TypeName, i.IsRequired))]),
    }));

    internal static ActivityDescriptor For(Type activity, Type outcomes, IReadOnlyList<InputDescriptor> inputs)
    {
        var attribute = activity.GetCustomAttribute<ActivityAttribute>()
            ?? throw new InvalidOperationException($"{activity.Name} has no [Activity] attribute, so no definition could name it.");
        return new ActivityDescriptor(attribute.Type, attribute.Version, attribute.Label, attribute.Category, OutcomeDescriptor.Of(outcomes), [.. inputs]);
    }
}

/// <summary>One outcome: the port's name, its labels and the record that it carries when a person chose it.</summary>
public sealed record OutcomeDescriptor(string Name, LocalizedText Label, Type? Data)
{
    /// <summary>The rule by which a task may not offer it; null when there is none to tell.</summary>
    public WithheldAttribute? Withheld { get; init; }

    internal static ImmutableArray<OutcomeDescriptor> Of(Type outcomes) =>
    [
        .. outcomes.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field =>
        {
            var attribute = field.GetCustomAttribute<OutcomeAttribute>()
                ?? throw new InvalidOperationException($"Outcome {outcomes.Name}.{field.Name} has no [Outcome] labels.");
            return new OutcomeDescriptor(field.Name, attribute.Label, attribute.Data) { Withheld = field.GetCustomAttribute<WithheldAttribute>() };
        }),
    ];
}

/// <summary>An input that a definition sets. <paramref name="TypeName"/> is Elsa's (<c>String</c>, <c>Int32</c>, <c>Boolean</c>, <c>Object</c>).</summary>
public sealed record InputDescriptor(string Name, string TypeName, LocalizedText Label, bool IsRequired)
{
    public static InputDescriptor Required(string name, string vi, string en, string typeName = "String") => new(name, typeName, new LocalizedText(vi, en), true);

    public static InputDescriptor Optional(string name, string vi, string en, string typeName = "String") => new(name, typeName, new LocalizedText(vi, en), false);
}
