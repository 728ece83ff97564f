using NodaTime;
using ProcedureEngine.Engine.Store;
using ProcedureEngine.Host.Tests.Support;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Host.Tests.Operations;

/// <summary>Lists longer than a page: nothing of them is lost on the way without a word.</summary>
public sealed class LongListTests
{
    /// <summary>What a workbook holds at most.</summary>
    private const int MaxWorkbookRows = 10_000;

    private TestHost host = null!;

    [OneTimeSetUp]
    public void Start() => host = new TestHost();

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task A_case_s_incidents_are_found_among_any_number_of_other_cases_incidents()
    {
        var (id, other) = (await Samples.StartedAsync(host), await Samples.StartedAsync(host));
        var defect = new IncidentRow("", other, "check-validity", null, "System.InvalidOperationException", "planted", null, Instant.FromUtc(2020, 1, 1, 0, 0), null, null, null);
        await WriteAsync([.. Enumerable.Range(1, 201).Select(n => Maps.Incidents.Put(defect with { Id = $"{other}.planted{n}" })), Maps.Incidents.Put(defect with { Id = $"{id}.own", InstanceId = id, At = defect.At + Duration.FromDays(1) })]);

        using var person = await host.SignInAsync("operator@namdinh");
        Assert.That(await IncidentsAsync(person, string.Empty), Has.Length.EqualTo(200).And.None.EqualTo($"{id}.own"), "the list of all is longer than what is shown of it");
        Assert.That(await IncidentsAsync(person, $"?case={id}"), Is.EqualTo(new[] { $"{id}.own" }));
        Assert.That(await IncidentsAsync(person, "?case=khong-co"), Is.Empty);
        using var elsewhere = await host.SignInAsync("operator@hanoi");
        Assert.That(await IncidentsAsync(elsewhere, $"?case={id}"), Is.Empty, "a case of another office is none");
        using var officer = await host.SignInAsync("intake-officer@namdinh");
        Assert.That((await officer.GetAsync($"/api/incidents?case={id}").ProblemAsync(403)).Rule, Is.EqualTo("role-required"));
    }

    [Test]
    public async Task A_table_of_limits_is_whole_however_long_or_is_refused()
    {
        var id = await Samples.StartedAsync(host, "hanoi");
        using var person = await host.SignInAsync("supervisor@hanoi");
        const string Question = "/api/deadlines/export?state=running&limitId=check-validity&office=hanoi";
        Assert.That(await RowsAsync(person, Question), Is.EqualTo(new[] { "1" }));

        await PlantAsync(id, 2, MaxWorkbookRows);
        using (var workbook = await person.GetAsync($"{Question}&format=xlsx"))
            Assert.That(workbook.StatusCode, Is.EqualTo(HttpStatusCode.OK), "as many as a workbook holds");

        await PlantAsync(id, MaxWorkbookRows + 1, MaxWorkbookRows + 1);
        Assert.That((await person.GetAsync($"{Question}&format=xlsx").ProblemAsync(422)).Rule, Is.EqualTo("too-many-rows"));
        Assert.That(await RowsAsync(person, Question), Is.EqualTo(Enumerable.Range(1, MaxWorkbookRows + 1).Select(n => $"{n}")), "each once and in order, also of the seven that end at the same instant");
    }

    /// <summary>The ordinal of each row of a table of limits.</summary>
    private static async Task<string[]> RowsAsync(HttpClient person, string question)
    {
        var lines = (await person.GetStringAsync(question)).TrimEnd().Split("\r\n");
        Assert.That(lines[0], Does.StartWith("\uFEFFSố hồ sơ,"));
        return [.. lines.Skip(1).Select(line => line.Split("\",\"")[5])];
    }

    /// <summary>Limits like the case's own, with these ordinals.</summary>
    private Task PlantAsync(string caseId, int first, int last) => WriteAsync(new Statement(
        $$"""
        INSERT INTO time_limits (id, instance_id, procedure_id, office, limit_id, state, due_at, kind, bearer, body)
        WITH RECURSIVE ordinals (n) AS (SELECT CAST(@first AS BIGINT) UNION ALL SELECT n + 1 FROM ordinals WHERE n < @last)
        SELECT id || '.' || (100000 + n), instance_id, procedure_id, office, limit_id, state, due_at + n / 7, kind, bearer, replace(body, '"occurrence":1,', '"occurrence":' || n || ',')
        FROM time_limits CROSS JOIN ordinals WHERE instance_id = @case AND id NOT LIKE '%.1_____' AND limit_id = 'check-validity'
        """,
        ("@first", (long)first), ("@last", (long)last), ("@case", caseId)));

    private Task WriteAsync(params Statement[] statements) => host.Store.WriteAsync<int>(
        async sql =>
        {
            foreach (var statement in statements)
                await sql.ExecuteAsync(statement);
            return statements.Length;
        },
        isBackground: false, default);

    private static async Task<string[]> IncidentsAsync(HttpClient person, string query) =>
        [.. (await person.GetAsync($"/api/incidents{query}").JsonAsync())["items"]!.AsArray().Select(incident => (string)incident!["id"]!)];
}
