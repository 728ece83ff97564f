using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ProcedureEngine.Contracts.V1;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests.Messaging;

/// <summary>The AsyncAPI document says what the records are: names, members, which must be there, and examples that they read.</summary>
public sealed class AsyncApiTests
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    private static readonly JsonNode Document = JsonNode.Parse(typeof(CaseEvent).Assembly.GetManifestResourceStream("asyncapi.json")!)!;

    private static IEnumerable<Type> Records() => typeof(CaseEvent).Assembly.GetExportedTypes().Where(type => type is { IsAbstract: false, IsClass: true });

    private static IEnumerable<Type> Messages() => Records().Where(type => Document["components"]!["messages"]![type.Name] is not null);

    [Test]
    public void Every_record_is_described_and_nothing_else()
    {
        var described = Document["components"]!["schemas"]!.AsObject().Select(schema => schema.Key);
        Assert.That(described, Is.EquivalentTo(Records().Select(type => type.Name)));
        var messages = Document["components"]!["messages"]!.AsObject().Select(message => message.Key);
        Assert.That(messages, Is.EquivalentTo(Records().Select(type => type.Name).Where(name => !name.EndsWith("Data", StringComparison.Ordinal) && name is not ("Words" or "CaseNumber" or "RejectedField"))));
    }

    [TestCaseSource(nameof(Records))]
    public void A_schema_names_the_members_of_its_record(Type record)
    {
        var schema = Document["components"]!["schemas"]![record.Name]!;
        var members = record.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.Name != "EqualityContract").ToList();
        Assert.Multiple(() =>
        {
            Assert.That(schema["properties"]!.AsObject().Select(member => member.Key), Is.EquivalentTo(members.Select(Name)));
            Assert.That(schema["required"]!.AsArray().Select(name => (string)name!), Is.EquivalentTo(members.Where(member => member.IsDefined(typeof(RequiredMemberAttribute))).Select(Name)));
        });
    }

    [TestCaseSource(nameof(Messages))]
    public void An_example_is_read_by_its_record_and_written_the_same(Type record)
    {
        var message = Document["components"]!["messages"]![record.Name]!;
        var example = message["examples"]![0]!["payload"]!;
        var read = example.Deserialize(record, Strict);
        var written = JsonSerializer.SerializeToNode(read, record, Strict)!;
        Assert.Multiple(() =>
        {
            Assert.That((string)message["name"]!, Is.EqualTo($"urn:message:{record.FullName!.Replace("." + record.Name, ":" + record.Name, StringComparison.Ordinal)}"));
            Assert.That(Plain(written), Is.EqualTo(Plain(example)));
            if (record.IsSubclassOf(typeof(CaseEvent)))
                Assert.That(CaseEvents.Read(example).GetType(), Is.EqualTo(record));
        });
    }

    [Test]
    public async Task The_host_gives_the_document()
    {
        await using var host = new TestHost();
        using var anyone = host.Browser();
        Assert.That((string?)(await anyone.GetAsync("/asyncapi/v1.json").JsonAsync())["asyncapi"], Is.EqualTo("3.0.0"));
    }

    private static string Name(PropertyInfo member) => JsonNamingPolicy.CamelCase.ConvertName(member.Name);

    /// <summary>Members in order, without nulls, and instants in one way of writing.</summary>
    private static string Plain(JsonNode? node) => node switch
    {
        JsonObject members => $"{{{string.Join(",", members.Where(member => member.Value is not null).OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}:{Plain(member.Value)}"))}}}",
        JsonArray items => $"[{string.Join(",", items.Select(Plain))}]",
        JsonValue value when value.ToString() is { Length: > 11 } text && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var instant) => instant.ToString("O"),
        _ => node?.ToJsonString() ?? "null",
    };
}
