using System.Globalization;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.Registers;
using ProcedureEngine.Engine.Journal;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Persistence;

namespace ProcedureEngine.Kill.Tests;

/// <summary>Reads the facts of every case of every procedure from the store that a killed Host has left, and from its pickup folders.</summary>
internal sealed class FactsReader(DurableStore store, string data)
{
    private readonly List<MessageFact> messages = [];
    private readonly List<NumberFact> numbers = [];
    private readonly List<LineFact> lines = [];
    private readonly List<EventFact> events = [];
    private readonly List<string> broken = [];

    public const string Decisions = "decision";

    public static string Register(string kind) => $"register/{kind}";

    public static bool IsDecision(NumberFact number) => number.Series.Contains($"/{Decisions}/", StringComparison.Ordinal);

    public static async Task<Facts> ReadAsync(DurableStore store, string data) => await new FactsReader(store, data).ReadAsync();

    private async Task<Facts> ReadAsync()
    {
        var cases = await AllAsync(cursor => store.Queries.CasesAsync(new CaseFilter(null, null, Cursor: cursor, Limit: 500), default));
        var tasks = await AllAsync(cursor => store.Queries.TasksAsync(new TaskFilter(null, null, Cursor: cursor, Limit: 500), default));
        foreach (var file in cases)
            await ReadAsync(file);
        foreach (var (office, year) in numbers.Select(number => number.Series.Split('/')).Select(parts => (parts[0], int.Parse(parts[^1], CultureInfo.InvariantCulture))).Distinct())
            await ReadLinesAsync(office, year);
        return new Facts
        {
            Cases = [.. cases.Select(file => new CaseFact(file.Id, file.Office, file.Procedure, file.Number?.Text, file.Number?.Sequence, file.Status))],
            Tasks = [.. tasks.Select(task => new TaskFact(task.Id, task.ActivityInstanceId, task.Name, task.State == UserTaskState.Completed, task.Outcome))],
            Messages = [.. messages],
            Numbers = [.. numbers],
            Lines = [.. lines],
            Events = [.. events],
            BrokenJournals = [.. broken],
            Left = [.. Files("mail-out", "*.eml").Select(Letter), .. Files("sms-out", "*.json").Select(ShortMessage)],
        };
    }

    private async Task ReadAsync(CaseFile file)
    {
        messages.AddRange((await store.Queries.MessagesAsync(file.Id, default)).Select(m =>
            new MessageFact(file.Id, m.Message.MessageId, m.Message.Channel, m.Message.Address, m.Message.Subject, m.Message.Direction == MessageDirection.In ? null : m.State ?? "none")));
        var instance = (await store.Queries.InstanceAsync(file.Id, default))!;
        var journal = await store.Queries.JournalAsync(file.Id, default);
        if (JournalChain.FindBreak(journal, instance) is { } at)
            broken.Add($"{file.Id} at {at}");
        foreach (var row in journal)
        {
            var payload = JsonNode.Parse(row.Text)!["payload"];
            events.Add(new EventFact(file.Id, row.EventName, (long?)payload?["sum"]));
            if (row.EventName == "NumberTaken")
                numbers.Add(new NumberFact(file.Id, (string)payload!["counter"]!, (long)payload["sequence"]!));
        }
    }

    private async Task ReadLinesAsync(string office, int year)
    {
        lines.AddRange((await store.Queries.DecisionsAsync(office, year, default)).Select(entry => new LineFact(entry.InstanceId, $"{office}/{Decisions}/{year}", entry.Number.Sequence)));
        foreach (var kind in (string[])[RegisterKinds.Complaints, RegisterKinds.ClaimsReceived, RegisterKinds.ClaimsAccepted])
            lines.AddRange((await store.Queries.RegisterAsync(kind, office, year, default)).Select(line => new LineFact(line.InstanceId, $"{office}/{Register(kind)}/{year}", line.Number.Sequence)));
    }

    private IEnumerable<string> Files(string folder, string pattern) =>
        Path.Combine(data, folder) is var path && Directory.Exists(path) ? Directory.EnumerateFiles(path, pattern) : [];

    private static HandedOver Letter(string file) =>
        new(File.ReadLines(file).First(line => line.StartsWith("Message-ID:", StringComparison.OrdinalIgnoreCase))["Message-ID:".Length..].Trim(), OutboxChannels.Mail);

    private static HandedOver ShortMessage(string file) => new((string)JsonNode.Parse(File.ReadAllText(file))!["id"]!, OutboxChannels.Sms);

    private static async Task<List<T>> AllAsync<T>(Func<string?, Task<Page<T>>> read)
    {
        var all = new List<T>();
        string? cursor = null;
        do
        {
            var page = await read(cursor);
            all.AddRange(page.Items);
            cursor = page.Cursor;
        }
        while (cursor is not null);
        return all;
    }
}
