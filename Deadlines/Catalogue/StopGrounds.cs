namespace ProcedureEngine.Deadlines;

/// <summary>The grounds that the Civil Code defines for every limit that may be stopped at all.</summary>
public static class StopGrounds
{
    private const string Definition = "BLDS 91/2015/QH13 Đ.156(1)";

    public static StopGround ForceMajeure { get; } = new("force-majeure", "Sự kiện bất khả kháng", "Force majeure", Definition);

    public static StopGround ObjectiveObstacle { get; } = new("objective-obstacle", "Trở ngại khách quan", "Objective obstacle", Definition);

    internal static StopGround? Find(string id) => id switch
    {
        "force-majeure" => ForceMajeure,
        "objective-obstacle" => ObjectiveObstacle,
        _ => null,
    };
}
