namespace ProcedureEngine.Engine.Tests;

/// <summary>Rule 7: Elsa 3's JSON written and read back is the same graph and hash, and nothing that others put there is lost.</summary>
public sealed class DefinitionJsonTests
{
    [Test]
    public void Reading_back_yields_the_same_graph()
    {
        var definition = Sample();
        var again = Procedures.Reread(definition);
        Assert.That(again.Activities.Select(node => (node.Id, node.Type, node.Version, node.Label)), Is.EqualTo(definition.Activities.Select(node => (node.Id, node.Type, node.Version, node.Label))));
        Assert.That(again.Connections.Select(Arrow), Is.EqualTo(definition.Connections.Select(Arrow)));
        Assert.That(again.Variables.Select(v => (v.Name, v.TypeName)), Is.EqualTo(definition.Variables.Select(v => (v.Name, v.TypeName))));
        Assert.That((again.DefinitionId, again.Version, again.Name, again.Description), Is.EqualTo((definition.DefinitionId, definition.Version, definition.Name, definition.Description)));
        Assert.That((again.StartActivityId, again.ReopenActivityId), Is.EqualTo(("start", "work")));
        Assert.That(again, Is.EqualTo(definition));
        Assert.That(DefinitionHash.Of(again), Is.EqualTo(DefinitionHash.Of(definition)));
    }

    [Test]
    public void Inputs_of_every_kind_come_back_as_they_were()
    {
        var node = Procedures.Reread(Sample()).GetActivity("work");
        Assert.That(node.Inputs["text"], Is.EqualTo(InputExpression.Of("Điều 7 \"đường\" \\ \u2028 😀")).Using<InputExpression>(Same));
        Assert.That(node.Inputs["count"], Is.EqualTo(InputExpression.Of(3)).Using<InputExpression>(Same));
        Assert.That(node.Inputs["list"], Is.EqualTo(InputExpression.Of(new { z = 1.5m, a = new[] { "x", null } })).Using<InputExpression>(Same));
    }

    [Test]
    public void Unknown_members_are_kept_at_every_level()
    {
        var json = Written();
        var nodes = json["root"]!["activities"]!.AsArray();
        var work = nodes.First(node => (string?)node!["id"] == "work")!.AsObject();
        var arrow = json["root"]!["connections"]![0]!.AsObject();
        JsonObject[] places =
        [
            json, json["customProperties"]!.AsObject(), json["customProperties"]!["procedureEngine"]!.AsObject(), json["options"]!.AsObject(), json["root"]!.AsObject(), json["root"]!["metadata"]!.AsObject(),
            work, work["metadata"]!.AsObject(), work["metadata"]!["designer"]!.AsObject(), work["customProperties"]!.AsObject(),
            work["text"]!.AsObject(), work["text"]!["expression"]!.AsObject(), work["text"]!["memoryReference"]!.AsObject(),
            arrow, arrow["source"]!.AsObject(), arrow["target"]!.AsObject(), json["variables"]![0]!.AsObject(),
        ];
        for (var i = 0; i < places.Length; i++)
            places[i]["unknown"] = new JsonObject { ["place"] = i, ["đ"] = new JsonArray(1, null) };
        work["name"] = "Work1";
        work["result"] = new JsonObject { ["typeName"] = "String", ["memoryReference"] = new JsonObject { ["id"] = "x" } };
        json["variables"]![0]!["value"] = "0";
        arrow["vertices"] = new JsonArray(new JsonObject { ["x"] = 1, ["y"] = 2 });
        arrow["target"]!["port"] = "Other";

        var again = ElsaDefinitionJson.Write(ElsaDefinitionJson.Read((JsonObject)json.DeepClone()));

        Assert.That(CanonicalJson.Write(again), Is.EqualTo(CanonicalJson.Write(json)));
    }

    [Test]
    public void A_second_round_trip_changes_nothing()
    {
        var once = ElsaDefinitionJson.Write(ElsaDefinitionJson.Read(Written()));
        Assert.That(once.ToJsonString(), Is.EqualTo(ElsaDefinitionJson.Write(ElsaDefinitionJson.Read((JsonObject)once.DeepClone())).ToJsonString()));
    }

    [Test]
    public void Studio_finds_what_it_needs()
    {
        var json = Written();
        Assert.That((string?)json["id"], Is.EqualTo("test-v1"));
        Assert.That((string?)json["root"]!["type"], Is.EqualTo("Elsa.Flowchart"));
        Assert.That((string?)json["root"]!["nodeId"], Is.EqualTo("Workflow1:Flowchart1"));
        foreach (var node in json["root"]!["activities"]!.AsArray())
        {
            Assert.That((string?)node!["nodeId"], Is.EqualTo($"Workflow1:Flowchart1:{node["id"]}").And.EqualTo(ElsaDefinitionJson.NodeId((string)node["id"]!)));
            Assert.That(node["metadata"]!["designer"]!["position"], Is.Not.Null);
            Assert.That((string?)node["metadata"]!["displayText"], Is.Not.Empty);
        }

        var text = json["root"]!["activities"]!.AsArray().First(node => (string?)node!["id"] == "work")!["text"]!;
        Assert.That((string?)text["expression"]!["type"], Is.EqualTo("Literal"));
        Assert.That((string?)text["memoryReference"]!["id"], Is.EqualTo("work:input-text"));
        Assert.That(json["root"]!["activities"]!.AsArray().First(node => (string?)node!["id"] == "work")!["count"]!["typeName"]!.GetValue<string>(), Is.EqualTo("Int32"));
    }

    [Test]
    public async Task A_definition_read_back_runs_as_the_one_built_in_code()
    {
        var traces = new List<IReadOnlyList<string>>();
        foreach (var definition in new[] { Sample(), Procedures.Reread(Sample()) })
        {
            await using var engine = await TestEngine.OpenAsync(definition);
            await engine.StartAsync();
            await engine.DoAsync("ask", "No", new JsonObject { ["reason"] = "chưa", ["times"] = 2 });
            Assert.That((await engine.InstanceAsync()).Status, Is.EqualTo(InstanceStatus.Finished));
            traces.Add([.. (await engine.JournalAsync()).Select(row => $"{row.EventName} {row.ActivityId} {row.ActivityInstanceId}")]);
        }

        Assert.That(traces[1], Is.EqualTo(traces[0]));
    }

    [TestCase("definitionId", null, "has no 'definitionId'")]
    [TestCase("definitionId", "7", "has a 'definitionId' that is no String")]
    [TestCase("version", null, "has no 'version'")]
    [TestCase("version", "\"1\"", "has a 'version' that is no Int32")]
    [TestCase("version", "0", "has a version below 1")]
    [TestCase("name", null, "has no 'name'")]
    [TestCase("root", null, "has no 'root'")]
    [TestCase("root", "[]", "has a 'root' that is no object")]
    [TestCase("root.type", "\"Elsa.Sequence\"", "has a root of type 'Elsa.Sequence'; only Elsa.Flowchart is run")]
    [TestCase("root.activities", null, "has no 'root.activities'")]
    [TestCase("root.activities", "{}", "has a 'root.activities' that is no array")]
    [TestCase("root.activities", "[3]", "has no object at root.activities[0]")]
    [TestCase("root.activities", """[{"type":"Test.Work"}]""", "has no 'root.activities[0].id'")]
    [TestCase("root.activities", """[{"id":"a"}]""", "has no 'root.activities[0].type'")]
    [TestCase("root.activities", """[{"id":"a","type":"T"},{"id":"a","type":"T"}]""", "has two steps 'a'")]
    [TestCase("root.activities", """[{"id":"a","type":"T","version":"x"}]""", "has a 'root.activities[0].version' that is no Int32")]
    [TestCase("root.connections", "{}", "has a 'root.connections' that is no array")]
    [TestCase("root.connections", """[{"target":{"activity":"a"}}]""", "has no 'root.connections[0].source'")]
    [TestCase("root.connections", """[{"source":{},"target":{"activity":"a"}}]""", "has no 'root.connections[0].source.activity'")]
    [TestCase("variables", "[{}]", "has no 'variables[0].name'")]
    [TestCase("customProperties", "[]", "has a 'customProperties' that is no object")]
    [TestCase("isSystem", "1", "has a 'isSystem' that is no Boolean")]
    public void Malformed_json_is_named(string place, string? value, string problem)
    {
        var json = Written();
        var parts = place.Split('.');
        var owner = parts.Length == 1 ? json : json[parts[0]]!.AsObject();
        if (value is null)
            owner.Remove(parts[^1]);
        else
            owner[parts[^1]] = JsonNode.Parse(value);
        var id = place == "definitionId" ? "?" : "test";
        Assert.That(() => ElsaDefinitionJson.Read(json), Throws.TypeOf<DefinitionException>().With.Message.EqualTo($"Definition '{id}' {problem}."));
    }

    [Test]
    public void A_member_that_comes_twice_is_named_too()
    {
        var json = JsonNode.Parse("""{"definitionId":"test","version":1,"version":2}""")!.AsObject();
        Assert.That(() => ElsaDefinitionJson.Read(json), Throws.TypeOf<DefinitionException>().With.Message.Contains("version"));
    }

    private static (string, string, string) Arrow(Connection arrow) => (arrow.SourceId, arrow.Port, arrow.TargetId);

    private static bool Same(InputExpression one, InputExpression other) => one.Type == other.Type && JsonNode.DeepEquals(one.Value, other.Value);

    private static JsonObject Written() => JsonNode.Parse(ElsaDefinitionJson.Write(Sample()).ToJsonString())!.AsObject();

    internal static WorkflowDefinition Sample()
    {
        var procedure = Procedures.New().Variable("refusal", "String");
        var (work, ask, fork, join) = (procedure.Work("work"), procedure.Ask("ask"), procedure.Fork("fork", "Tách", "Fork"), procedure.Join("join", "Gặp", "Join"));
        work.With("text", "Điều 7 \"đường\" \\ \u2028 😀").With("count", 3).With("list", new { z = 1.5m, a = new[] { "x", null } });
        procedure.Start.On(StartPort.Done, work);
        procedure.Start.On(StartPort.AnyTime, procedure.Gate("message", "mail").Then(procedure.End()));
        work.Then(fork);
        fork.Branch("Hỏi", ask).Branch("Straight", join);
        ask.Then(join);
        join.Then(procedure.Stop("stop"));
        return procedure.ReopenAt(work, "head").Build();
    }
}
