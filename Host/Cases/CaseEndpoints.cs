using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation;
using ProcedureEngine.Activities.Compensation.Claims.Appointing;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Host.Procedures;
using ProcedureEngine.Host.Tasks;

namespace ProcedureEngine.Host.Cases;

/// <summary>Cases and what lies in their files.</summary>
internal static class CaseEndpoints
{
    public static void MapCases(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/cases").WithTags("Cases");
        group.MapGet("/", ListAsync).WithSummary("Search cases");
        group.MapGet("/{id}", async (string id, CaseReader reader) => Body.Json(await reader.ViewAsync(id))).WithSummary("One case");
        group.MapGet("/{id}/journal", JournalAsync).WithSummary("Its journal");
        group.MapGet("/{id}/tasks", TasksAsync).WithSummary("Its tasks");
        group.MapGet("/{id}/deadlines", DeadlinesAsync).WithSummary("Its time limits");
        group.MapGet("/{id}/documents", DocumentsAsync).WithSummary("Its papers");
        group.MapPost("/{id}/documents", FileDocuments.HandleAsync).WithSummary("Add files to a running case").DisableAntiforgery().Produces(201);
        group.MapGet("/{id}/documents/{documentId}", DocumentBytes.HandleAsync).WithSummary("One paper's bytes");
        group.MapGet("/{id}/messages", MessagesAsync).WithSummary("Its letters, in and out, and its short messages");
        group.MapGet("/{id}/messages/{messageId}/raw", RawMessageAsync).WithSummary("A received mail byte for byte");
        group.MapGet("/{id}/messages/{messageId}/content", MessageContent.HandleAsync).WithSummary("A received mail to be read")
            .WithDescription("Read anew from its bytes: subject, addresses, date, text, HTML made safe to show, files with the case's papers that hold them, and what was odd about it.")
            .Produces<MessageContent>();
        group.MapPost("/{id}/withdraw", WithdrawAsync).WithSummary("Record the applicant's withdrawal").Accepts<WithdrawRequest>("application/json");
        group.MapPost("/{id}/complex", LeaderActs.DeclareComplexAsync).WithSummary("Declare a case complex").Accepts<ComplexityDeclaration>("application/json");
        group.MapPost("/{id}/settlement-officer", LeaderActs.ReplaceOfficerAsync).WithSummary("Replace the settlement officer of a claim").Accepts<OfficerReplacement>("application/json");
        group.MapPost("/{id}/reopen", ReopenAsync).WithSummary("Take a closed case up again").Accepts<ReopenRequest>("application/json");
        api.MapGet("/reports/pilot", PilotReport.HandleAsync).WithTags("Cases").WithSummary("Figures of a period per office");
        api.MapGet("/registers/{kind}", Registers.RegisterEndpoint.HandleAsync).WithTags("Cases").WithSummary("A register of an office and year");
    }

    private static async Task<IResult> ListAsync(
        Caller caller, DurableStore store, HttpContext http, string? procedure = null, string? office = null, string? status = null, string? search = null, string? cursor = null, int limit = 50)
    {
        var filter = new CaseFilter(caller.Narrow(office), procedure, status, search, cursor, limit) { Without = procedure is null ? MailTriage.Id : null };
        var page = await store.Queries.CasesAsync(filter, http.RequestAborted);
        return Body.Json(new { items = page.Items.Select(CaseReader.Summary), page.Cursor });
    }

    private static async Task<IResult> JournalAsync(string id, CaseReader reader, CaseHistory history, DurableStore store, HttpContext http)
    {
        await reader.FindAsync(id);
        var rows = await store.Queries.JournalAsync(id, http.RequestAborted);
        var instance = (await store.Queries.InstanceAsync(id, http.RequestAborted))!;
        return Body.Json(new { items = rows.Select(row => JournalLine(row, history.Of(row, instance))), isWhole = Engine.Journal.JournalChain.FindBreak(rows) is null });
    }

    private static object JournalLine(JournalRow row, HistoryLine words)
    {
        var text = JsonNode.Parse(row.Text)!;
        return new
        {
            row.Sequence,
            row.At,
            @event = row.EventName,
            row.ActivityId,
            actor = (string?)text["actor"],
            message = (string?)text["message"],
            text = words.Text,
            step = words.Step,
            actorLabel = words.Actor,
            payload = text["payload"],
            row.Hash,
        };
    }

    private static async Task<IResult> TasksAsync(string id, CaseReader reader, DurableStore store, HttpContext http)
    {
        await reader.FindAsync(id);
        var page = await store.Queries.TasksAsync(new TaskFilter(null, null, InstanceId: id, Limit: 500), http.RequestAborted);
        return Body.Json(new { items = page.Items.Select(TaskEndpoints.View) });
    }

    private static async Task<IResult> DeadlinesAsync(string id, CaseReader reader, DurableStore store, HttpContext http)
    {
        await reader.FindAsync(id);
        var page = await store.Queries.DeadlinesAsync(new DeadlineFilter(null, InstanceId: id, Limit: 500), http.RequestAborted);
        return Body.Json(new { items = page.Items });
    }

    private static async Task<IResult> DocumentsAsync(string id, CaseReader reader)
    {
        var documents = await reader.DocumentsAsync(id);
        return Body.Json(new { items = documents.Select(d => new { d.Id, caseId = d.InstanceId, d.Kind, kindLabel = PaperWords.Of(d.Kind), d.Name, title = TitleOf(d), d.ContentType, d.Size, d.Version, d.Origin, d.At, d.ActorId, sha256 = d.Blob }) });
    }

    /// <summary>What a paper of the office is called by its own subject line; null of what somebody sent.</summary>
    private static string? TitleOf(CaseDocument document) => document is { Template: { } template, Slots: { } slots } ? Papers.LetterTemplates.Title(template, slots) : null;

    private static async Task<IResult> MessagesAsync(string id, CaseReader reader)
    {
        var messages = await reader.MessagesAsync(id);
        return Body.Json(new
        {
            items = messages.Select(m => new
            {
                m.Message.Id,
                caseId = m.Message.InstanceId,
                m.Message.Direction,
                m.Message.Channel,
                m.Message.Kind,
                kindLabel = JournalWords.Letter(m.Message.Kind),
                m.Message.MessageId,
                m.Message.Address,
                m.Message.Subject,
                m.Message.At,
                state = m is { State: "sent", Undelivered: not null } ? "undelivered" : m.State,
                m.Proof,
                m.Attempts,
                sentAt = m.EndedAt,
                undelivered = m.Undelivered is null ? null : new { m.Undelivered.At, m.Undelivered.Answer },
            }),
        });
    }

    /// <summary>The message as it was received; only to be saved, never shown by us as a page.</summary>
    private static async Task<IResult> RawMessageAsync(string id, string messageId, CaseReader reader) =>
        Results.File((await reader.ReceivedAsync(id, messageId)).Raw, "application/octet-stream", "thu-goc.eml");

    private static async Task<IResult> WithdrawAsync(string id, CaseReader reader, Caller caller, WorkflowRunner runner, HttpContext http)
    {
        var file = await reader.FindAsync(id);
        caller.RequireRole(file.Office, ProcedureEndpoints.CounterRole(file.Procedure), DevelopmentSeed.SystemRole);
        var text = await Body.TextAsync(http);
        var request = Body.Read<WithdrawRequest>(text);
        if (string.IsNullOrWhiteSpace(request.Reason))
            throw RejectedException.Invalid("reason", "required", "Thiếu lý do rút.", "Record the reason that the applicant gave.");
        var channel = caller.Actor.Kind == ActorKind.System ? Channels.Http : Channels.Counter;
        var withdrawal = new Deliver(id, caller.Actor, StimulusNames.Withdrawal, EngineJson.ToObject(new Withdrawal(request.Reason, channel))) { MustBeRunning = true, Key = RequestKey.Of(http, caller, text) };
        var answer = await runner.RunAsync(withdrawal, http.RequestAborted);
        return answer.Kind == "incident" ? Problem.Incident(http, answer) : Body.Json(answer.Body);
    }

    private static async Task<IResult> ReopenAsync(string id, CaseReader reader, Caller caller, WorkflowRunner runner, HttpContext http)
    {
        await reader.FindAsync(id);
        var text = await Body.TextAsync(http);
        var request = Body.Read<ReopenRequest>(text);
        if (string.IsNullOrWhiteSpace(request.Reason))
            throw RejectedException.Invalid("reason", "required", "Thiếu lý do mở lại.", "A case is reopened with a reason.");
        var answer = await runner.RunAsync(new Reopen(id, caller.Actor, request.Reason) { Key = RequestKey.Of(http, caller, text) }, http.RequestAborted);
        return answer.Kind == "incident" ? Problem.Incident(http, answer) : Body.Json(answer.Body);
    }
}

internal sealed record WithdrawRequest(string Reason);

internal sealed record ReopenRequest(string Reason);

/// <summary>Reads a case for the caller; a case that he may not see is not there.</summary>
internal sealed class CaseReader(DurableStore store, MergedCases merged, Caller caller, IHttpContextAccessor http)
{
    /// <summary>Its papers and those of the cases that were merged into it, oldest first.</summary>
    public async Task<IReadOnlyList<CaseDocument>> DocumentsAsync(string id)
    {
        await FindAsync(id);
        var found = new List<CaseDocument>();
        foreach (var member in await merged.FamilyAsync(id, http.HttpContext!.RequestAborted))
            found.AddRange(await store.Queries.DocumentsAsync(member, http.HttpContext.RequestAborted));
        return [.. found.OrderBy(document => document.At)];
    }

    /// <summary>Its letters, in and out, and those of the cases that were merged into it, oldest first.</summary>
    public async Task<IReadOnlyList<SentMessage>> MessagesAsync(string id)
    {
        await FindAsync(id);
        var found = new List<SentMessage>();
        foreach (var member in await merged.FamilyAsync(id, http.HttpContext!.RequestAborted))
            found.AddRange(await store.Queries.MessagesAsync(member, http.HttpContext.RequestAborted));
        return [.. found.OrderBy(message => message.Message.At)];
    }

    /// <summary>A received mail of it, or of a case that was merged into it, with its bytes.</summary>
    public async Task<(CaseMessage Message, byte[] Raw)> ReceivedAsync(string id, string messageId)
    {
        var message = (await MessagesAsync(id)).FirstOrDefault(held => held.Message.Id == messageId)?.Message;
        return message?.Blob is { } blob && await store.Blobs.GetAsync(blob, http.HttpContext!.RequestAborted) is { } raw
            ? (message, raw)
            : throw RejectedException.NotFound("thư (message)", messageId);
    }

    public async Task<CaseFile> FindAsync(string id)
    {
        var file = await store.Queries.CaseAsync(id, http.HttpContext!.RequestAborted);
        caller.RequireSight(file?.Office, "hồ sơ (case)", id);
        return file!;
    }

    public async Task<object> ViewAsync(string id)
    {
        var file = await FindAsync(id);
        var instance = await store.Queries.InstanceAsync(id, http.HttpContext!.RequestAborted);
        var state = (JsonObject)JsonNode.Parse(instance!.State)!;
        var variables = state["variables"]!;
        var tasks = await store.Queries.TasksAsync(new TaskFilter(null, null, IsOpen: true, InstanceId: id, Limit: 100), http.HttpContext!.RequestAborted);
        var limits = await store.Queries.DeadlinesAsync(new DeadlineFilter(null, InstanceId: id, Limit: 500), http.HttpContext!.RequestAborted);
        return new
        {
            file.Id,
            file.Procedure,
            procedureVersion = instance.DefinitionVersion,
            file.Office,
            file.Status,
            statusLabel = CaseStatus.Label(file.Status),
            file.Channel,
            file.ReferenceCode,
            file.Number,
            file.ApplicantName,
            file.Subject,
            file.OpenedAt,
            file.ClosedAt,
            file.LinkedCaseId,
            links = await LinksAsync(file),
            standing = CaseStanding.Of(file, tasks.Items, limits.Items),
            request = variables["request"]?.DeepClone(),
            receiptNumber = variables["receiptNumber"]?.DeepClone(),
            receptionNumber = variables["receptionNumber"]?.DeepClone(),
            acceptanceNumber = variables["acceptanceNumber"]?.DeepClone(),
            settlementOfficer = (string?)variables["appointment"]?["officerName"],
            resultDay = variables["resultDay"]?.DeepClone(),
            limitationInterval = variables["limitationInterval"]?.DeepClone(),
            original = variables["original"]?.DeepClone(),
            decision = variables["decision"]?.DeepClone(),
            visits = variables["visits"]?.DeepClone(),
            guidanceRounds = variables["guidanceRounds"]?.DeepClone(),
            incidents = instance.IncidentCount,
            inbox = await store.Queries.InboxAsync(id, http.HttpContext!.RequestAborted),
            appointments = await store.Queries.AppointmentsAsync(id, http.HttpContext!.RequestAborted),
        };
    }

    /// <summary>What it was merged with and split from or into, both ways.</summary>
    public async Task<CaseLinks> LinksAsync(CaseFile file)
    {
        var cancellation = http.HttpContext!.RequestAborted;
        return new CaseLinks(
            await LinkAsync(file.MergedInto, cancellation), [.. (await store.Queries.MergedIntoAsync(file.Id, cancellation)).Select(CaseLink.To)],
            await LinkAsync(file.SplitFrom, cancellation), [.. (await store.Queries.SplitFromAsync(file.Id, cancellation)).Select(CaseLink.To)]);
    }

    private async Task<CaseLink?> LinkAsync(string? id, CancellationToken cancellation) =>
        id is not null && await store.Queries.CaseAsync(id, cancellation) is { } other ? CaseLink.To(other) : null;

    public static object Summary(CaseFile file) => new
    {
        file.Id,
        file.Procedure,
        file.Office,
        file.Status,
        statusLabel = CaseStatus.Label(file.Status),
        file.Channel,
        file.Number,
        file.ReferenceCode,
        file.ApplicantName,
        file.Subject,
        file.OpenedAt,
        file.ClosedAt,
    };
}

/// <summary>The cases that officers tied to a case; all of one office, so whoever sees one sees the others.</summary>
internal sealed record CaseLinks(CaseLink? MergedInto, ImmutableArray<CaseLink> MergedFrom, CaseLink? SplitFrom, ImmutableArray<CaseLink> SplitOff);

/// <param name="Name">Its number, or its reference code while it has none.</param>
internal sealed record CaseLink(string Id, string Name, string Status)
{
    public static CaseLink To(CaseFile file) => new(file.Id, file.Name, file.Status);
}
