using ProcedureEngine.Activities.Cases;

namespace ProcedureEngine.Host.Cases;

/// <summary>Cases of the same judgment or person, as far as the caller may see them; found through an index of traits.</summary>
internal sealed class RelatedCases(DurableStore store, Caller caller, MergedCases merged)
{
    public async Task<IReadOnlyList<RelatedCase>> OfAsync(string id, int limit, CancellationToken cancellation) =>
        await OfAsync(id, await store.Queries.TraitsAsync(id, cancellation), limit, cancellation);

    /// <param name="traits">What is known, or would be known if a form were sent as it stands.</param>
    public async Task<IReadOnlyList<RelatedCase>> OfAsync(string id, IReadOnlyCollection<CaseTrait> traits, int limit, CancellationToken cancellation)
    {
        var family = await merged.FamilyAsync(id, cancellation);
        var found = await store.Queries.RelatedAsync(id, traits, caller.Offices, limit, cancellation);
        return [.. found.Where(related => !family.Contains(related.Case.Id, StringComparer.Ordinal))];
    }

    public static object View(RelatedCase related) => new
    {
        related.Case.Id,
        related.Case.Name,
        related.Case.Office,
        related.Case.Procedure,
        related.Case.Status,
        statusLabel = CaseStatus.Label(related.Case.Status),
        related.Case.ApplicantName,
        related.Case.OpenedAt,
        related.Case.MergedInto,
        shared = related.Shared.Select(kind => new { kind, label = CaseTrait.Label(kind) }),
    };
}
