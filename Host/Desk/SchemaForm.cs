using NodaTime.Text;

namespace ProcedureEngine.Host.Desk;

/// <summary>
/// A form without scripts from a JSON Schema, and the JSON that it posts back. Names of inputs are JSON paths (<c>data.requester.name</c>); a
/// list of records shows its entries and some blank ones, a list of words is a text area with one a line.
/// </summary>
internal static class SchemaForm
{
    private const int BlankEntries = 2;

    public static Html Render(JsonObject schema, string path, JsonNode? value, IReadOnlyDictionary<string, string> errors)
    {
        var required = (schema["required"] as JsonArray ?? []).Select(name => (string)name!).ToHashSet(StringComparer.Ordinal);
        return Html.Join((schema["properties"] as JsonObject ?? []).Select(property =>
            Field(property.Value!.AsObject(), $"{path}.{property.Key}", property.Key, (value as JsonObject)?[property.Key], required.Contains(property.Key), errors)));
    }

    /// <summary>Reads what was posted, by the same schema. An empty optional field is left out.</summary>
    public static JsonObject Read(JsonObject schema, string path, IFormCollection form)
    {
        var required = (schema["required"] as JsonArray ?? []).Select(name => (string)name!).ToHashSet(StringComparer.Ordinal);
        var result = new JsonObject();
        foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
        {
            var value = ReadValue(property!.AsObject(), $"{path}.{name}", form);
            if (value is not null || (required.Contains(name) && IsNullable(property.AsObject())))
                result[name] = value;
        }

        return result;
    }

    private static Html Field(JsonObject schema, string path, string name, JsonNode? value, bool isRequired, IReadOnlyDictionary<string, string> errors)
    {
        var title = (string?)schema["title"] ?? name;
        var mark = isRequired && !IsNullable(schema) ? "*" : string.Empty;
        var error = errors.TryGetValue(path, out var message) ? Html.Of($"""<span class="error" id="{path}-error">{message}</span>""") : Html.Empty;
        return KindOf(schema) switch
        {
            "object" => Html.Of($"""<fieldset><legend>{title}{mark}</legend>{error}<div class="grid">{Render(schema, path, value, errors)}</div></fieldset>"""),
            "records" => Html.Of($"""<fieldset><legend>{title}{mark}</legend>{error}{Entries(schema, path, value as JsonArray ?? [], errors)}</fieldset>"""),
            "boolean" => Html.Of($"""<label class="inline"><input type="checkbox" name="{path}" value="true"{Checked(value)}> {title}{mark} {error}</label>"""),
            var kind => Html.Of($"<label>{title}{mark} {error}{Input(kind, schema, path, value)}</label>"),
        };
    }

    private static Html Input(string kind, JsonObject schema, string path, JsonNode? value)
    {
        var text = Text(value);
        return kind switch
        {
            "words" => Html.Of($"""<textarea name="{path}">{string.Join('\n', (value as JsonArray ?? []).Select(Text))}</textarea><span class="hint">Mỗi dòng một mục</span>"""),
            "enum" => Html.Of($"""<select name="{path}"><option value=""></option>{Options(schema, text)}</select>"""),
            "date" => Html.Of($"""<input type="date" name="{path}" value="{text}">"""),
            "date-time" => Html.Of($"""<input type="datetime-local" name="{path}" value="{Local(text)}"><span class="hint">Giờ Việt Nam</span>"""),
            "integer" => Html.Of($"""<input type="number" step="1" name="{path}" value="{text}">"""),
            "multiline" => Html.Of($"""<textarea name="{path}">{text}</textarea>"""),
            _ => Html.Of($"""<input type="text" name="{path}" value="{text}">"""),
        };
    }

    private static Html Entries(JsonObject schema, string path, JsonArray entries, IReadOnlyDictionary<string, string> errors)
    {
        var item = schema["items"]!.AsObject();
        return Html.Join(Enumerable.Range(0, entries.Count + BlankEntries).Select(index =>
            Html.Of($"""<fieldset><legend>{index + 1}</legend><div class="grid">{Render(item, $"{path}[{index}]", index < entries.Count ? entries[index] : null, errors)}</div></fieldset>""")));
    }

    private static Html Options(JsonObject schema, string selected) => Html.Join(schema["enum"]!.AsArray().Where(option => option is not null).Select(option =>
    {
        var code = (string)option!;
        var isSelected = code == selected ? new Html(" selected") : Html.Empty;
        return Html.Of($"""<option value="{code}"{isSelected}>{DeskLabels.Of(code)}</option>""");
    }));

    private static JsonNode? ReadValue(JsonObject schema, string path, IFormCollection form)
    {
        var text = form[path].ToString().Trim();
        return KindOf(schema) switch
        {
            "object" => HasAny(path, form) || !IsNullable(schema) ? Read(schema, path, form) : null,
            "records" => new JsonArray([.. Indexes(path, form).Select(index => (JsonNode)Read(schema["items"]!.AsObject(), $"{path}[{index}]", form))]),
            "words" => new JsonArray([.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => (JsonNode)line)]),
            "boolean" => text == "true",
            _ when text.Length == 0 => null,
            "integer" => long.TryParse(text.Replace(".", string.Empty, StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : text,
            "date-time" => LocalDateTimePattern.GeneralIso.Parse(text.Length == 16 ? text + ":00" : text) is { Success: true } local
                ? EngineJson.ToNode(local.Value.InZoneLeniently(DeskPage.Zone).ToInstant())
                : text,
            _ => text,
        };
    }

    private static bool HasAny(string path, IFormCollection form) =>
        form.Any(field => field.Key.StartsWith(path + ".", StringComparison.Ordinal) && field.Value.ToString().Trim().Length > 0);

    /// <summary>The entries in which something was filled in.</summary>
    private static IEnumerable<int> Indexes(string path, IFormCollection form) =>
        Enumerable.Range(0, 200).Where(index => HasAny($"{path}[{index}]", form));

    private static string KindOf(JsonObject schema)
    {
        if (schema["enum"] is not null)
            return "enum";
        var type = schema["type"] switch
        {
            JsonArray types => types.Select(t => (string)t!).First(t => t != "null"),
            JsonValue value => (string)value!,
            _ => "string",
        };
        return (type, (string?)schema["format"]) switch
        {
            ("array", _) => schema["items"]?["properties"] is null ? "words" : "records",
            (_, "date") => "date",
            (_, "date-time") => "date-time",
            ("string", _) when schema["x-multiline"] is not null => "multiline",
            ("number", _) => "integer",
            _ => type,
        };
    }

    private static bool IsNullable(JsonObject schema) => schema["type"] is JsonArray types && types.Any(type => (string)type! == "null");

    private static Html Checked(JsonNode? value) => value is JsonValue flag && flag.TryGetValue<bool>(out var isSet) && isSet ? new Html(" checked") : Html.Empty;

    private static string Text(JsonNode? value) => value switch
    {
        null => string.Empty,
        JsonValue text when text.TryGetValue<string>(out var words) => words,
        _ => value.ToJsonString(),
    };

    private static string Local(string text) => OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true } instant
        ? instant.Value.ToInstant().InZone(DeskPage.Zone).ToString("uuuu-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture)
        : text;
}
