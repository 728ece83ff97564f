using System.Diagnostics;
using SpanContext = System.Diagnostics.ActivityContext;

namespace ProcedureEngine.Host.Telemetry;

/// <summary>
/// Spans of the source <c>ProcedureEngine</c>: bursts, timers that fire, what the outbox hands over, commands that come by message. They name cases, procedures,
/// offices and steps, never people nor anything that a case says. Without a listener there are none, and nothing is written.
/// </summary>
internal static class Traces
{
    public const string SourceName = "ProcedureEngine";

    /// <summary>W3C trace context, in requests and messages.</summary>
    public const string Header = "traceparent";

    /// <summary>Tag of every span: the case's id.</summary>
    public const string Case = "case.id";

    private const string Step = "activity.id";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>What others are to go on from, or null where nobody listens. Also of a trace that is not kept, so that nobody keeps a part of it.</summary>
    public static string? Current => Source.HasListeners() ? Activity.Current?.Id : null;

    /// <summary>A burst, within what asked for it.</summary>
    public static Activity? Burst(Stimulus stimulus) => Source.HasListeners() ? Source.StartActivity($"burst {stimulus.GetType().Name}")?.SetTag(Case, stimulus.InstanceId) : null;

    /// <summary>The timers of a case come due: a trace of its own, whoever woke the loop.</summary>
    public static Activity? Fire(string caseId)
    {
        Activity.Current = null;
        return Source.StartActivity("timers fire")?.SetTag(Case, caseId);
    }

    /// <summary>A message leaves, within the trace of the burst that wrote it.</summary>
    public static Activity? HandOver(ClaimedMessage message) =>
        Continue($"outbox {message.Row.Channel}", message.Row)?.SetTag("message.kind", message.Row.Kind).SetTag("message.attempt", message.Attempts);

    /// <summary>An event goes to the bus.</summary>
    public static Activity? Publish(OutboxRow e) => Continue("event publish", e)?.SetTag("event.type", e.Kind);

    /// <summary>A webhook is told of an event.</summary>
    public static Activity? Tell(string webhookId, OutboxRow e) => Continue("webhook deliver", e)?.SetTag("event.type", e.Kind).SetTag("webhook.id", webhookId);

    /// <summary>A command came by message, with its sender's trace when it names one.</summary>
    public static Activity? Receive(string command, string? traceParent) => Source.StartActivity($"command {command}", ActivityKind.Consumer, Parent(traceParent));

    /// <summary>Whose span it is.</summary>
    public static void Describe(Activity span, string caseId, TraceOrigin origin) => span.SetTag(Case, caseId).SetTag("procedure.id", origin.Procedure)
        .SetTag("procedure.version", origin.ProcedureVersion).SetTag("office", origin.Office).SetTag(Step, origin.ActivityId);

    /// <summary>What happened at a step.</summary>
    public static void Note(Activity span, JournalRow line) => span.AddEvent(new ActivityEvent(line.EventName, tags: new ActivityTagsCollection { [Step] = line.ActivityId }));

    /// <summary>Ties a burst to the one that armed its timer, perhaps long before.</summary>
    public static void Link(Activity span, TraceOrigin armed, string timer)
    {
        if (SpanContext.TryParse(armed.TraceParent, null, isRemote: true, out var context))
            span.AddLink(new ActivityLink(context, new ActivityTagsCollection { ["timer.name"] = timer, [Step] = armed.ActivityId }));
    }

    /// <summary>It did not come about.</summary>
    /// <param name="reason">Without anything that a person said or is called.</param>
    public static void Fail(this Activity? span, string reason) => span?.SetStatus(ActivityStatusCode.Error, reason);

    private static Activity? Continue(string name, OutboxRow row)
    {
        var span = Source.StartActivity(name, ActivityKind.Producer, Parent(row.Origin?.TraceParent))?.SetTag(Case, row.InstanceId);
        if (span is not null && row.Origin is { } origin)
            Describe(span, row.InstanceId, origin);
        return span;
    }

    /// <returns>No parent when there is none or it cannot be read: a trace of its own.</returns>
    private static SpanContext Parent(string? traceParent) => SpanContext.TryParse(traceParent, null, isRemote: true, out var context) ? context : default;
}
