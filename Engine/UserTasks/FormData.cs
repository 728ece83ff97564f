using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NodaTime;
using ProcedureEngine.Engine.Execution;

namespace ProcedureEngine.Engine.UserTasks;

/// <summary>Reads the data of an outcome (or of a start) into its typed record, strictly, and names every wrong field.</summary>
public static partial class FormData
{
    /// <summary>Longest text of a one-line field without a bound of its own, in characters.</summary>
    public const int MaxText = 500;

    /// <summary>Longest text of a multi-line field without a bound of its own, in characters.</summary>
    public const int MaxMultiline = 20_000;

    /// <summary>No paper of a case, and no birthday in one, is older; the calendar of working days ends with <see cref="LastYear"/>.</summary>
    private const int FirstYear = 1900;

    private const int LastYear = 2100;

    /// <exception cref="RejectedException">The data does not fit; each wrong field is named under <paramref name="root"/>.</exception>
    public static object Read(Type record, JsonNode? data, string root = "data")
    {
        if (data is not JsonObject)
            throw RejectedException.Invalid(root, "object-required", $"Thiếu dữ liệu '{root}'.", $"'{root}' must be a JSON object with the fields of this form.");
        var errors = FormShape.FindErrors(record, data, root);
        Require(errors);
        var value = Deserialize(record, data, root);
        Check(value, root, errors);
        Require(errors);
        return value;
    }

    public static T Read<T>(JsonNode? data, string root = "data") => (T)Read(typeof(T), data, root);

    /// <summary>Checks a text that stands beside a form: a reason, a name.</summary>
    /// <exception cref="RejectedException">It is empty, too long or holds characters that are no text.</exception>
    public static void RequireText(string field, string text)
    {
        var errors = new List<FieldError>();
        if (string.IsNullOrWhiteSpace(text))
            errors.Add(FormShape.Required(field));
        CheckText(null, text, field, errors);
        Require(errors);
    }

    /// <summary>Checks JSON of any shape for what no reader could take.</summary>
    /// <exception cref="RejectedException">A name comes twice, a text is broken, the nesting is too deep; the place is named.</exception>
    internal static void RequireReadable(JsonNode? data, string root) => Require(JsonFaults.Find(data, root));

    private static void Require(List<FieldError> errors)
    {
        if (errors.Count > 0)
            throw Wrong(errors);
    }

    private static RejectedException Wrong(IEnumerable<FieldError> errors) =>
        new(RejectionKind.Invalid, "invalid-data", new LocalizedText("Dữ liệu chưa hợp lệ.", "Some fields are not valid."), [.. errors]);

    private static object Deserialize(Type record, JsonNode data, string root)
    {
        try
        {
            return data.Deserialize(record, EngineJson.Options)!;
        }
        catch (JsonException exception)
        {
            throw Wrong(Explain(exception, root));
        }
    }

    /// <summary>What a strict JSON reading says, told per field. Shared with the HTTP door.</summary>
    public static IEnumerable<FieldError> Explain(JsonException exception, string root)
    {
        var path = Join(root, exception.Path);
        if (MissingMembers().Match(exception.Message) is { Success: true } missing)
        {
            foreach (var name in missing.Groups["names"].Value.Split(',', StringSplitOptions.TrimEntries))
            {
                yield return FormShape.Required($"{path}.{name.Trim('\'', '.', ' ')}");
            }

            yield break;
        }

        if (UnknownMember().Match(exception.Message) is { Success: true } unknown)
        {
            yield return FormShape.Unknown(path.EndsWith($".{unknown.Groups["name"].Value}", StringComparison.Ordinal) ? path : $"{path}.{unknown.Groups["name"].Value}");
            yield break;
        }

        yield return new FieldError(path, "type", new LocalizedText("Giá trị không đúng kiểu.", FirstSentence(exception)));
    }

    private static string Join(string root, string? path) => path is null or "$" ? root : $"{root}{path.TrimStart('$')}";

    private static string FirstSentence(JsonException exception)
    {
        var message = exception.Message;
        var cut = message.IndexOf(" Path:", StringComparison.Ordinal);
        return cut > 0 ? message[..cut] : message;
    }

    private static void Check(object? value, string path, List<FieldError> errors)
    {
        if (value is null || value.GetType().Namespace?.StartsWith("ProcedureEngine", StringComparison.Ordinal) != true || value.GetType().IsEnum)
            return;
        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0))
            CheckMember(property, property.GetValue(value), $"{path}.{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}", errors);
        if (value is IValidated validated)
            errors.AddRange(validated.Validate().Select(error => error with { Field = $"{path}.{error.Field}" }));
    }

    private static void CheckMember(PropertyInfo property, object? value, string path, List<FieldError> errors)
    {
        switch (value)
        {
            case string text:
                CheckText(Attribute(property), text, path, errors);
                break;
            case LocalDate date:
                CheckYear(date.Year, path, errors);
                break;
            case Instant instant:
                CheckYear(instant.InUtc().Year, path, errors);
                break;
            case JsonNode or null:
                break;
            case IEnumerable items when !IsDefault(items):
                var index = 0;
                foreach (var item in items)
                    CheckMember(property, item, $"{path}[{index++}]", errors);
                break;
            default:
                Check(value, path, errors);
                break;
        }
    }

    /// <summary>An immutable array that was never given is not empty but unreadable.</summary>
    private static bool IsDefault(IEnumerable items) => items.GetType() is { IsValueType: true } type && type.GetProperty("IsDefault")?.GetValue(items) is true;

    private static void CheckYear(int year, string path, List<FieldError> errors)
    {
        if (year is < FirstYear or > LastYear)
        {
            errors.Add(new FieldError(
                path, "date-range", new LocalizedText($"Ngày phải trong khoảng năm {FirstYear} đến {LastYear}.", $"The date must lie in the years {FirstYear} to {LastYear}; correct it.")));
        }
    }

    private static void CheckText(FieldAttribute? field, string text, string path, List<FieldError> errors)
    {
        var limit = LimitOf(field);
        if (text.Length > limit)
            errors.Add(new FieldError(path, "too-long", new LocalizedText($"Dài quá {limit} ký tự.", $"Longer than {limit} characters; shorten it.")));
        if (text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) || HasLoneSurrogate(text))
            errors.Add(new FieldError(path, "control-character", new LocalizedText("Chứa ký tự không hợp lệ.", "Holds a control character or broken Unicode; remove it.")));
    }

    /// <summary>Longest text of a field, in characters.</summary>
    internal static int LimitOf(FieldAttribute? field) => field is { MaxLength: > 0 } ? field.MaxLength : field is { Multiline: true } ? MaxMultiline : MaxText;

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return true;
        }

        return false;
    }

    private static FieldAttribute? Attribute(PropertyInfo property) =>
        property.GetCustomAttribute<FieldAttribute>() ?? property.DeclaringType?.GetConstructors()
            .SelectMany(constructor => constructor.GetParameters())
            .FirstOrDefault(parameter => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase))
            ?.GetCustomAttribute<FieldAttribute>();

    [GeneratedRegex("missing required properties including: (?<names>.+?)(\\.|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MissingMembers();

    [GeneratedRegex("The JSON property '(?<name>[^']*)' could not be mapped", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UnknownMember();
}
