namespace ProcedureEngine.Host.ElsaApi;

/// <summary>Studio's question for instances; null and empty mean no restriction.</summary>
internal sealed record InstanceListRequest
{
    private static readonly string[] KnownStatuses = [InstanceStatus.Running, InstanceStatus.Finished];
    private static readonly string[] KnownSubStatuses = ["Pending", "Executing", "Suspended", "Finished", "Cancelled", "Faulted", "Interrupted"];

    public int? Page { get; init; }

    public int? PageSize { get; init; }

    public string? SearchTerm { get; init; }

    public string? DefinitionId { get; init; }

    public IReadOnlyList<string>? DefinitionIds { get; init; }

    public string? CorrelationId { get; init; }

    public int? Version { get; init; }

    public bool? HasIncidents { get; init; }

    public bool? IsSystem { get; init; }

    public string? Status { get; init; }

    public IReadOnlyList<string>? Statuses { get; init; }

    public string? SubStatus { get; init; }

    public IReadOnlyList<string>? SubStatuses { get; init; }

    public string? OrderBy { get; init; }

    public string? OrderDirection { get; init; }

    public IReadOnlyList<TimestampFilter>? TimestampFilters { get; init; }

    /// <param name="offices">What the caller may see.</param>
    /// <param name="systemIds">Definitions of the product itself.</param>
    /// <exception cref="RejectedException">A word that is none of Elsa's.</exception>
    public InstanceFilter ToFilter(IReadOnlyCollection<string> offices, IEnumerable<string> systemIds)
    {
        var system = systemIds.ToList();
        var asked = Together(DefinitionId, DefinitionIds);
        return new InstanceFilter(offices)
        {
            DefinitionIds = IsSystem is true ? [.. system.Where(id => asked is null || asked.Contains(id, StringComparer.Ordinal))] : asked,
            WithoutDefinitionIds = IsSystem is false ? system : [],
            Version = Version,
            Statuses = Known("statuses", Together(Status, Statuses), KnownStatuses),
            SubStatuses = Known("subStatuses", Together(SubStatus, SubStatuses), KnownSubStatuses),
            HasIncidents = HasIncidents,
            Code = string.IsNullOrWhiteSpace(CorrelationId) ? null : CorrelationId.Trim(),
            Search = SearchTerm,
            Instants = [.. (TimestampFilters ?? []).OfType<TimestampFilter>().Where(filter => filter.Timestamp is not null).Select((filter, index) => filter.ToCondition(index))],
            OrderBy = Order(OrderBy),
            // Elsa's own default: the newest first.
            IsAscending = !string.IsNullOrEmpty(OrderDirection) && !StudioQuery.IsDescending(OrderDirection),
            Page = Page ?? 0,
            PageSize = PageSize ?? 25,
        };
    }

    private static InstanceOrder Order(string? text) => text?.ToUpperInvariant() switch
    {
        null or "" or "CREATED" => InstanceOrder.Created,
        "LASTEXECUTED" => InstanceOrder.Updated,
        "FINISHED" => InstanceOrder.Finished,
        "NAME" => InstanceOrder.Name,
        _ => throw StudioQuery.Unknown("orderBy", text, "Created", "LastExecuted", "Finished", "Name"),
    };

    private static List<string>? Together(string? one, IReadOnlyList<string>? more)
    {
        var all = (more ?? []).Append(one).Where(value => !string.IsNullOrEmpty(value)).Select(value => value!).Distinct(StringComparer.Ordinal).ToList();
        return all.Count == 0 ? null : all;
    }

    private static List<string>? Known(string field, List<string>? values, string[] known) =>
        values?.FirstOrDefault(value => !known.Contains(value, StringComparer.Ordinal)) is { } unknown ? throw StudioQuery.Unknown(field, unknown, known) : values;
}

/// <summary>One of the instance's instants against another.</summary>
internal sealed record TimestampFilter(string? Column, string? Operator, DateTimeOffset? Timestamp)
{
    public InstantCondition ToCondition(int index) => new(
        Word<InstanceInstant>($"timestampFilters[{index}].column", Column), Word<Comparison>($"timestampFilters[{index}].operator", Operator), Instant.FromDateTimeOffset(Timestamp!.Value));

    private static T Word<T>(string field, string? text) where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]) ? value : throw StudioQuery.Unknown(field, text, Enum.GetNames<T>());
}

internal sealed record JournalRequest(JournalRequestFilter? Filter);

internal sealed record JournalRequestFilter
{
    public IReadOnlyList<string>? ActivityIds { get; init; }

    public IReadOnlyList<string>? ActivityNodeIds { get; init; }

    public IReadOnlyList<string>? ExcludedActivityTypes { get; init; }

    public IReadOnlyList<string>? EventNames { get; init; }

    public JournalFilter ToFilter(string instanceId, ElsaDefinition definition)
    {
        var activities = Given(ActivityIds).Concat(Given(ActivityNodeIds).Select(NodeIds.ActivityOf)).Distinct(StringComparer.Ordinal).ToList();
        return new JournalFilter(instanceId, definition.StartActivityId)
        {
            ActivityIds = activities.Count == 0 ? null : activities,
            EventNames = Given(EventNames) is { Count: > 0 } events ? events : null,
            WithoutTypes = Given(ExcludedActivityTypes),
        };
    }

    private static List<string> Given(IReadOnlyList<string>? values) => [.. (values ?? []).OfType<string>()];
}

/// <summary>Studio's addresses of nodes: ids from the workflow down, joined by colons.</summary>
internal static class NodeIds
{
    public const string Workflow = "Workflow1";
    public const string Flowchart = "Workflow1:Flowchart1";

    public static string ActivityOf(string nodeId) => nodeId[(nodeId.LastIndexOf(':') + 1)..];
}
