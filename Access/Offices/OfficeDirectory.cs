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
    private readonly ILookup<string?, Office> byParent;
    private readonly bool isPilotExtended;

    /// <param name="isPilotExtended">The online support is offered by every office on every day, whatever the pilot's dates.</param>
    /// <exception cref="InvalidOperationException">Names every office that breaks a rule, and the rule.</exception>
    public OfficeDirectory(IEnumerable<Office> offices, bool isPilotExtended)
    {
        All = [.. offices.OrderBy(office => office.Id, StringComparer.Ordinal)];
        if (OfficeRules.Broken(All).ToList() is { Count: > 0 } broken)
            throw new InvalidOperationException($"The offices cannot be used: {string.Join("; ", broken)}.");
        byId = All.ToDictionary(office => office.Id, StringComparer.Ordinal);
        byMailbox = All.Where(office => office.Runs(Office.EnforcementRequest)).ToDictionary(office => office.Mailbox, StringComparer.OrdinalIgnoreCase);
        byParent = All.ToLookup(office => office.ParentId, StringComparer.Ordinal);
        this.isPilotExtended = isPilotExtended;
    }

    public IReadOnlyList<Office> All { get; }

    /// <param name="dataFile">More offices, or other data of the same; may be absent.</param>
    /// <param name="withSamples">Also an invented office of each kind that the pilot has none of, to try the other procedures with.</param>
    /// <exception cref="InvalidOperationException">Names the file and what is wrong with it.</exception>
    public static OfficeDirectory Load(string dataFile, bool isPilotExtended, bool withSamples = false)
    {
        var offices = Embedded("offices.json").Concat(withSamples ? Embedded("sample-offices.json") : []).ToDictionary(office => office.Id, StringComparer.Ordinal);
        if (!File.Exists(dataFile))
            return new OfficeDirectory(offices.Values, isPilotExtended);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var office in Read(dataFile))
        {
            if (!seen.Add(office.Id))
                throw new InvalidOperationException($"'{dataFile}': office '{office.Id}' occurs twice.");
            offices[office.Id] = office;
        }

        try
        {
            return new OfficeDirectory(offices.Values, isPilotExtended);
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidOperationException($"'{dataFile}': {exception.Message}", exception);
        }
    }

    public Office? Find(string id) => byId.GetValueOrDefault(id);

    public Office? FindByMailbox(string address) => byMailbox.GetValueOrDefault(address.Trim());

    public bool OffersOnlineSupport(string officeId, LocalDate day) => Find(officeId) is { } office && office.Runs(Office.EnforcementRequest)
        && (isPilotExtended || (day >= office.PilotFrom && (office.PilotTo is null || day <= office.PilotTo)));

    /// <summary>The office and all below it.</summary>
    public IEnumerable<string> Subtree(string officeId) => byParent[officeId].SelectMany(office => Subtree(office.Id)).Prepend(officeId);

    private static List<Office> Embedded(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        return JsonSerializer.Deserialize<List<Office>>(stream, EngineJson.Options)!;
    }

    private static List<Office> Read(string file)
    {
        try
        {
            var offices = JsonSerializer.Deserialize<List<Office?>>(File.ReadAllText(file), EngineJson.Options) ?? throw new JsonException("the file holds null.");
            return [.. offices.Select(office => office ?? throw new JsonException("an office is null."))];
        }
        catch (JsonException exception)
        {
            throw new InvalidOperationException($"'{file}' is no list of offices: {exception.Message}", exception);
        }
    }
}
