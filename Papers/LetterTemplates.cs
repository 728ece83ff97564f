using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Nodes;
using HandlebarsDotNet;

namespace ProcedureEngine.Papers;

/// <summary>A letter or paper as text and as HTML, from one wording.</summary>
public sealed record RenderedLetter(string Subject, string Text, string Html);

/// <summary>What a template needs.</summary>
/// <param name="Mandatory">Slots without which it is not rendered.</param>
public sealed record TemplateDescription(string Kind, int Version, IReadOnlyList<string> Mandatory, IReadOnlyList<string> Optional);

/// <summary>A mandatory slot is missing or empty.</summary>
public sealed class MissingSlotException(string kind, string slot) : Exception($"Template '{kind}' cannot be filled: its mandatory slot '{slot}' is missing or empty.")
{
    public string Kind { get; } = kind;

    public string Slot { get; } = slot;
}

/// <summary>
/// The office's letters and papers in Vietnamese. Rendering is a pure function of kind and slots: the same letter comes out at every
/// attempt to send it, and a paper of the file looks the same for ever.
/// </summary>
public static class LetterTemplates
{
    private static readonly IHandlebars Handlebars = CreateHandlebars();
    private static readonly ConcurrentDictionary<string, Template> Cache = new(StringComparer.Ordinal);

    public static IReadOnlyList<string> Kinds { get; } = [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Order(StringComparer.Ordinal)];

    public static TemplateDescription Describe(string kind) => Find(kind).Description;

    /// <exception cref="MissingSlotException">Names the mandatory slot that is missing or empty.</exception>
    public static RenderedLetter Render(string kind, JsonObject slots)
    {
        var template = Find(kind);
        foreach (var slot in template.Description.Mandatory.Where(slot => IsEmpty(slots[slot])))
            throw new MissingSlotException(kind, slot);
        var values = SlotValues.Of(slots);
        var subject = SlotValues.OneLine(template.Subject(values));
        var blocks = Blocks.Parse(template.Body(values));
        return new RenderedLetter(subject, Blocks.ToText(blocks), Blocks.ToHtml(subject, blocks, template.IsPaper));
    }

    /// <summary>What a paper is called in a list: its subject line, without the tag that lets a reply find its case.</summary>
    public static string Title(string kind, JsonObject slots)
    {
        var subject = SlotValues.OneLine(Find(kind).Subject(SlotValues.Of(slots)));
        return subject.StartsWith('[') ? subject[(subject.IndexOf(']', StringComparison.Ordinal) + 1)..].TrimStart() : subject;
    }

    private static bool IsEmpty(JsonNode? node) => node switch
    {
        null => true,
        JsonArray items => items.Count == 0,
        JsonValue value => value.TryGetValue<string>(out var text) && string.IsNullOrWhiteSpace(text),
        _ => false,
    };

    private static Template Find(string kind) => Cache.GetOrAdd(kind, name =>
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new ArgumentException($"There is no letter or paper '{name}'. Known are: {string.Join(", ", Kinds)}.", nameof(kind));
        using var reader = new StreamReader(stream);
        return Template.Parse(name, reader.ReadToEnd(), Handlebars);
    });

    private static IHandlebars CreateHandlebars()
    {
        // Text is escaped when it becomes HTML, once, in Blocks; a second escaping would show in the plain text.
        var handlebars = HandlebarsDotNet.Handlebars.Create(new HandlebarsConfiguration { NoEscape = true, ThrowOnUnresolvedBindingExpression = false });
        handlebars.RegisterHelper("date", (writer, _, arguments) => writer.WriteSafeString(VietnameseFormat.Date(arguments[0])));
        handlebars.RegisterHelper("moment", (writer, _, arguments) => writer.WriteSafeString(VietnameseFormat.Moment(arguments[0])));
        handlebars.RegisterHelper("money", (writer, _, arguments) => writer.WriteSafeString(VietnameseFormat.Money(arguments[0])));
        handlebars.RegisterHelper("words", (writer, _, arguments) => writer.WriteSafeString(VietnameseFormat.MoneyInWords(arguments[0])));
        handlebars.RegisterHelper("label", (writer, _, arguments) => writer.WriteSafeString(VietnameseFormat.Label(arguments[0]?.ToString() ?? string.Empty)));
        handlebars.RegisterHelper("is", (writer, options, context, arguments) =>
        {
            if (string.Equals(arguments[0]?.ToString(), arguments[1]?.ToString(), StringComparison.OrdinalIgnoreCase))
                options.Template(writer, context);
            else
                options.Inverse(writer, context);
        });
        return handlebars;
    }

    private sealed record Template(TemplateDescription Description, bool IsPaper, HandlebarsTemplate<object, object> Subject, HandlebarsTemplate<object, object> Body)
    {
        /// <summary>Lines of <c>name: value</c>, a line of three hyphens, then the body.</summary>
        public static Template Parse(string kind, string source, IHandlebars handlebars)
        {
            var parts = source.Split("\n---\n", 2);
            var head = parts[0].Split('\n').Select(line => line.Split(": ", 2)).ToDictionary(line => line[0].TrimEnd(':'), line => line.Length > 1 ? line[1] : string.Empty, StringComparer.Ordinal);
            var description = new TemplateDescription(
                kind, int.Parse(head["version"], System.Globalization.CultureInfo.InvariantCulture), Names(head["mandatory"]), Names(head["optional"]));
            return new Template(description, head["form"] == "paper", handlebars.Compile(head["subject"]), handlebars.Compile(parts[1]));
        }

        private static string[] Names(string list) => list.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
