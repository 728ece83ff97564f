using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ProcedureEngine.Engine.Text;

/// <summary>
/// How the engine's own values become JSON: camelCase, enums as camelCase strings, instants as ISO 8601 in UTC, dates as
/// <c>yyyy-MM-dd</c>, times of day as <c>HH:mm</c>. Reading is strict: an unknown member, a missing required member, a member that comes twice and a null where
/// none may be are errors that name the place.
/// </summary>
public static class EngineJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    public static JsonNode? ToNode<T>(T value) => JsonSerializer.SerializeToNode(value, Options);

    public static JsonObject ToObject<T>(T value) where T : notnull =>
        (JsonObject)JsonSerializer.SerializeToNode(value, value.GetType(), Options)!;

    public static T? Read<T>(JsonNode? node) => node is null ? default : node.Deserialize<T>(Options);

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            NumberHandling = JsonNumberHandling.Strict,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            PropertyNameCaseInsensitive = false,
            AllowDuplicateProperties = false,
            // A store may keep members in another order than they were written in.
            AllowOutOfOrderMetadataProperties = true,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new InstantJsonConverter());
        options.Converters.Add(new LocalDateJsonConverter());
        options.Converters.Add(new LocalTimeJsonConverter());
        options.MakeReadOnly();
        return options;
    }
}
