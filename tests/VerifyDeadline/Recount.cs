using System.Globalization;
using System.Text.Json.Nodes;

namespace ProcedureEngine.VerifyDeadline;

/// <summary>The count of one sheet, by the Civil Code (91/2015/QH13, arts. 144-148), one day after the other.</summary>
internal sealed class Recount
{
    private readonly List<string> differences;
    private readonly JsonObject sheet;
    private readonly JsonObject rule;
    private readonly List<Dictionary<DateOnly, bool>> calendars = [];
    private readonly List<(DateOnly From, DateOnly To)> stops = [];
    private readonly DateOnly first;
    private readonly DateOnly last;

    /// <summary>The days of the calendar that is counted on at the moment.</summary>
    private Dictionary<DateOnly, bool> listed = [];

    public Recount(JsonObject sheet, List<string> differences)
    {
        this.sheet = sheet;
        this.differences = differences;
        rule = sheet["count"]!.AsObject();
        var calendar = sheet["calendar"]!.AsObject();
        (first, last) = (Date(calendar["from"])!.Value, Date(calendar["to"])!.Value);
        foreach (var earlier in calendar["earlier"]!.AsArray())
            List(earlier!.AsObject());
        List(calendar);
        foreach (var stop in rule["stops"]!.AsArray())
            stops.Add((Date(stop!["from"])!.Value, Date(stop["to"]) ?? DateOnly.MaxValue));
    }

    public void Run()
    {
        var result = sheet["result"]!.AsObject();
        var at = DateTime.Parse((string)sheet["act"]!["at"]!, CultureInfo.InvariantCulture);
        var judged = Count(at, Amount(rule["judgedBy"])!);
        var zero = DayZero(at);
        Say("result.dayZero", result["dayZero"], Text(zero));
        Say("result.baseDueDate", result["baseDueDate"], Text(judged.BaseEnd));
        Say("result.dueDate", result["dueDate"], Text(judged.End));
        Say("result.dueAt", result["dueAt"], judged.End is { } end ? Midnight(end.AddDays(1)) : null);
        Say("result.warnAt", result["warnAt"], judged.End is { } warned && !Amount(rule["judgedBy"])!.IsSameDay ? Midnight(warned) : null);
        Say("result.remaining", result["remaining"], judged.End is null ? judged.Left.ToString(CultureInfo.InvariantCulture) : null);
        OtherFigures(at, judged, result);
        Lines(DateOnly.FromDateTime(at), zero, judged);
        Cap();
        Say("result.certified", result["certified"], sheet["calendar"]!["certified"]!.ToString());
    }

    /// <summary>The office's figure and the law's beside it, and which of them lateness is judged by.</summary>
    private void OtherFigures(DateTime at, Counted judged, JsonObject result)
    {
        var (local, law) = (Amount(rule["local"]), Amount(rule["law"]));
        var remindsOnly = (bool)rule["localRemindsOnly"]!;
        if (remindsOnly ? law != Amount(rule["judgedBy"]) : local is not null && local != Amount(rule["judgedBy"]))
            differences.Add("count.judgedBy: lateness is judged by the law's figure where the local one only reminds, else by the local one");
        var localEnd = local is null ? null : Count(at, local).End;
        Say("result.localDueDate", result["localDueDate"], Text(localEnd));
        Say("result.lawDueDate", result["lawDueDate"], law is null ? null : Text(Count(at, law).End));
        Say("result.remindAt", result["remindAt"], remindsOnly && localEnd is { } day && judged.End is { } end && day < end ? Midnight(day.AddDays(1)) : null);
    }

    private void Lines(DateOnly act, DateOnly zero, Counted judged)
    {
        var expected = new List<string>();
        if (act != zero)
            expected.Add($"{Text(act)} receivedLater");
        expected.Add($"{Text(zero)} start");
        expected.AddRange(judged.NotCounted.Select(line => $"{Text(line.Day)} {line.Reason}"));
        if (judged.End is { } end)
            expected.Add($"{Text(end)} due");
        var said = sheet["lines"]!.AsArray().Select(line => $"{line!["date"]} {line["reason"]}").ToList();
        for (var i = 0; i < Math.Max(said.Count, expected.Count); i++)
            Sheet.Compare(differences, $"lines[{i}]", said.ElementAtOrDefault(i), expected.ElementAtOrDefault(i));
    }

    private void Cap()
    {
        if (Amount(rule["extensionCap"]) is not { } cap)
        {
            if (rule["extensions"]!.AsArray().Count > 0)
                differences.Add("count.extensions: this limit cannot be extended");
            return;
        }

        var extensions = rule["extensions"]!.AsArray().Select(extension => Amount(extension)!).ToList();
        if (extensions.Exists(extension => extension.Unit != cap.Unit) || extensions.Sum(extension => extension.Number) > cap.Number)
            differences.Add($"count.extensions: together more than {cap.Number} {cap.Unit}");
    }

    private DateOnly DayZero(DateTime at)
    {
        var day = DateOnly.FromDateTime(at);
        var closes = (string)rule["receiptPolicy"]! switch { "S" => 24, "OH" => 17, "C15" => 15, var other => throw new FormatException($"receipt policy {other}") };
        if (closes == 24 || (IsWorking(day) && at.Hour < closes))
            return day;
        do
            day = day.AddDays(1);
        while (!IsWorking(day));
        return day;
    }

    /// <summary>By the calendars that the limit was counted on, one after the other: by each it ends no earlier than by those before.</summary>
    private Counted Count(DateTime at, Length amount)
    {
        Counted? before = null;
        foreach (var calendar in calendars)
        {
            listed = calendar;
            before = Count(DayZero(at), amount, before);
        }

        return before!;
    }

    /// <summary>The base limit, the extensions behind its end, and the day that is kept.</summary>
    private Counted Count(DateOnly zero, Length amount, Counted? before)
    {
        var notCounted = new List<(DateOnly, string)>();
        var (baseEnd, left) = Walk(zero, amount, notCounted);
        var extensions = rule["extensions"]!.AsArray().Select(extension => Amount(extension)!).ToList();
        var more = extensions.Count == 0 ? null : extensions[0] with { Number = extensions.Sum(extension => extension.Number) };
        var end = baseEnd;
        if (baseEnd is not { } from)
            left = more is not null && more.IsWorking == amount.IsWorking ? left + Days(zero, more) : left;
        else if (more is not null)
            (end, left) = Walk(from, more, notCounted);
        if (end is not { } counted)
            return new Counted(baseEnd, null, before is { End: null } ? Math.Max(left, before.Left) : left, notCounted);
        if (before is { End: null })
            return new Counted(baseEnd, Keep(counted, DateOnly.MaxValue, notCounted), before.Left, notCounted);
        var kept = Later(Date(rule["notBefore"]), before?.End);
        return kept > counted ? new Counted(baseEnd, Keep(counted, kept.Value, notCounted), 0, notCounted) : new Counted(baseEnd, end, left, notCounted);
    }

    private static DateOnly? Later(DateOnly? one, DateOnly? other) => one is null || other > one ? other : one;

    private (DateOnly? End, int Left) Walk(DateOnly zero, Length amount, List<(DateOnly, string)> notCounted)
    {
        var left = Days(zero, amount);
        if (left == 0 && IsWorking(zero) && !IsStopped(zero))
            return (zero, 0);
        if (left == 0 && IsStoppedForGood(zero))
            return (null, 0);
        for (var day = zero.AddDays(1); ; day = day.AddDays(1))
        {
            if (IsStoppedForGood(day))
                return (null, left);
            if (IsStopped(day))
                notCounted.Add((day, "stopped"));
            else if (IsWorking(day) && left <= 1)
                return (day, 0);
            else if (IsWorking(day))
                left--;
            else if (amount.IsWorking)
                notCounted.Add((day, "dayOff"));
            else if (left > 1)
                left--;
            else
            {
                left = 0;
                notCounted.Add((day, "rolledOver"));
            }
        }
    }

    /// <summary>The first working day from the kept one on; null when the clock stops for good before it.</summary>
    private DateOnly? Keep(DateOnly end, DateOnly kept, List<(DateOnly, string)> notCounted)
    {
        for (var day = end.AddDays(1); ; day = day.AddDays(1))
        {
            if (IsStoppedForGood(day))
                return null;
            notCounted.Add((day, IsStopped(day) ? "stopped" : "kept"));
            if (day >= kept && IsWorking(day) && !IsStopped(day))
                return day;
        }
    }

    /// <summary>How many days an amount is; months and years by the corresponding day, or the month's last.</summary>
    private static int Days(DateOnly zero, Length amount) => amount.Unit switch
    {
        "workingDay" => amount.IsStrictlyLess ? amount.Number - 1 : amount.Number,
        "calendarDay" => amount.Number,
        "month" => zero.AddMonths(amount.Number).DayNumber - zero.DayNumber,
        "year" => zero.AddYears(amount.Number).DayNumber - zero.DayNumber,
        var other => throw new FormatException($"unit {other}"),
    };

    private bool IsWorking(DateOnly day)
    {
        if (day < first || day > last)
            throw new FormatException($"the count comes to {Text(day)}, and the listed days are those of {Text(first)} to {Text(last)}");
        return listed.TryGetValue(day, out var working) ? working : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
    }

    private bool IsStopped(DateOnly day) => stops.Exists(stop => stop.From <= day && day <= stop.To);

    private bool IsStoppedForGood(DateOnly day) => stops.Exists(stop => stop.To == DateOnly.MaxValue && stop.From <= day);

    private void List(JsonObject calendar)
    {
        calendars.Add(listed = []);
        foreach (var day in calendar["days"]!.AsArray())
            ListDay(day!.AsObject());
    }

    private void ListDay(JsonObject day)
    {
        var date = Date(day["date"])!.Value;
        var working = (bool)day["working"]!;
        if ((string?)day["kind"] is "makeUpWorking" or "counterOpen" != working)
            differences.Add($"calendar.days: {Text(date)} is {day["kind"]}, and working is {working}");
        if (date < first || date > last)
            differences.Add($"calendar.days: {Text(date)} lies outside the days that are listed");
        if (!listed.TryAdd(date, working))
            differences.Add($"calendar.days: {Text(date)} is listed twice");
    }

    private void Say(string what, JsonNode? said, string? counted) => Sheet.Compare(differences, what, said?.ToString(), counted);

    private static Length? Amount(JsonNode? node) =>
        node is null ? null : new Length((int)node["amount"]!, (string)node["unit"]!, (bool?)node["strictlyLess"] ?? false);

    private static DateOnly? Date(JsonNode? node) => node is null ? null : DateOnly.ParseExact((string)node!, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Midnight(DateOnly day) => $"{Text(day)}T00:00:00+07:00";
}

/// <summary>An amount with its unit.</summary>
internal sealed record Length(int Number, string Unit, bool IsStrictlyLess)
{
    public bool IsWorking => Unit == "workingDay";

    public bool IsSameDay => IsWorking && Number == 0;
}

/// <summary>Null ends: the clock is stopped before them.</summary>
internal sealed record Counted(DateOnly? BaseEnd, DateOnly? End, int Left, List<(DateOnly Day, string Reason)> NotCounted);
