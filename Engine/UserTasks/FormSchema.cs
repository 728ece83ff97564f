using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using NodaTime;
using ProcedureEngine.Engine.Text;

namespace ProcedureEngine.Engine.UserTasks;

/// <summary>The JSON Schema of a typed record: the form of an outcome, and the contract that completing it must meet.</summary>
public static class FormSchema
{
    private static readonly ConcurrentDictionary<Type, string> Cache = new();

    private static readonly JsonSchemaExporterOptions ExporterOptions = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = Describe,
    };

    public static JsonObject Of(Type record) =>
        (JsonObject)JsonNode.Parse(Cache.GetOrAdd(record, type => EngineJson.Options.GetJsonSchemaAsNode(type, ExporterOptions).ToJsonString()))!;

    /// <summary>The schema without what is only for people's eyes: what callers may rely on.</summary>
    internal static JsonObject ContractOf(Type record)
    {
        var schema = Of(record);
        RemoveLabels(schema);
        return schema;
    }

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var isNullable = type != context.TypeInfo.Type;
        if (type == typeof(LocalDate) || type == typeof(Instant))
            schema = new JsonObject { ["type"] = Text(isNullable), ["format"] = type == typeof(Instant) ? "date-time" : "date" };
        if (schema is not JsonObject members)
            return schema;
        if (type.IsEnum)
            members["type"] = Text(isNullable);
        if (context.PropertyInfo is { } property)
            Annotate(property, members);
        return members;
    }

    private static JsonNode Text(bool isNullable) => isNullable ? new JsonArray("string", "null") : "string";

    private static void Annotate(JsonPropertyInfo property, JsonObject schema)
    {
        var field = AttributeOf<FieldAttribute>(property);
        if (property.PropertyType == typeof(string))
            schema["maxLength"] = FormData.LimitOf(field);
        if (field is null)
            return;
        schema["title"] = field.Vi;
        schema["x-title-en"] = field.En;
        if (field.Multiline)
            schema["x-multiline"] = true;
        if (AttributeOf<HoldsRoleAttribute>(property) is { } holds)
            Offer(holds, schema);
        if (field.Channel is not null)
            schema["x-channel"] = field.Channel;
        if (AttributeOf<ValueNamesAttribute>(property)?.Names is { } names)
            (schema["items"] as JsonObject ?? schema)["x-enum-labels"] = EngineJson.ToNode(names);
    }

    private static void Offer(HoldsRoleAttribute holds, JsonObject schema)
    {
        schema["x-role"] = holds.Role;
        if (holds.NameField is not null)
            schema["x-name-field"] = holds.NameField;
    }

    /// <summary>Of the member, or of the constructor's parameter behind it.</summary>
    private static T? AttributeOf<T>(JsonPropertyInfo property) where T : Attribute =>
        AttributeOf<T>(property.AttributeProvider) ?? AttributeOf<T>(property.AssociatedParameter?.AttributeProvider);

    private static T? AttributeOf<T>(ICustomAttributeProvider? provider) where T : Attribute =>
        provider?.GetCustomAttributes(typeof(T), inherit: false) is [T attribute, ..] ? attribute : null;

    private static void RemoveLabels(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            // Under "properties" the names are those of fields, of which one may be called title.
            foreach (var (name, value) in members.ToList())
            {
                if (name == "properties" && value is JsonObject fields)
                    fields.ToList().ForEach(field => RemoveLabels(field.Value));
                else if (name is "title" or "x-title-en" or "x-multiline" or "x-enum-labels" or "x-channel" or "x-role" or "x-name-field")
                    members.Remove(name);
                else
                    RemoveLabels(value);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
                RemoveLabels(item);
        }
    }
}

/// <summary>Labels a member of a form record for people, and bounds its text.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class FieldAttribute(string vi, string en) : Attribute
{
    public string Vi { get; } = vi;

    public string En { get; } = en;

    /// <summary>Characters; 0 means the general bound of <see cref="FormData.MaxText"/>.</summary>
    public int MaxLength { get; init; }

    public bool Multiline { get; init; }

    /// <summary>The one channel whose start form asks for it; null for every one.</summary>
    public string? Channel { get; init; }
}

/// <summary>Names the coded values of a member (or of its entries) for people; what may be entered is for the record itself to judge.</summary>
public abstract class ValueNamesAttribute : Attribute
{
    public abstract IReadOnlyDictionary<string, LocalizedText> Names { get; }
}

/// <inheritdoc/>
/// <typeparam name="T">Where the names are.</typeparam>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class ValueNamesAttribute<T> : ValueNamesAttribute where T : IValueNames
{
    public override IReadOnlyDictionary<string, LocalizedText> Names => T.Names;
}

/// <summary>Names of coded values.</summary>
public interface IValueNames
{
    static abstract IReadOnlyDictionary<string, LocalizedText> Names { get; }
}

/// <summary>A form record that can tell what is wrong with itself beyond the types of its members.</summary>
public interface IValidated
{
    IEnumerable<Execution.FieldError> Validate();
}
