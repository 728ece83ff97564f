using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Cases;

/// <summary>Ends the case under the status that the definition names; every other path of it ends with it.</summary>
[Activity("Cases.Close", 1, "Kết thúc hồ sơ", "Close the case", Category = "Cases")]
[ClosesCase("{status}")]
public sealed class CloseCase : Activity<EndOfCase>
{
    protected override IReadOnlyList<InputDescriptor> Inputs => [InputDescriptor.Required("status", "Trạng thái kết thúc", "Closing status")];

    public override ActivityResult Execute(ActivityContext context) => Wait(Effects(context, context.RequiredInput<string>("status")));

    internal static IEnumerable<Effect> Effects(ActivityContext context, string status) =>
    [
        CaseFiles.Update(context, status, context.Now),
        new Send(OutboxChannels.Event, EventKinds.CaseClosed, new JsonObject { ["status"] = status }),
        new EndInstance(),
    ];
}

/// <summary>Nothing follows the end of a case.</summary>
public enum EndOfCase;
