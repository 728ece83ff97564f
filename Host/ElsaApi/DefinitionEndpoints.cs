using System.Globalization;

namespace ProcedureEngine.Host.ElsaApi;

/// <summary>Definitions for Studio. They are declared in code and read-only: no answer carries a link that leads to a change, and every change is refused.</summary>
internal static class DefinitionEndpoints
{
    private const int MaxPage = 500;

    public static void MapDefinitions(this IEndpointRouteBuilder group)
    {
        var definitions = group.MapGroup("/workflow-definitions");
        definitions.MapGet("/", ListAsync).WithSummary("List definitions");
        definitions.MapGet("/by-definition-id/{definitionId}", ByDefinitionIdAsync).WithSummary("A definition in Elsa 3's JSON");
        definitions.MapGet("/by-id/{versionId}", ByVersionIdAsync).WithSummary("One version of a definition");
        definitions.MapGet("/validation/is-name-unique", IsNameUniqueAsync).WithSummary("Whether no other definition has this name");
        definitions.MapGet("/{definitionId}/consumers", ConsumersAsync).WithSummary("Definitions that run this one as an activity");
        definitions.MapPost("/{definitionId}/execute", RunDefinition.HandleAsync).WithSummary("Start an instance: for operators, with office and data");
        definitions.MapPost("/", Refuse).WithSummary("Refused: code alone makes versions");
        foreach (var change in new[] { "/{id}/publish", "/{id}/retract", "/{id}/revert/{version}", "/import", "/import-files" })
            definitions.MapPost(change, Refuse).WithSummary("Refused: code alone makes versions");
        definitions.MapDelete("/{id}", Refuse).WithSummary("Refused: instances run by it");
        group.MapDelete("/workflow-definition-versions/{id}", Refuse).WithSummary("Refused: instances run by it");
        foreach (var change in new[] { "delete", "publish", "retract" })
            group.MapPost($"/bulk-actions/{change}/workflow-definitions/{{what}}", Refuse).WithSummary("Refused: code alone makes versions");
    }

    private static IResult Refuse() => throw RejectedException.Forbidden(
        "definition-read-only", "Quy trình được khai báo trong mã nguồn, không sửa ở đây.", "Definitions are declared in code and change only with a new version of it.");

    private static async Task<IResult> ListAsync(
        DefinitionCatalogue definitions, HttpContext http, string? versionOptions, string? page, string? pageSize, string? searchTerm, string? isSystem, string? orderBy, string? orderDirection, string[]? ids,
        string[]? definitionIds)
    {
        var catalogue = await definitions.ReadAsync(http.RequestAborted);
        var found = catalogue.Definitions.Where(VersionOptions.Read(versionOptions)).Where(definition =>
            (ids is not { Length: > 0 } || ids.Contains(definition.VersionId, StringComparer.Ordinal))
            && (definitionIds is not { Length: > 0 } || definitionIds.Contains(definition.DefinitionId, StringComparer.Ordinal))
            && (StudioQuery.Bool("isSystem", isSystem) is not { } system || definition.IsSystem == system) && Matches(definition, searchTerm)).ToList();
        var size = Math.Clamp(StudioQuery.Int("pageSize", pageSize) ?? MaxPage, 1, MaxPage);
        var items = Ordered(found, orderBy, StudioQuery.IsDescending(orderDirection)).Skip(StudioQuery.Skip(StudioQuery.Int("page", page), size)).Take(size).Select(definition => definition.Summary());
        return Body.Json(new { items, totalCount = found.Count, links = Array.Empty<object>() });
    }

    private static bool Matches(ElsaDefinition definition, string? search) => string.IsNullOrWhiteSpace(search)
        || new[] { definition.VersionId, definition.DefinitionId, definition.Name, definition.Description }.Any(text => Activities.Cases.VietnameseText.Fold(text).Contains(Activities.Cases.VietnameseText.Fold(search), StringComparison.Ordinal));

    private static IEnumerable<ElsaDefinition> Ordered(IEnumerable<ElsaDefinition> definitions, string? orderBy, bool isDescending)
    {
        // Names in Vietnamese order; among versions of one definition the newest first, whichever way the list goes.
        var byVersion = definitions.OrderBy(definition => definition.DefinitionId, StringComparer.Ordinal).ThenByDescending(definition => definition.Version);
        return (orderBy?.ToUpperInvariant(), isDescending) switch
        {
            ("NAME", false) => byVersion.OrderBy(definition => definition.Name, VietnameseOrder),
            ("NAME", true) => byVersion.OrderByDescending(definition => definition.Name, VietnameseOrder),
            ("CREATED", false) => byVersion.OrderBy(definition => definition.CreatedAt),
            ("CREATED", true) => byVersion.OrderByDescending(definition => definition.CreatedAt),
            ("VERSION", false) => byVersion.OrderBy(definition => definition.Version),
            ("VERSION", true) => byVersion.OrderByDescending(definition => definition.Version),
            (null or "", _) => byVersion,
            _ => throw StudioQuery.Unknown("orderBy", orderBy, "Name", "Created", "Version"),
        };
    }

    private static StringComparer VietnameseOrder { get; } = StringComparer.Create(CultureInfo.GetCultureInfo("vi-VN"), CompareOptions.None);

    private static async Task<IResult> ByDefinitionIdAsync(string definitionId, string? versionOptions, DefinitionCatalogue definitions, HttpContext http) => Show(
        (await definitions.ReadAsync(http.RequestAborted)).Definitions.Where(definition => definition.DefinitionId == definitionId).Where(VersionOptions.Read(versionOptions)).MaxBy(definition => definition.Version), definitionId);

    private static async Task<IResult> ByVersionIdAsync(string versionId, DefinitionCatalogue definitions, HttpContext http) =>
        Show((await definitions.ReadAsync(http.RequestAborted)).Definitions.FirstOrDefault(definition => definition.VersionId == versionId), versionId);

    private static IResult Show(ElsaDefinition? definition, string id) => definition is null ? throw RejectedException.NotFound("định nghĩa (definition)", id) : Body.Json(definition.Json);

    private static async Task<IResult> IsNameUniqueAsync(string name, string? definitionId, DefinitionCatalogue definitions, HttpContext http) => Body.Json(new
    {
        isUnique = !(await definitions.ReadAsync(http.RequestAborted)).Definitions.Any(definition => definition.DefinitionId != definitionId && string.Equals(definition.Name, name.Trim(), StringComparison.OrdinalIgnoreCase)),
    });

    /// <summary>Procedures run no other as an activity.</summary>
    private static async Task<IResult> ConsumersAsync(string definitionId, DefinitionCatalogue definitions, HttpContext http) => (await definitions.ReadAsync(http.RequestAborted)).FindLatest(definitionId) is null
        ? throw RejectedException.NotFound("định nghĩa (definition)", definitionId)
        : Body.Json(new { consumingWorkflowDefinitionIds = Array.Empty<string>() });
}

/// <summary>Elsa's words for which versions are meant. The newest version of a definition is its published one; there are no drafts.</summary>
internal static class VersionOptions
{
    public static Func<ElsaDefinition, bool> Read(string? text) => text?.ToUpperInvariant() switch
    {
        null or "" or "ALLVERSIONS" => _ => true,
        "LATEST" or "PUBLISHED" or "LATESTORPUBLISHED" or "LATESTANDPUBLISHED" => definition => definition.IsLatest,
        "DRAFT" => _ => false,
        var other when int.TryParse(other, NumberStyles.None, CultureInfo.InvariantCulture, out var version) => definition => definition.Version == version,
        _ => throw StudioQuery.Unknown("versionOptions", text, "Latest", "Published", "LatestOrPublished", "LatestAndPublished", "Draft", "AllVersions", "1..."),
    };
}

/// <summary>Reads what Studio writes in queries: booleans as True or False, often nothing at all.</summary>
internal static class StudioQuery
{
    public static int? Int(string name, string? text) => string.IsNullOrEmpty(text) ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
        : throw RejectedException.Invalid(name, "type", $"'{text}' không phải là số nguyên.", $"'{text}' is no whole number.");

    public static bool? Bool(string name, string? text) => string.IsNullOrEmpty(text) ? null
        : bool.TryParse(text, out var value) ? value
        : throw RejectedException.Invalid(name, "type", $"'{text}' không phải là True hay False.", $"'{text}' is neither True nor False.");

    /// <summary>How many rows lie before the page; a page below the first is the first.</summary>
    public static int Skip(int? page, int size) => (int)Math.Min((long)Math.Max(page ?? 0, 0) * size, int.MaxValue);

    public static bool IsDescending(string? direction) => direction?.ToUpperInvariant() switch
    {
        null or "" or "ASCENDING" => false,
        "DESCENDING" => true,
        _ => throw Unknown("orderDirection", direction, "Ascending", "Descending"),
    };

    public static RejectedException Unknown(string field, string? value, params ReadOnlySpan<string> known)
    {
        var words = string.Join(", ", known.ToArray());
        return RejectedException.Invalid(field, "unknown-value", $"Không có giá trị '{value}'; chọn một trong: {words}.", $"'{value}' is none of: {words}.");
    }
}
