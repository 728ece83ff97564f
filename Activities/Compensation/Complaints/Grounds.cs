using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProcedureEngine.Activities.Compensation.Complaints;

/// <summary>A ground of complaint, as the catalogue codes it.</summary>
/// <param name="Code">Subject and letter (<c>1b</c>); <c>7x</c> is the general one on amount and manner of reimbursement.</param>
/// <param name="Subject">1 to 7, seed 003, 5.1.</param>
/// <param name="Place">Where the source has it.</param>
/// <param name="NoneOf">Set on alternatives of which none must hold ('none of A, B, C' is how the source's double negatives are read).</param>
public sealed record Ground(string Code, int Subject, string Place, string Vi, string En, string? NoneOf = null, bool IsGeneral = false);

/// <summary>The grounds that a complaint may rest on: 33 and the general one (seed 003, 5.1; Law on State compensation liability 2009).</summary>
/// <param name="Catalogue">Names the data; a complaint keeps the one it was made under.</param>
public sealed record GroundCatalogue(string Catalogue, string Source, LocalDate ValidFrom, ImmutableArray<Ground> Grounds)
{
    private static readonly JsonSerializerOptions Reading = new(EngineJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public static GroundCatalogue Of2009 { get; } = Load("grounds-2009.json");

    public Ground? Find(string code) => Grounds.FirstOrDefault(ground => ground.Code == code);

    private static GroundCatalogue Load(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        return JsonSerializer.Deserialize<GroundCatalogue>(stream, Reading)!;
    }
}
