namespace ProcedureEngine.Persistence.Schema;

/// <summary>
/// Sums of <c>limit_totals</c> that a country's board asks for: of every office together (<c>office</c> is '*'), and of each office whatever the
/// procedure, limit, step, kind, bearer and cause (each of these is '*').
/// </summary>
internal static class RollupSchema
{
    public const string Step = """
        CREATE TABLE limit_rollups (day BIGINT NOT NULL, office TEXT NOT NULL, procedure_id TEXT NOT NULL, limit_id TEXT NOT NULL, activity_id TEXT NOT NULL, kind TEXT NOT NULL, bearer TEXT NOT NULL,
            cause TEXT NOT NULL, measure TEXT NOT NULL, n BIGINT NOT NULL, PRIMARY KEY (day, office, procedure_id, limit_id, activity_id, kind, bearer, cause, measure));
        INSERT INTO limit_rollups (day, office, procedure_id, limit_id, activity_id, kind, bearer, cause, measure, n)
            SELECT day, '*', procedure_id, limit_id, activity_id, kind, bearer, cause, measure, CAST(SUM(n) AS BIGINT) FROM limit_totals
            GROUP BY day, procedure_id, limit_id, activity_id, kind, bearer, cause, measure
            UNION ALL SELECT day, office, '*', '*', '*', '*', '*', '*', measure, CAST(SUM(n) AS BIGINT) FROM limit_totals GROUP BY day, office, measure;
        """;
}
