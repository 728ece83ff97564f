using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime.Text;

namespace ProcedureEngine.Deadlines;

/// <summary>
/// The explanation of a limit (phiếu tính thời hạn) as a document that stands alone: what it was counted from, the days of the calendar that
/// mattered, every day not counted or moved, the dates, the other readings. Rebuilt from inputs and versions, it is the same for ever; anybody can
/// count it again from the document alone. Its digest covers every member.
/// </summary>
public static class DeadlineSheet
{
    public const int Format = 1;

    private static readonly OffsetDateTimePattern InstantPattern = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'sso<+HH:mm>");
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="DeadlineException">An input breaks a rule; nothing was counted.</exception>
    /// <exception cref="CalendarVersionException">The calendar version is unknown.</exception>
    public static JsonObject Build(LimitInputs inputs, LimitCounter counter)
    {
        var calendar = counter.Book.Find(inputs.CalendarVersion);
        var result = counter.Explain(inputs);
        var count = counter.Count(inputs);
        var sheet = new JsonObject
        {
            ["kind"] = "deadline-sheet",
            ["format"] = Format,
            ["limit"] = Limit(inputs),
            ["act"] = Act(inputs),
            ["count"] = Rule(inputs),
            ["calendar"] = Calendar(calendar, [.. inputs.EarlierCalendars.Select(counter.Book.Find)], inputs, count, result),
            ["result"] = Result(count, counter, result),
            ["lines"] = new JsonArray([.. result.Explanation.Select(Line)]),
            ["readings"] = new JsonArray([.. result.Alternatives.Select(reading => (JsonNode)new JsonObject { ["reading"] = reading.Reading, ["dueDate"] = Text(reading.DueDate) })]),
            ["assumptions"] = new JsonArray([.. result.Assumptions.Select(assumption => (JsonNode)new JsonObject { ["year"] = assumption.Year, ["vi"] = assumption.Vi, ["en"] = assumption.En })]),
        };
        sheet["digest"] = Digest(sheet);
        return sheet;
    }

    /// <summary>The document as text, with Vietnamese letters as they are.</summary>
    public static string Write(JsonObject sheet) => sheet.ToJsonString(Plain);

    /// <summary>SHA-256 of the document without its digest, members sorted by name, without spaces.</summary>
    internal static string Digest(JsonObject sheet)
    {
        var text = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = Plain.Encoder }))
            WriteSorted(sheet, writer, without: "digest");
        return Convert.ToHexStringLower(SHA256.HashData(text.WrittenSpan));
    }

    private static void WriteSorted(JsonNode? node, Utf8JsonWriter writer, string? without = null)
    {
        switch (node)
        {
            case JsonObject json:
                writer.WriteStartObject();
                foreach (var (name, value) in json.Where(member => member.Key != without).OrderBy(member => member.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(name);
                    WriteSorted(value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonArray array:
                writer.WriteStartArray();
                foreach (var item in array)
                    WriteSorted(item, writer);
                writer.WriteEndArray();
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }

    private static JsonObject Limit(LimitInputs inputs)
    {
        var entry = inputs.Entry;
        return new JsonObject
        {
            ["procedure"] = entry.Procedure,
            ["id"] = entry.Id,
            ["entry"] = entry.EntryId,
            ["nameVi"] = entry.NameVi,
            ["nameEn"] = entry.NameEn,
            ["kind"] = LimitFile.Word(entry.Kind),
            ["bearer"] = LimitFile.Word(entry.Bearer),
            ["legalBasis"] = entry.LegalBasisOf(inputs.Variant),
            ["lawBasis"] = entry.LawOf(inputs.Variant)?.LegalBasis,
            ["variant"] = inputs.Variant,
        };
    }

    private static JsonObject Act(LimitInputs inputs) => new()
    {
        ["vi"] = inputs.Act?.Vi ?? inputs.Entry.RunsFromVi,
        ["en"] = inputs.Act?.En ?? inputs.Entry.RunsFromEn,
        ["reference"] = inputs.Act?.Reference,
        ["at"] = LocalDateTimePattern.GeneralIso.Format(inputs.Start),
        ["zone"] = "Asia/Ho_Chi_Minh",
    };

    /// <summary>What is counted: the amount that lateness is judged by, and beside it the office's or the law's.</summary>
    private static JsonObject Rule(LimitInputs inputs)
    {
        var law = inputs.Entry.LawOf(inputs.Variant);
        return new JsonObject
        {
            ["judgedBy"] = Amount(LimitCounter.Governing(inputs)),
            ["local"] = law is null ? null : Amount(inputs.Entry.AmountOf(inputs.Variant)),
            ["law"] = law is null ? null : Amount(law.Amount),
            ["localRemindsOnly"] = LimitCounter.RemindsOnly(inputs),
            ["receiptPolicy"] = inputs.Entry.Policy.ToString(),
            ["stops"] = new JsonArray([.. inputs.Stops.OrderBy(stop => stop.From).ThenBy(stop => stop.To ?? LocalDate.MaxIsoValue).Select(stop => Stop(stop, inputs.Entry))]),
            ["extensions"] = new JsonArray([.. inputs.Extensions.Select(Extension)]),
            ["extensionCap"] = inputs.Entry.Extension is { } most ? Amount(most.Max) : null,
            ["extensionBasis"] = inputs.Entry.Extension?.LegalBasis,
            ["notBefore"] = Text(inputs.NotBefore),
        };
    }

    /// <summary>
    /// Every day between the act and the last date that is no ordinary weekday, weekly rest included in the rule; the same of the calendars before, oldest first,
    /// by which the limit never ends earlier.
    /// </summary>
    private static JsonObject Calendar(WorkingCalendar calendar, ImmutableArray<WorkingCalendar> earlier, LimitInputs inputs, LimitCount count, DeadlineResult result)
    {
        var from = inputs.Start.Date;
        var dates = new[] { from, count.DayZero, count.DueDate, count.LocalDueDate, count.LawDueDate, count.BaseDueDate }.Concat(inputs.Stops.Select(stop => stop.To is null ? stop.From : from).Cast<LocalDate?>());
        var to = dates.Max()!.Value;
        return new JsonObject
        {
            ["version"] = calendar.Version,
            ["certified"] = result.Certified,
            ["weeklyRest"] = new JsonArray("Saturday", "Sunday"),
            ["from"] = Text(from),
            ["to"] = Text(to),
            ["days"] = Days(calendar, from, to),
            ["earlier"] = new JsonArray([.. earlier.Select(before => (JsonNode)new JsonObject { ["version"] = before.Version, ["days"] = Days(before, from, to) })]),
        };
    }

    private static JsonArray Days(WorkingCalendar calendar, LocalDate from, LocalDate to) =>
        [.. Enumerable.Range(from.Year, to.Year - from.Year + 1).SelectMany(calendar.Exceptions).Where(day => day.Date >= from && day.Date <= to).Select(Day)];

    private static JsonObject Result(LimitCount count, LimitCounter counter, DeadlineResult result) => new()
    {
        ["dayZero"] = Text(count.DayZero),
        ["baseDueDate"] = Text(count.BaseDueDate),
        ["dueDate"] = Text(count.DueDate),
        ["dueAt"] = Text(count.DueAt, counter.Zone),
        ["warnAt"] = Text(count.WarnAt, counter.Zone),
        ["remaining"] = count.Remaining,
        ["localDueDate"] = Text(count.LocalDueDate),
        ["lawDueDate"] = Text(count.LawDueDate),
        ["remindAt"] = Text(count.RemindAt, counter.Zone),
        ["certified"] = result.Certified,
    };

    private static JsonObject Amount(LimitAmount amount) => new()
    {
        ["amount"] = amount.Count,
        ["unit"] = amount.Unit,
        ["strictlyLess"] = amount.IsStrictlyLess,
        ["vi"] = amount.TextVi,
        ["en"] = amount.TextEn,
    };

    private static JsonNode Stop(StoppedTime stop, LimitRule entry)
    {
        var ground = entry.Suspension?.Grounds.FirstOrDefault(ground => ground.Id == stop.Ground);
        return new JsonObject
        {
            ["from"] = Text(stop.From),
            ["to"] = Text(stop.To),
            ["ground"] = stop.Ground,
            ["vi"] = ground?.NameVi ?? stop.Ground,
            ["en"] = ground?.NameEn ?? stop.Ground,
            ["legalBasis"] = ground?.LegalBasis,
            ["basis"] = stop.Basis,
            ["evidence"] = stop.Evidence,
            ["by"] = stop.By,
        };
    }

    private static JsonNode Extension(AgreedExtension extension)
    {
        var json = Amount(extension.Amount);
        json["agreedOn"] = Text(extension.AgreedOn);
        json["basis"] = extension.Basis;
        json["evidence"] = extension.Evidence;
        json["by"] = extension.By;
        return json;
    }

    private static JsonNode Day(CalendarDay day) => new JsonObject
    {
        ["date"] = Text(day.Date),
        ["working"] = day.IsWorking,
        ["kind"] = LimitFile.Word(day.Kind),
        ["vi"] = day.NameVi,
        ["en"] = day.NameEn,
        ["legalBasis"] = day.LegalBasis,
        ["certain"] = day.IsCertain,
    };

    private static JsonNode Line(ExplanationLine line) => new JsonObject
    {
        ["date"] = Text(line.Date),
        ["reason"] = LimitFile.Word(line.Reason),
        ["vi"] = line.Vi,
        ["en"] = line.En,
        ["legalBasis"] = line.LegalBasis,
    };

    private static string? Text(LocalDate? date) => date is { } day ? LocalDatePattern.Iso.Format(day) : null;

    private static string? Text(Instant? instant, DateTimeZone zone) => instant is { } at ? InstantPattern.Format(at.InZone(zone).ToOffsetDateTime()) : null;
}
