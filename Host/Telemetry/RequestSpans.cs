using System.Diagnostics;
using OpenTelemetry.Instrumentation.AspNetCore;

namespace ProcedureEngine.Host.Telemetry;

/// <summary>What a request's span tells: method, route and status. Addresses are left out, since paths hold reference codes and queries hold what people look for.</summary>
internal static class RequestSpans
{
    /// <summary>Asked by balancers every few seconds, or open for hours.</summary>
    private static readonly PathString[] Untraced = ["/health", "/elsa/hubs"];

    private static readonly string[] Personal = ["url.path", "url.query", "url.full", "user_agent.original", "client.address", "network.peer.address", "network.peer.port", "server.address", "server.port"];

    public static void Configure(AspNetCoreTraceInstrumentationOptions options)
    {
        options.Filter = http => !Array.Exists(Untraced, path => http.Request.Path.StartsWithSegments(path, StringComparison.Ordinal));
        options.RecordException = false;
        options.EnrichWithHttpResponse = (span, response) => Finish(span, response.HttpContext);
    }

    private static void Finish(Activity span, HttpContext http)
    {
        foreach (var name in Personal)
            span.SetTag(name, null);
        if (http.Request.Path.StartsWithSegments("/api/cases", StringComparison.Ordinal) && http.Request.RouteValues["id"] is string id)
            span.SetTag(Traces.Case, id);
    }
}
