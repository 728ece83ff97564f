using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ProcedureEngine.Engine.Execution;

namespace ProcedureEngine.Engine.UserTasks;

/// <summary>
/// Compares JSON with the members of a record before it is read: every missing, unknown and null field is named with its
/// whole path, where the reader itself would stop at the first.
/// </summary>
internal static class FormShape
{
    public static List<FieldError> FindErrors(Type record, JsonNode data, string root)
    {
        var errors = JsonFaults.Find(data, root);
        if (errors.Count == 0)
            Check(record, data, root, errors);
        return errors;
    }

    public static FieldError Required(string field) => new(field, "required", new LocalizedText("Trường này là bắt buộc.", "This field is required."));

    public static FieldError Unknown(string field) => new(field, "unknown-field", new LocalizedText("Không có trường này.", "There is no such field; see the form's schema."));

    private static void Check(Type type, JsonNode data, string path, List<FieldError> errors)
    {
        var info = EngineJson.Options.GetTypeInfo(type);
        if (info.Kind == JsonTypeInfoKind.Object && data is JsonObject members)
            CheckObject(info, members, path, errors);
        else if (info.Kind == JsonTypeInfoKind.Enumerable && data is JsonArray items)
            CheckItems(info.ElementType!, items, path, errors);
        else if (IsWhole(type) && data.GetValueKind() == JsonValueKind.Number && !long.TryParse(data.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            errors.Add(new FieldError(path, "type", new LocalizedText("Phải là số nguyên, không có phần lẻ, không quá 18 chữ số.", "A whole number is expected, without a fraction and of 18 digits at most.")));
    }

    private static bool IsWhole(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var plain && (plain == typeof(long) || plain == typeof(int));

    private static void CheckObject(JsonTypeInfo info, JsonObject data, string path, List<FieldError> errors)
    {
        var writable = info.Properties.Where(property => property.Set is not null || property.AssociatedParameter is not null).ToList();
        foreach (var property in writable)
        {
            if (data.TryGetPropertyValue(property.Name, out var value))
                CheckMember(property, value, $"{path}.{property.Name}", errors);
            else if (IsRequired(property))
                errors.Add(Required($"{path}.{property.Name}"));
        }

        errors.AddRange(data.Select(member => member.Key).Where(name => writable.TrueForAll(property => property.Name != name)).Select(name => Unknown($"{path}.{name}")));
    }

    private static void CheckMember(JsonPropertyInfo property, JsonNode? value, string path, List<FieldError> errors)
    {
        if (value is not null)
            Check(property.PropertyType, value, path, errors);
        else if (!IsNullable(property))
            errors.Add(Required(path));
    }

    private static void CheckItems(Type type, JsonArray items, string path, List<FieldError> errors)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is { } item)
                Check(type, item, $"{path}[{i}]", errors);
            else if (Nullable.GetUnderlyingType(type) is null)
                errors.Add(Required($"{path}[{i}]"));
        }
    }

    private static bool IsRequired(JsonPropertyInfo property) =>
        property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false, IsMemberInitializer: false };

    private static bool IsNullable(JsonPropertyInfo property) => property.PropertyType.IsValueType
        ? Nullable.GetUnderlyingType(property.PropertyType) is not null
        : property.AssociatedParameter?.IsNullable ?? property.IsSetNullable;
}
