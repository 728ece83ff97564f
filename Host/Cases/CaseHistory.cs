using System.Globalization;
using NodaTime.Text;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.Text;

namespace ProcedureEngine.Host.Cases;

/// <summary>One line of a case's history in plain words.</summary>
/// <param name="Text">What happened, whole: event, step and detail.</param>
/// <param name="Step">The step's name, or null for what belongs to none.</param>
/// <param name="Actor">Who did it.</param>
internal sealed record HistoryLine(LocalizedText Text, LocalizedText? Step, LocalizedText Actor);

/// <summary>Turns journal lines into words, with the names of the case's own definition.</summary>
internal sealed class CaseHistory(DefinitionRegistry definitions, ActivityRegistry activities, LimitCatalogue limits, DateTimeZone zone)
{
    /// <summary>The engine's own moves; a person's history is clearer without them.</summary>
    public static bool IsOfPeople(JournalRow row) => row.EventName is not ("Started" or "Suspended" or "Resumed" or "Completed" or "Canceled");

    public HistoryLine Of(JournalRow row, InstanceRow instance)
    {
        var text = JsonNode.Parse(row.Text)!;
        var node = row.ActivityId is null ? null : definitions.Find(instance.DefinitionId, instance.DefinitionVersion)?.FindActivity(row.ActivityId);
        var step = node is null || node.Id == definitions.Find(instance.DefinitionId, instance.DefinitionVersion)!.StartActivityId ? null : node.Label;
        var (name, detail) = (JournalWords.Event(row.EventName), Detail(row, text, node, instance));
        var place = row.EventName is "TaskCompleted" or "TaskClaimed" or "TaskReleased" or "TaskAssigned" or "Started" or "Completed" ? step : null;
        return new HistoryLine(new LocalizedText(Join(name.Vi, place?.Vi, detail?.Vi), Join(name.En, place?.En, detail?.En)), step, Actor((string?)text["actor"] ?? string.Empty));
    }

    private LocalizedText? Detail(JournalRow row, JsonNode text, ActivityNode? node, InstanceRow instance)
    {
        var payload = text["payload"];
        return row.EventName switch
        {
            "TaskCompleted" => Outcome((string?)payload?["outcome"], node),
            "Completed" => Outcome((string?)payload?["outcomes"]?[0], node),
            "NumberTaken" => Same((string?)payload?["text"]),
            "LetterWritten" or "ShortMessageWritten" => JournalWords.Letter((string?)payload?["template"] ?? string.Empty),
            "LetterNotDelivered" => JournalWords.Letter((string?)text["message"] ?? string.Empty),
            "LimitStarted" => Until(Limit(payload, instance), payload),
            "LimitApproaching" or "LimitMissed" => Limit(payload, instance),
            "LimitEnded" => State(Limit(payload, instance), payload),
            "CaseMerged" or "CaseAbsorbed" or "CaseReleased" or "CaseSplit" or "SplitFromCase" or "MailMerged" => Same((string?)payload?["name"]),
            "OfficeNoticed" => EngineJson.Read<LocalizedText>(payload?["title"]),
            "Reopened" or "CancelRequested" => Same((string?)text["message"]),
            _ => null,
        };
    }

    private LocalizedText? Outcome(string? name, ActivityNode? node)
    {
        if (name is null)
            return null;
        var own = node is not null && activities.TryGet(node.Type, node.Version, out var activity) ? activity.Descriptor.Outcomes : [];
        return JournalWords.Outcome(name, own);
    }

    /// <summary>A limit's row is named by case, limit and occurrence.</summary>
    private LocalizedText Limit(JsonNode? payload, InstanceRow instance)
    {
        var id = (string?)payload?["limit"] ?? string.Empty;
        var name = id.Split('.') is [_, var limit, _] ? limit : id;
        var rule = limits.All.FirstOrDefault(rule => rule.Id == name && rule.Procedure == instance.DefinitionId) ?? limits.All.FirstOrDefault(rule => rule.Id == name);
        return rule is null ? TimeLimit.NameOf(name) : new LocalizedText(rule.NameVi, rule.NameEn);
    }

    /// <summary>The end is exclusive: the last day is the one before.</summary>
    private LocalizedText Until(LocalizedText limit, JsonNode? payload)
    {
        if (EngineJson.Read<Instant?>(payload?["dueAt"]) is not { } dueAt)
            return limit;
        var last = LocalDatePattern.CreateWithInvariantCulture("dd/MM/uuuu").Format((dueAt - Duration.Epsilon).InZone(zone).Date);
        return new LocalizedText($"{limit.Vi}, đến hết ngày {last}", $"{limit.En}, until the end of {last}");
    }

    private static LocalizedText State(LocalizedText limit, JsonNode? payload)
    {
        var (vi, en) = (string?)payload?["state"] switch
        {
            "met" => ("đúng hạn", "met"),
            "metLate" => ("xong trễ hạn", "met late"),
            "cancelled" => ("không còn áp dụng", "cancelled"),
            "suspended" => ("tạm dừng", "suspended"),
            var other => (other ?? string.Empty, other ?? string.Empty),
        };
        return new LocalizedText($"{limit.Vi}, {vi}", $"{limit.En}, {en}");
    }

    private static LocalizedText Actor(string id) => id switch
    {
        "applicant" or "party" or "sender" => new("Đương sự, người gửi", "Applicant, sender"),
        "engine" => new("Hệ thống", "The system"),
        "timer" => new("Đồng hồ của hệ thống", "The system's clock"),
        _ => Same(id)!,
    };

    private static LocalizedText? Same(string? text) => string.IsNullOrEmpty(text) ? null : new LocalizedText(text, text);

    private static string Join(string name, string? step, string? detail) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}{(step is null ? string.Empty : $" «{step}»")}{(string.IsNullOrEmpty(detail) ? string.Empty : $": {detail}")}");
}
