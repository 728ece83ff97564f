using System.Reflection;
using System.Text.Json;
using NodaTime;
using ProcedureEngine.Activities.Offices;
using ProcedureEngine.Engine.Text;

namespace ProcedureEngine.Access.Offices;

/// <summary>The offices: the pilot's, and those of the data folder's <c>offices.json</c>, which replace one of the same id.</summary>
public sealed class OfficeDirectory : IOfficeDirectory
{
    private readonly Dictionary<string, Office> byId;
    private readonly Dictionary<string, Office> byMailbox;
    private readonly bool isPilotExtended;

    /// <param name="isPilotExtended">The online support is offered by every office on every day, whatever the pilot's dates.</param>
    /// <exception cref="InvalidOperationException">Names the office and what is wrong with it.</exception>
    public OfficeDirectory(IEnumerable<Office> offices, bool isPilotExtended)
    {
        byId = offices.ToDictionary(office => office.Id, StringComparer.Ordinal);
        this.isPilotExtended = isPilotExtended;
        foreach (var office in byId.Values)
            Check(office);
        byMailbox = byId.Values.ToDictionary(office => office.Mailbox, StringComparer.OrdinalIgnoreCase);
        All = [.. byId.Values.OrderBy(office => office.Id, StringComparer.Ordinal)];
    }

    public IReadOnlyList<Office> All { get; }

    /// <param name="dataFile">More offices, or other data of the same; may be absent.</param>
    public static OfficeDirectory Load(string dataFile, bool isPilotExtended)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("offices.json")!;
        var offices = JsonSerializer.Deserialize<List<Office>>(stream, EngineJson.Options)!.ToDictionary(office => office.Id, StringComparer.Ordinal);
        if (File.Exists(dataFile))
        {
            foreach (var office in Read(dataFile))
                offices[office.Id] = office;
        }

        return new OfficeDirectory(offices.Values, isPilotExtended);
    }

    public Office? Find(string id) => byId.GetValueOrDefault(id);

    public Office? FindByMailbox(string address) => byMailbox.GetValueOrDefault(address.Trim());

    public bool OffersOnlineSupport(string officeId, LocalDate day) =>
        isPilotExtended || (Find(officeId) is { PilotFrom: { } from } office && day >= from && (office.PilotTo is null || day <= office.PilotTo));

    /// <summary>The office and all below it.</summary>
    public IEnumerable<string> Subtree(string officeId) =>
        All.Where(office => office.ParentId == officeId).SelectMany(office => Subtree(office.Id)).Prepend(officeId);

    private static List<Office> Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<List<Office>>(File.ReadAllText(file), EngineJson.Options)!;
        }
        catch (JsonException exception)
        {
            throw new InvalidOperationException($"'{file}' is no list of offices: {exception.Message}", exception);
        }
    }

    private void Check(Office office)
    {
        if (string.IsNullOrWhiteSpace(office.Id) || office.Id.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
            throw new InvalidOperationException($"Office id '{office.Id}' may hold lower-case letters, digits and hyphens only.");
        if (office.ParentId is not null && !byId.ContainsKey(office.ParentId))
            throw new InvalidOperationException($"Office '{office.Id}' lies under '{office.ParentId}', which does not exist.");
        if (!office.DecisionPattern.Contains("{sequence}", StringComparison.Ordinal) || !office.CasePattern.Contains("{sequence}", StringComparison.Ordinal))
            throw new InvalidOperationException($"The number patterns of office '{office.Id}' must contain {{sequence}}.");
        if (office.FirstMonthOfYear is < 1 or > 12)
            throw new InvalidOperationException($"firstMonthOfYear of office '{office.Id}' must be 1 to 12.");
    }
}
