using ProcedureEngine.Engine.Store;
using ProcedureEngine.Host.Tests.Mail;
using ProcedureEngine.Host.Tests.Support;

namespace ProcedureEngine.Host.Tests.Elsa;

/// <summary>Definitions and descriptors for Studio: all that was ever stored, read-only.</summary>
[TestFixture(HostStore.Sqlite)]
[TestFixture(HostStore.Postgres)]
public sealed class DefinitionTests(HostStore store)
{
    /// <summary>A version that another program stored: of an activity for which there is no code here.</summary>
    private const string Foreign = """
        {"definitionId":"old-procedure","name":"Quy trình cũ","version":VERSION,"root":{"type":"Elsa.Flowchart","id":"Flowchart1","nodeId":"Workflow1:Flowchart1","activities":[
          {"id":"start","nodeId":"Workflow1:Flowchart1:start","type":"Elsa.Start","version":1},
          {"id":"old","nodeId":"Workflow1:Flowchart1:old","type":"Old.Step","version":VERSION,"limit":{"expression":{"type":"Literal","value":"x"}}}],
          "connections":[{"source":{"activity":"start","port":"Done"},"target":{"activity":"old","port":"In"}},{"source":{"activity":"old","port":"Agreed"},"target":{"activity":"start","port":"In"}}]}}
        """;

    private TestHost host = null!;
    private HttpClient person = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync(store);
        person = await host.SignInAsync("clerk@namdinh");
        foreach (var version in new[] { 1, 2 })
            await host.Store.Definitions.AddAsync(new StoredDefinition("old-procedure", version, $"hash{version}", Foreign.Replace("VERSION", $"{version}", StringComparison.Ordinal), await host.Store.NowAsync(default)), default);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        person.Dispose();
        await host.DisposeAsync();
    }

    // The whole list by definition, the newest version first.
    [TestCase("", "compensation-claim-v1 compensation-complaint-v1 enforcement-request-v1 mail-triage-v1 old-procedure-v2 old-procedure-v1", 6)]
    [TestCase("?versionOptions=", "compensation-claim-v1 compensation-complaint-v1 enforcement-request-v1 mail-triage-v1 old-procedure-v2 old-procedure-v1", 6, Description = "Studio often sends no value at all")]
    [TestCase("?versionOptions=Latest&IsSystem=False", "compensation-claim-v1 compensation-complaint-v1 enforcement-request-v1 old-procedure-v2", 4)]
    [TestCase("?versionOptions=LatestOrPublished&IsSystem=True", "mail-triage-v1", 1)]
    [TestCase("?versionOptions=Draft", "", 0, Description = "code has no drafts")]
    [TestCase("?versionOptions=2", "old-procedure-v2", 1)]
    [TestCase("?versionOptions=AllVersions&DefinitionIds=old-procedure&OrderBy=Version&OrderDirection=Ascending", "old-procedure-v1 old-procedure-v2", 2)]
    [TestCase("?Ids=old-procedure-v1&Ids=mail-triage-v1", "mail-triage-v1 old-procedure-v1", 2, Description = "the instance list asks for the versions of its rows")]
    [TestCase("?IsSystem=False&Page=0&PageSize=1", "compensation-claim-v1", 5)]
    [TestCase("?IsSystem=False&Page=1&PageSize=1", "compensation-complaint-v1", 5, Description = "pages begin at 0")]
    [TestCase("?IsSystem=False&Page=9&PageSize=1", "", 5)]
    [TestCase("?SearchTerm=quy trinh CU", "old-procedure-v2 old-procedure-v1", 2, Description = "case and diacritics are folded")]
    [TestCase("?SearchTerm=enforcement-request-v1", "enforcement-request-v1", 1)]
    [TestCase("?IsSystem=False&versionOptions=Latest&OrderBy=Name&OrderDirection=Ascending", "compensation-complaint-v1 compensation-claim-v1 enforcement-request-v1 old-procedure-v2", 4)]
    [TestCase("?IsSystem=False&versionOptions=Latest&OrderBy=Name&OrderDirection=Descending", "old-procedure-v2 enforcement-request-v1 compensation-claim-v1 compensation-complaint-v1", 4)]
    [TestCase("?IsSystem=False&versionOptions=Latest&OrderBy=Created&OrderDirection=Descending", "old-procedure-v2 compensation-claim-v1 compensation-complaint-v1 enforcement-request-v1", 4)]
    public async Task The_list_answers_what_is_asked(string query, string ids, int total)
    {
        var list = await person.ReadAsync($"/workflow-definitions{query}");
        Assert.That(string.Join(' ', list["items"]!.AsArray().Select(item => (string)item!["id"]!)), Is.EqualTo(ids));
        Assert.That((int)list["totalCount"]!, Is.EqualTo(total));
    }

    [TestCase("?Page=x", "page")]
    [TestCase("?IsSystem=perhaps", "isSystem")]
    [TestCase("?versionOptions=Newest", "versionOptions")]
    [TestCase("?OrderBy=Colour", "orderBy")]
    [TestCase("?OrderBy=Name&OrderDirection=Up", "orderDirection")]
    public async Task A_list_that_cannot_be_is_refused_by_its_field(string query, string field) =>
        Assert.That((await person.GetAsync(new Uri($"/elsa/api/workflow-definitions{query}", UriKind.Relative)).ProblemAsync(422)).Fields, Is.EqualTo(new[] { field }));

    [Test]
    public async Task Nothing_carries_a_link_that_leads_to_a_change()
    {
        var list = await person.ReadAsync("/workflow-definitions");
        Assert.That(list["links"]!.AsArray(), Is.Empty);
        var whole = await person.ReadAsync("/workflow-definitions/by-id/enforcement-request-v1");
        foreach (var shown in list["items"]!.AsArray().Append(whole.DeepClone()))
        {
            Assert.That(shown!["links"]!.AsArray().Select(link => (string)link!["rel"]!), Is.EqualTo(new[] { "self" }));
            Assert.That((bool)shown["isReadonly"]!, Is.True);
        }
    }

    [Test]
    public async Task Every_node_has_its_address_and_a_place()
    {
        var definition = await person.ReadAsync("/workflow-definitions/by-definition-id/enforcement-request?versionOptions=Latest");
        var root = definition["root"]!;
        Assert.That((string)root["nodeId"]!, Is.EqualTo("Workflow1:Flowchart1"));
        var nodes = root["activities"]!.AsArray();
        Assert.That(nodes.Select(node => (string)node!["nodeId"]!), Is.EqualTo(nodes.Select(node => ElsaCases.NodeId((string)node!["id"]!))));
        Assert.That(nodes.Select(node => node!["metadata"]!["designer"]!["position"]!.ToJsonString()), Is.Unique);
        Assert.That((string)definition["id"]!, Is.EqualTo("enforcement-request-v1"));
        Assert.That(((bool)definition["isLatest"]!, (bool)definition["isPublished"]!), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task A_stored_text_that_cannot_be_read_hides_nothing_else()
    {
        await using var other = new TestHost();
        string[] texts = ["{", "[]", """{"root":{"activities":[{"id":"a","type":"T"},{"id":"a","type":"T"}]}}""", """{"customProperties":[],"root":{"activities":5}}"""];
        foreach (var (text, index) in texts.Select((text, index) => (text, index)))
            await other.Store.Definitions.AddAsync(new StoredDefinition($"broken{index}", 1, "hash", text, await other.Store.NowAsync(default)), default);
        using var clerk = await other.SignInAsync("clerk@namdinh");
        var list = (await clerk.ReadAsync("/workflow-definitions"))["items"]!.AsArray().Select(item => (string)item!["id"]!).ToList();
        Assert.That(list, Is.SupersetOf(texts.Select((_, index) => $"broken{index}-v1").Append("enforcement-request-v1")));
        foreach (var id in list)
            Assert.That((string)(await clerk.ReadAsync($"/workflow-definitions/by-id/{id}"))["id"]!, Is.EqualTo(id));
        await clerk.ReadAsync("/descriptors/activities");
    }

    [Test]
    public async Task An_old_version_is_there_and_is_not_the_published_one()
    {
        var old = await person.ReadAsync("/workflow-definitions/by-id/old-procedure-v1");
        Assert.That(((bool)old["isLatest"]!, (bool)old["isPublished"]!, (int)old["version"]!), Is.EqualTo((false, false, 1)));
        Assert.That((int)(await person.ReadAsync("/workflow-definitions/by-definition-id/old-procedure"))["version"]!, Is.EqualTo(2));
        Assert.That((int)(await person.ReadAsync("/workflow-definitions/by-definition-id/old-procedure?versionOptions=1"))["version"]!, Is.EqualTo(1));
    }

    [TestCase("/workflow-definitions/by-id/none-v1")]
    [TestCase("/workflow-definitions/by-definition-id/none")]
    [TestCase("/workflow-definitions/by-definition-id/enforcement-request?versionOptions=9")]
    [TestCase("/workflow-definitions/none/consumers")]
    public async Task What_is_not_there_is_told(string path) => Assert.That((await person.GetAsync(new Uri($"/elsa/api{path}", UriKind.Relative)).ProblemAsync(404)).Rule, Is.EqualTo("not-found"));

    [TestCase("POST", "/workflow-definitions")]
    [TestCase("POST", "/workflow-definitions/enforcement-request/publish")]
    [TestCase("POST", "/workflow-definitions/enforcement-request/retract")]
    [TestCase("POST", "/workflow-definitions/enforcement-request/revert/1")]
    [TestCase("POST", "/workflow-definitions/import")]
    [TestCase("DELETE", "/workflow-definitions/enforcement-request")]
    [TestCase("DELETE", "/workflow-definition-versions/enforcement-request-v1")]
    [TestCase("POST", "/bulk-actions/delete/workflow-definitions/by-definition-ids")]
    public async Task Every_change_is_refused_and_changes_nothing(string method, string path)
    {
        using var operatorOfOffice = await host.SignInAsync("operator@namdinh");
        var before = (await person.ReadAsync("/workflow-definitions")).ToJsonString();
        using var request = new HttpRequestMessage(new HttpMethod(method), ElsaCases.Api + path) { Content = TestHost.Json("""{"model":{"definitionId":"enforcement-request","name":"x"},"publish":true}""") };
        Assert.That((await operatorOfOffice.SendAsync(request).ProblemAsync(403)).Rule, Is.EqualTo("definition-read-only"));
        Assert.That((await person.ReadAsync("/workflow-definitions")).ToJsonString(), Is.EqualTo(before));
    }

    [TestCase("Quy trình cũ", null, false)]
    [TestCase(" quy trình cũ ", null, false, Description = "as people compare names")]
    [TestCase("Quy trình cũ", "old-procedure", true, Description = "its own name is no other's")]
    [TestCase("Quy trình mới", null, true)]
    public async Task A_name_is_unique_or_not(string name, string? own, bool isUnique) => Assert.That(
        (bool)(await person.ReadAsync($"/workflow-definitions/validation/is-name-unique?name={Uri.EscapeDataString(name)}{(own is null ? "" : $"&definitionId={own}")}"))["isUnique"]!, Is.EqualTo(isUnique));

    [Test]
    public async Task There_is_one_descriptor_for_every_type_and_version_that_any_stored_definition_uses()
    {
        var answer = await person.ReadAsync("/descriptors/activities?Refresh=True");
        var descriptors = answer["items"]!.AsArray();
        Assert.That((int)answer["count"]!, Is.EqualTo(descriptors.Count));
        var keys = descriptors.Select(item => ((string)item!["typeName"]!, (int)item["version"]!)).ToList();
        Assert.That(keys, Is.Unique);
        Assert.That(keys, Does.Contain(("Elsa.Flowchart", 1)).And.Contain(("Elsa.Workflow", 1)).And.Contain(("Old.Step", 1)).And.Contain(("Old.Step", 2)));
        foreach (var version in (await person.ReadAsync("/workflow-definitions"))["items"]!.AsArray())
        {
            var definition = await person.ReadAsync($"/workflow-definitions/by-id/{version!["id"]}");
            Assert.That(definition["root"]!["activities"]!.AsArray().Select(node => ((string)node!["type"]!, (int)node["version"]!)).Except(keys), Is.Empty);
        }

        var gone = descriptors.First(item => (string)item!["typeName"]! == "Old.Step")!;
        Assert.That(gone["ports"]!.AsArray().Select(port => (string)port!["name"]!), Is.EqualTo(new[] { "Agreed" }), "the ports that arrows leave by");
        Assert.That(gone["inputs"]!.AsArray().Select(input => (string)input!["name"]!), Is.EqualTo(new[] { "Limit" }));
        Assert.That((bool)gone["isBrowsable"]!, Is.False);
        var check = descriptors.First(item => (string)item!["typeName"]! == "Validation.CheckValidity")!;
        Assert.That(check["ports"]!.AsArray().Select(port => (string)port!["name"]!), Is.EqualTo(new[] { "Valid", "Incomplete", "NoRight", "NotCompetent" }));
    }

    [Test]
    public async Task Descriptors_that_have_not_changed_are_not_sent_again()
    {
        using var first = await person.GetAsync(new Uri("/elsa/api/descriptors/activities", UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/elsa/api/descriptors/activities");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await person.SendAsync(request);
        Assert.That((second.StatusCode, (await second.Content.ReadAsByteArrayAsync()).Length), Is.EqualTo((HttpStatusCode.NotModified, 0)));
        using var other = new HttpRequestMessage(HttpMethod.Get, "/elsa/api/descriptors/activities");
        other.Headers.TryAddWithoutValidation("If-None-Match", "\"other\"");
        await person.SendAsync(other).JsonAsync();
        Assert.That(first.Headers.CacheControl!.ToString(), Is.EqualTo("no-cache, private"));
    }

    [TestCase("/features/installed", "fullName", "Elsa.RealTimeWorkflowUpdates")]
    [TestCase("/descriptors/expression-descriptors", "type", "Literal Variable None")]
    [TestCase("/descriptors/workflow-activation-strategies", "typeName", "ProcedureEngine.EveryStart")]
    [TestCase("/descriptors/incident-strategies", "typeName", "ProcedureEngine.UndoAndWait")]
    [TestCase("/descriptors/log-persistence-strategies", "typeName", "ProcedureEngine.Journal")]
    [TestCase("/descriptors/commit-strategies/workflows", "name", "Burst")]
    [TestCase("/descriptors/commit-strategies/activities", "name", "")]
    [TestCase("/descriptors/storage-drivers", "typeName", "ProcedureEngine.InstanceState")]
    public async Task What_the_engine_offers_is_listed(string path, string member, string expected) =>
        Assert.That(string.Join(' ', (await person.ReadAsync(path))["items"]!.AsArray().Select(item => (string)item![member]!)), Is.EqualTo(expected));

    [Test]
    public async Task The_types_of_variables_are_those_in_use() =>
        Assert.That((await person.ReadAsync("/descriptors/variables"))["items"]!.AsArray().Select(item => (string)item!["typeName"]!), Does.Contain("String").And.Unique);
}
