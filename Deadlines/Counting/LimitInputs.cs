using System.Text.Json.Nodes;
using NodaTime.Text;

namespace ProcedureEngine.Deadlines;

/// <summary>The act that a limit runs from, in words.</summary>
/// <param name="Reference">Where it is recorded (a journal entry, a document), or null.</param>
public sealed record StartingAct(string Vi, string En, string? Reference = null);

/// <summary>Why and by whom a clock was stopped.</summary>
/// <param name="From">First stopped day, inclusive.</param>
/// <param name="To">Last stopped day, inclusive; null while it is still stopped.</param>
/// <param name="Ground">Id of a ground that the limit's entry allows.</param>
public sealed record StoppedTime(LocalDate From, LocalDate? To, string Ground)
{
    /// <summary>The document or rule that it rests on.</summary>
    public string Basis { get; init; } = string.Empty;

    public string Evidence { get; init; } = string.Empty;

    public string By { get; init; } = string.Empty;
}

/// <summary>An extension that was agreed, or granted where no agreement is needed.</summary>
public sealed record AgreedExtension(LimitAmount Amount, LocalDate AgreedOn)
{
    public string Basis { get; init; } = string.Empty;

    public string Evidence { get; init; } = string.Empty;

    public string By { get; init; } = string.Empty;
}

/// <summary>
/// Everything that a case's limit is counted from: kept beside the case as JSON, so that the count and its explanation are the same for ever,
/// whatever becomes of catalogue and calendar. A value; each act makes a new one (<c>with</c>).
/// </summary>
/// <param name="Entry">The whole entry that the limit began with.</param>
/// <param name="Start">Local time of the act, Asia/Ho_Chi_Minh.</param>
/// <param name="CalendarVersion">The calendar that it is counted on.</param>
public sealed record LimitInputs(LimitRule Entry, LocalDateTime Start, string CalendarVersion)
{
    /// <summary>The special kind of the case (<c>complex</c>); null for an ordinary one. Changing it recounts from the same start.</summary>
    public string? Variant { get; init; }

    public StartingAct? Act { get; init; }

    /// <summary>Every stop of the ledger, in any order.</summary>
    public ImmutableArray<StoppedTime> Stops { get; init; } = [];

    public ImmutableArray<AgreedExtension> Extensions { get; init; } = [];

    /// <summary>The day that the limit keeps although a later calendar version would end it earlier: that day was over; see <see cref="CalendarMove"/>.</summary>
    public LocalDate? NotBefore { get; init; }

    /// <summary>
    /// Versions that a citizen's limit was counted on before, oldest first: it never ends earlier than by them, whatever is stopped or extended later. One by
    /// which it cannot end later any more is not among them.
    /// </summary>
    public ImmutableArray<string> EarlierCalendars { get; init; } = [];

    /// <summary>The count of one amount of the entry: its own, or the law's beside it.</summary>
    internal DeadlineRequest Request(LimitAmount amount) => new(
        Start, amount, Entry.Policy, [.. Stops.Select(stop => new Stop(stop.From, stop.To))], [.. Extensions.Select(extension => extension.Amount)], Entry.Extension?.Max)
    {
        NotBefore = NotBefore,
    };

    public JsonObject ToJson() => new()
    {
        ["entry"] = LimitFile.Write(Entry),
        ["start"] = LocalDateTimePattern.ExtendedIso.Format(Start),
        ["calendar"] = CalendarVersion,
        ["variant"] = Variant,
        ["act"] = Act is { } act ? new JsonObject { ["vi"] = act.Vi, ["en"] = act.En, ["reference"] = act.Reference } : null,
        ["stops"] = new JsonArray([.. Stops.Select(Write)]),
        ["extensions"] = new JsonArray([.. Extensions.Select(Write)]),
        ["notBefore"] = NotBefore is { } kept ? Text(kept) : null,
        ["earlierCalendars"] = new JsonArray([.. EarlierCalendars.Select(version => (JsonNode)version)]),
    };

    /// <exception cref="FormatException">The JSON was not written by <see cref="ToJson"/>.</exception>
    public static LimitInputs FromJson(JsonObject json) => new(
        LimitFile.ReadEntry(json["entry"] as JsonObject ?? throw new FormatException("'entry' is missing")),
        LocalDateTimePattern.ExtendedIso.Parse((string?)json["start"] ?? string.Empty).GetValueOrThrow(), (string?)json["calendar"] ?? throw new FormatException("'calendar' is missing"))
    {
        Variant = (string?)json["variant"],
        Act = json["act"] is JsonObject act ? new StartingAct((string)act["vi"]!, (string)act["en"]!, (string?)act["reference"]) : null,
        Stops = [.. (json["stops"] as JsonArray ?? []).Select(stop => ReadStop((JsonObject)stop!))],
        Extensions = [.. (json["extensions"] as JsonArray ?? []).Select(extension => ReadExtension((JsonObject)extension!))],
        NotBefore = (string?)json["notBefore"] is { } kept ? Date(kept) : null,
        EarlierCalendars = [.. (json["earlierCalendars"] as JsonArray ?? []).Select(version => (string)version!)],
    };

    private static JsonNode Write(StoppedTime stop) => new JsonObject
    {
        ["from"] = Text(stop.From),
        ["to"] = stop.To is { } to ? Text(to) : null,
        ["ground"] = stop.Ground,
        ["basis"] = stop.Basis,
        ["evidence"] = stop.Evidence,
        ["by"] = stop.By,
    };

    private static JsonNode Write(AgreedExtension extension) => new JsonObject
    {
        ["amount"] = extension.Amount.Count,
        ["unit"] = extension.Amount.Unit,
        ["agreedOn"] = Text(extension.AgreedOn),
        ["basis"] = extension.Basis,
        ["evidence"] = extension.Evidence,
        ["by"] = extension.By,
    };

    private static StoppedTime ReadStop(JsonObject stop) => new(Date((string)stop["from"]!), (string?)stop["to"] is { } to ? Date(to) : null, (string)stop["ground"]!)
    {
        Basis = (string?)stop["basis"] ?? string.Empty,
        Evidence = (string?)stop["evidence"] ?? string.Empty,
        By = (string?)stop["by"] ?? string.Empty,
    };

    private static AgreedExtension ReadExtension(JsonObject extension) => new(LimitAmount.Of((int)extension["amount"]!, (string)extension["unit"]!), Date((string)extension["agreedOn"]!))
    {
        Basis = (string?)extension["basis"] ?? string.Empty,
        Evidence = (string?)extension["evidence"] ?? string.Empty,
        By = (string?)extension["by"] ?? string.Empty,
    };

    private static string Text(LocalDate date) => LocalDatePattern.Iso.Format(date);

    private static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text).GetValueOrThrow();
}
