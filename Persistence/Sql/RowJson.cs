using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ProcedureEngine.Persistence.Sql;

/// <summary>
/// How rows lie in their <c>body</c> column: the engine's JSON without members that are computed from others. Reading is
/// lenient, since a stored row outlives the program that wrote it: a member that is gone is skipped, a new one that the row
/// lacks takes its type's default.
/// </summary>
internal static class RowJson
{
    private static readonly JsonSerializerOptions Options = Create();

    public static string Write<T>(T row) => JsonSerializer.Serialize(row, Options);

    /// <exception cref="DefectException">The text is no such row.</exception>
    public static T Read<T>(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, Options) ?? throw new DefectException($"A stored {typeof(T).Name} is null.");
        }
        catch (JsonException exception)
        {
            throw new DefectException($"A stored {typeof(T).Name} cannot be read: {exception.Message}", exception);
        }
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(EngineJson.Options)
        {
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
            RespectRequiredConstructorParameters = false,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutComputed } },
        };
        options.MakeReadOnly();
        return options;
    }

    private static void LeaveOutComputed(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        foreach (var property in type.Properties.Where(property => property.Set is null && property.AssociatedParameter is null).ToList())
            type.Properties.Remove(property);
    }
}
