using ProcedureEngine.Activities.Cases;

namespace ProcedureEngine.Host.Cases;

/// <summary>Finds the way between merged cases: the one that goes on, and those that it took in, over several merges.</summary>
internal sealed class MergedCases(DurableStore store)
{
    /// <summary>More merges in a row than any office makes; a ring cannot arise, and would end here.</summary>
    private const int MaxDepth = 20;

    /// <summary>The case itself, or the one that goes on in its place.</summary>
    public async Task<CaseFile> SurvivorAsync(CaseFile file, CancellationToken cancellation)
    {
        for (var depth = 0; depth < MaxDepth && file.MergedInto is { } into && await store.Queries.CaseAsync(into, cancellation) is { } next; depth++)
            file = next;
        return file;
    }

    /// <summary>All cases that were merged into it, those merged into them among them; without the case itself.</summary>
    public async Task<IReadOnlyList<CaseFile>> AbsorbedAsync(string id, CancellationToken cancellation)
    {
        var found = new List<CaseFile>();
        var next = new Queue<string>([id]);
        while (found.Count < MaxDepth * MaxDepth && next.TryDequeue(out var into))
        {
            foreach (var file in await store.Queries.MergedIntoAsync(into, cancellation))
            {
                found.Add(file);
                next.Enqueue(file.Id);
            }
        }

        return found;
    }

    /// <summary>The case's id, then those of the cases that it took in.</summary>
    public async Task<IReadOnlyList<string>> FamilyAsync(string id, CancellationToken cancellation) => [id, .. (await AbsorbedAsync(id, cancellation)).Select(file => file.Id)];
}
