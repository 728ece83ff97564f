using System.Diagnostics;
using OpenTelemetry;

namespace ProcedureEngine.Host.Telemetry;

/// <summary>
/// Questions to PostgreSQL within a trace, as Npgsql tells them: each by its first line, without the connection. One that failed is not sent, since the error may quote
/// the row that it was about; the burst around it says that it failed.
/// </summary>
internal sealed class DatabaseSpans : BaseProcessor<Activity>
{
    public const string SourceName = "Npgsql";

    private const string Query = "db.query.text";
    private static readonly string[] Connection = ["db.npgsql.data_source", "db.npgsql.connection_id", "server.address", "server.port"];

    public override void OnEnd(Activity data)
    {
        if (data.Source.Name != SourceName)
            return;
        if (data.Status == ActivityStatusCode.Error)
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        foreach (var name in Connection)
            data.SetTag(name, null);
        if (data.GetTagItem(Query) is string text && text.Split('\n', 2) is [var first, _])
            data.SetTag(Query, first);
    }
}
