using ProcedureEngine.Activities.TimeLimits;

namespace ProcedureEngine.Host.Deadlines;

/// <summary>The explanation of a case's limit (<i>phiếu tính thời hạn</i>), rebuilt from what is stored with it.</summary>
internal static class ExplanationEndpoints
{
    public static void MapExplanations(this RouteGroupBuilder deadlines) => deadlines.MapGet("/{id}/explanation", ExplainAsync).WithSummary("How a limit was counted");

    private static async Task<IResult> ExplainAsync(string id, Caller caller, DurableStore store, LegalTime time, HttpContext http)
    {
        var limit = await store.Queries.DeadlineAsync(id, http.RequestAborted);
        caller.RequireSight(limit?.Office, "thời hạn (deadline)", id);
        var ledger = await store.Queries.LedgerAsync(id, http.RequestAborted);
        if (limit!.Inputs() is not { } inputs)
            return Body.Json(new { limit, explanation = Array.Empty<object>(), alternatives = Array.Empty<object>(), ledger });
        var result = time.Explain(inputs);
        return Body.Json(new { limit, result.Certified, result.CalendarVersion, result.Explanation, result.Alternatives, ledger });
    }
}
