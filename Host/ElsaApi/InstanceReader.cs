namespace ProcedureEngine.Host.ElsaApi;

/// <summary>Reads an instance for the caller; one that he may not see is not there.</summary>
internal sealed class InstanceReader(DurableStore store, DefinitionCatalogue definitions, Caller caller, IHttpContextAccessor http)
{
    private CancellationToken Aborted => http.HttpContext!.RequestAborted;

    /// <exception cref="RejectedException">Not found.</exception>
    public async Task<InstanceStanding> StandingAsync(string id)
    {
        var standing = await store.Instances.StandingAsync(id, Aborted);
        caller.RequireSight(standing?.Office, "lượt chạy (instance)", id);
        return standing!;
    }

    /// <exception cref="RejectedException">Not found.</exception>
    public async Task<(InstanceRow Row, ElsaDefinition Definition)> FindAsync(string id)
    {
        var row = await store.Queries.InstanceAsync(id, Aborted);
        caller.RequireSight(row?.Office, "lượt chạy (instance)", id);
        var definition = (await definitions.ReadAsync(Aborted)).Find(row!.DefinitionId, row.DefinitionVersion)
            ?? throw RejectedException.NotFound("định nghĩa (definition)", ElsaDefinition.IdOf(row.DefinitionId, row.DefinitionVersion));
        return (row, definition);
    }

    public async Task<JsonObject> ViewAsync(string id)
    {
        var (row, definition) = await FindAsync(id);
        var file = await store.Queries.CaseAsync(id, Aborted);
        var json = InstanceView.Summary(row, file?.ReferenceCode, file?.Number?.Text);
        json["workflowState"] = new InstanceView(row, definition)
        {
            Code = file?.ReferenceCode,
            Runs = await store.Instances.RunsAsync(id, Aborted),
            Bookmarks = await store.Queries.BookmarksAsync(id, Aborted),
            Tasks = (await store.Queries.TasksAsync(new TaskFilter(null, null, IsOpen: true, InstanceId: id, Limit: 500), Aborted)).Items,
            Incidents = [.. (await store.Queries.IncidentsOfAsync(id, Aborted)).Where(incident => incident.ResolvedAt is null)],
            ShowsStacks = caller.OfficesAs(Activities.Roles.Operator.Id).Contains(row.Office, StringComparer.Ordinal),
        }.State();
        return json;
    }
}
