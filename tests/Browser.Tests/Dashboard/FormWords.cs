namespace ProcedureEngine.Browser.Tests.Dashboard;

/// <summary>Whatever a form may show has a name in Vietnamese and English: no field and no coded value stands for itself.</summary>
public sealed class FormWords
{
    [Test]
    public async Task Every_field_and_every_coded_value_of_every_form_is_named_in_both_languages()
    {
        var words = new[] { "vi", "en" }.Select(language => File.ReadAllText(Tree.PathOf("Dashboard", "src", "text", $"{language}.ts"))).ToList();
        using var system = Stage.Site.System();
        var (fields, values, unnamed) = (0, 0, new SortedSet<string>(StringComparer.Ordinal));
        foreach (var known in (await system.GetAsync("/api/procedures").JsonAsync())["items"]!.AsArray())
        {
            var procedure = await system.GetAsync($"/api/procedures/{known!["id"]}").JsonAsync();
            Look(procedure["startSchema"]!);
            foreach (var outcome in procedure["steps"]!.AsArray().SelectMany(step => step!["outcomes"]!.AsArray()).Where(outcome => outcome!["schema"] is not null))
                Look(outcome!["schema"]!);
        }

        Assert.Multiple(() =>
        {
            Assert.That(unnamed, Is.Empty);
            Assert.That(fields, Is.GreaterThan(200), "fields looked at");
            Assert.That(values, Is.GreaterThan(50), "values looked at");
        });

        void Look(JsonNode schema)
        {
            foreach (var (_, field) in schema["properties"]?.AsObject() ?? [])
            {
                fields++;
                if (field!["title"] is null || field["x-title-en"] is null)
                    unnamed.Add($"field {field.GetPath()}");
                Values(field);
                Values(field["items"]);
                Look(field);
                Look(field["items"] ?? new JsonObject());
            }
        }

        void Values(JsonNode? field)
        {
            foreach (var value in field?["enum"]?.AsArray().Where(value => value is not null) ?? [])
            {
                values++;
                if (field!["x-enum-labels"]?[(string)value!] is null && words.Any(text => !text.Contains($"'code:{value}':", StringComparison.Ordinal)))
                    unnamed.Add($"value {value}");
            }
        }
    }
}
