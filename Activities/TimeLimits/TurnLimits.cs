using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Linting;

namespace ProcedureEngine.Activities.TimeLimits;

/// <summary>
/// Where one stage of a procedure ends and the next begins: limits that span several steps are met, others start. The lists are
/// ids of the catalogue with blanks between.
/// </summary>
[Activity("TimeLimits.Turn", 1, "Chuyển giai đoạn", "Turn to the next stage", Category = "Time limits")]
[MeetsLimit("{meets}")]
[StartsLimit("{starts}")]
public sealed class TurnLimits(CaseServices services) : Activity<Done>
{
    public const string MeetsInput = "meets";
    public const string StartsInput = "starts";

    protected override IReadOnlyList<InputDescriptor> Inputs =>
    [
        InputDescriptor.Optional(MeetsInput, "Thời hạn hoàn thành", "Limits that are met"),
        InputDescriptor.Optional(StartsInput, "Thời hạn bắt đầu", "Limits that start"),
    ];

    public override ActivityResult Execute(ActivityContext context) => Leave(
        Done.Done,
        [
            .. Ids(context, MeetsInput).SelectMany(limit => services.Limits.Meet(context, limit)),
            .. Ids(context, StartsInput).SelectMany(limit => services.Limits.Start(context, limit, context.Now)),
        ]);

    private static string[] Ids(ActivityContext context, string input) => (context.Input<string>(input) ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
