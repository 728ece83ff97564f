using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime.Text;

namespace ProcedureEngine.Deadlines;

/// <summary>
/// Entries of the catalogue as JSON: the built-in sets, the data folder's <c>limits.json</c>, and the copy of its entry that a case keeps.
/// </summary>
public static class LimitFile
{
    private static readonly string[] Members =
    [
        "procedure", "limit", "office", "offices", "nameVi", "nameEn", "amount", "unit", "strictlyLess", "kind", "bearer", "receiptPolicy", "legalBasis",
        "validFrom", "validTo", "runsFromVi", "runsFromEn", "settable", "law", "suspension", "extension", "variants", "set",
    ];

    /// <summary>Reads a file of entries, each with all that it needs.</summary>
    /// <param name="set">The set that its entries belong to.</param>
    /// <exception cref="LimitCatalogueException">Entries cannot be read; each is told.</exception>
    public static ImmutableArray<LimitRule> Read(string text, string set) => Read(text, set, null);

    /// <summary>Reads an office file: what an entry leaves out, it has from the built-in entry of the same limit that is in force on its first day.</summary>
    internal static ImmutableArray<LimitRule> Read(string text, string set, LimitCatalogue? builtIn)
    {
        var problems = ImmutableArray.CreateBuilder<LimitProblem>();
        var rules = ImmutableArray.CreateBuilder<LimitRule>();
        var nodes = Entries(text, problems);
        for (var i = 0; i < nodes.Count; i++)
        {
            try
            {
                rules.AddRange(ReadForOffices(nodes[i] as JsonObject ?? throw new FormatException("an entry is an object"), set, builtIn));
            }
            catch (Exception exception) when (exception is FormatException or DeadlineException or InvalidOperationException)
            {
                var vi = exception is DeadlineException deadline ? deadline.Vi : "Mục không đọc được.";
                problems.Add(new LimitProblem(Place(nodes[i], i), exception is DeadlineException named ? named.Rule : "malformed-entry", vi, exception.Message));
            }
        }

        return problems.Count == 0 ? rules.ToImmutable() : throw new LimitCatalogueException(problems.ToImmutable());
    }

    /// <summary>An entry with everything in it, to keep beside a case.</summary>
    public static JsonObject Write(LimitRule rule)
    {
        var json = new JsonObject
        {
            ["set"] = rule.Set,
            ["procedure"] = rule.Procedure,
            ["limit"] = rule.Id,
            ["office"] = rule.Office,
            ["nameVi"] = rule.NameVi,
            ["nameEn"] = rule.NameEn,
            ["kind"] = Word(rule.Kind),
            ["bearer"] = Word(rule.Bearer),
            ["receiptPolicy"] = rule.Policy.ToString(),
            ["legalBasis"] = rule.LegalBasis,
            ["validFrom"] = LocalDatePattern.Iso.Format(rule.ValidFrom),
            ["validTo"] = rule.ValidTo is { } to ? LocalDatePattern.Iso.Format(to) : null,
            ["runsFromVi"] = rule.RunsFromVi,
            ["runsFromEn"] = rule.RunsFromEn,
            ["settable"] = rule.IsSettable,
        };
        AddAmount(json, rule.Amount);
        json["law"] = Write(rule.Law);
        json["suspension"] = rule.Suspension is { } suspension
            ? new JsonObject { ["grounds"] = new JsonArray([.. suspension.Grounds.Select(Write)]), ["maxDays"] = suspension.MaxDays }
            : null;
        json["extension"] = rule.Extension is { } extension ? Write(extension) : null;
        json["variants"] = new JsonArray([.. rule.Variants.Select(Write)]);
        return json;
    }

    /// <summary>The entry that <see cref="Write(LimitRule)"/> wrote.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static LimitRule ReadEntry(JsonObject entry) => Read(entry, (string?)entry["set"] ?? throw Missing("set"), (string?)entry["office"], null);

    /// <summary>An enum's name as JSON writes it: <c>financeBody</c>.</summary>
    public static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static string Place(JsonNode? entry, int index) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"entries[{index}]{(entry is JsonObject json ? $" ({json["procedure"]}/{json["limit"]})" : string.Empty)}");

    private static JsonArray Entries(string text, ImmutableArray<LimitProblem>.Builder problems)
    {
        try
        {
            if (JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })?["entries"] is JsonArray entries)
                return entries;
            problems.Add(new LimitProblem("file", "no-entries", "Tệp phải có mảng 'entries'.", "The file is an object with an array 'entries'."));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            problems.Add(new LimitProblem("file", "malformed-json", "Tệp không phải JSON hợp lệ.", exception.Message));
        }

        return [];
    }

    private static IEnumerable<LimitRule> ReadForOffices(JsonObject entry, string set, LimitCatalogue? builtIn)
    {
        foreach (var (name, _) in entry)
        {
            if (!Members.Contains(name, StringComparer.Ordinal))
                throw new FormatException($"'{name}' is no member of an entry");
        }

        var like = builtIn?.Find(Text(entry, "procedure"), Text(entry, "limit"), null, Date(entry, "validFrom") ?? throw Missing("validFrom"));
        if (builtIn is not null && like is null)
        {
            throw new DeadlineException(
                "limit", "unknown-limit", "Danh mục không có thời hạn này vào ngày có hiệu lực.", $"The catalogue has no limit '{entry["limit"]}' of '{entry["procedure"]}' in force on {entry["validFrom"]}.", "Danh mục thời hạn");
        }

        var offices = entry["offices"] is JsonArray many ? [.. many.Select(office => (string?)office)] : new[] { (string?)entry["office"] };
        if (set == LimitSets.Office && (offices.Length == 0 || offices.Contains(null)))
            throw Missing("office");
        return [.. offices.Select(office => Read(entry, set, office, like))];
    }

    private static LimitRule Read(JsonObject entry, string set, string? office, LimitRule? like) => new(
        Text(entry, "procedure"), Text(entry, "limit"), Amount(entry), Enum<LimitKind>(entry, "kind", null), Enum<LimitBearer>(entry, "bearer", like?.Bearer), Text(entry, "legalBasis"),
        Date(entry, "validFrom") ?? throw Missing("validFrom"))
    {
        Set = set,
        Office = office,
        NameVi = (string?)entry["nameVi"] ?? like?.NameVi ?? throw Missing("nameVi"),
        NameEn = (string?)entry["nameEn"] ?? like?.NameEn ?? throw Missing("nameEn"),
        RunsFromVi = (string?)entry["runsFromVi"] ?? like?.RunsFromVi ?? string.Empty,
        RunsFromEn = (string?)entry["runsFromEn"] ?? like?.RunsFromEn ?? string.Empty,
        Policy = Enum<ReceiptPolicy>(entry, "receiptPolicy", like?.Policy ?? ReceiptPolicy.S),
        ValidTo = Date(entry, "validTo"),
        IsSettable = (bool?)entry["settable"] ?? like?.IsSettable ?? false,
        Law = entry["law"] is JsonObject law ? new LawAmount(Amount(law), Text(law, "legalBasis")) : LawOf(like),
        Suspension = entry["suspension"] is JsonObject suspension ? ReadSuspension(suspension) : like?.Suspension,
        Extension = entry["extension"] is JsonObject extension ? ReadExtension(extension) : like?.Extension,
        Variants = entry["variants"] is JsonArray variants ? [.. variants.Select(variant => ReadVariant((JsonObject)variant!))] : like?.Variants ?? [],
    };

    private static LawAmount? LawOf(LimitRule? like) => like switch
    {
        { Kind: LimitKind.Law } => new LawAmount(like.Amount, like.LegalBasis),
        _ => like?.Law,
    };

    private static LimitVariant ReadVariant(JsonObject variant) => new(
        Text(variant, "id"), Amount(variant), Text(variant, "legalBasis"), variant["law"] is JsonObject law ? new LawAmount(Amount(law), Text(law, "legalBasis")) : null);

    private static SuspensionRule ReadSuspension(JsonObject suspension) => new(
        [.. (suspension["grounds"] as JsonArray ?? throw Missing("suspension.grounds")).Select(ReadGround)], (int?)suspension["maxDays"]);

    private static StopGround ReadGround(JsonNode? ground) => ground is JsonObject whole
        ? new StopGround(Text(whole, "id"), Text(whole, "nameVi"), Text(whole, "nameEn"), Text(whole, "legalBasis"))
        : StopGrounds.Find((string?)ground ?? string.Empty) ?? throw new FormatException($"'{ground}' is no ground for a stop");

    private static ExtensionRule ReadExtension(JsonObject extension) => new(
        Amount(extension), (bool?)extension["agreement"] ?? true, Enum<LimitBearer>(extension, "bearer", LimitBearer.Both), Text(extension, "legalBasis"));

    private static JsonObject? Write(LawAmount? law)
    {
        if (law is null)
            return null;
        var json = new JsonObject { ["legalBasis"] = law.LegalBasis };
        AddAmount(json, law.Amount);
        return json;
    }

    private static JsonNode Write(StopGround ground) =>
        new JsonObject { ["id"] = ground.Id, ["nameVi"] = ground.NameVi, ["nameEn"] = ground.NameEn, ["legalBasis"] = ground.LegalBasis };

    private static JsonObject Write(ExtensionRule extension)
    {
        var json = new JsonObject { ["agreement"] = extension.NeedsAgreement, ["bearer"] = Word(extension.Bearer), ["legalBasis"] = extension.LegalBasis };
        AddAmount(json, extension.Max);
        return json;
    }

    private static JsonNode Write(LimitVariant variant)
    {
        var json = new JsonObject { ["id"] = variant.Id, ["legalBasis"] = variant.LegalBasis, ["law"] = Write(variant.Law) };
        AddAmount(json, variant.Amount);
        return json;
    }

    private static void AddAmount(JsonObject json, LimitAmount amount)
    {
        json["amount"] = amount.Count;
        json["unit"] = amount.Unit;
        if (amount.IsStrictlyLess)
            json["strictlyLess"] = true;
    }

    private static LimitAmount Amount(JsonObject json) =>
        LimitAmount.Of((int?)json["amount"] ?? throw Missing("amount"), Text(json, "unit"), (bool?)json["strictlyLess"] ?? false);

    private static string Text(JsonObject json, string name) => (string?)json[name] is { Length: > 0 } text ? text : throw Missing(name);

    private static LocalDate? Date(JsonObject json, string name)
    {
        if ((string?)json[name] is not { } text)
            return null;
        return LocalDatePattern.Iso.Parse(text) is { Success: true } date ? date.Value : throw new FormatException($"'{name}' is a date such as 2026-07-01, not '{text}'");
    }

    private static T Enum<T>(JsonObject json, string name, T? otherwise) where T : struct, Enum
    {
        if ((string?)json[name] is not { } text)
            return otherwise ?? throw Missing(name);
        foreach (var value in System.Enum.GetValues<T>())
        {
            if (Word(value) == text || value.ToString() == text)
                return value;
        }

        throw new FormatException($"'{name}' is one of {string.Join(", ", System.Enum.GetValues<T>().Select(Word))}, not '{text}'");
    }

    private static FormatException Missing(string name) => new($"'{name}' is missing");
}
