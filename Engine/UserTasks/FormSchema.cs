using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
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

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        if (type == typeof(LocalDate) || type == typeof(Instant))
            schema = new JsonObject { ["type"] = "string", ["format"] = type == typeof(Instant) ? "date-time" : "date" };
        if (schema is JsonObject members)
            Annotate(context, members, type);
        return schema;
    }

    private static void Annotate(JsonSchemaExporterContext context, JsonObject schema, Type type)
    {
        if (type.IsEnum && !schema.ContainsKey("type"))
            schema["type"] = "string";
        if (context.PropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(FieldAttribute), inherit: false) is not [FieldAttribute field, ..])
            return;
        schema["title"] = field.Vi;
        schema["x-title-en"] = field.En;
        if (field.MaxLength > 0)
            schema["maxLength"] = field.MaxLength;
        if (field.Multiline)
            schema["x-multiline"] = true;
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
}

/// <summary>A form record that can tell what is wrong with itself beyond the types of its members.</summary>
public interface IValidated
{
    IEnumerable<Execution.FieldError> Validate();
}
