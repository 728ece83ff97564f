using ProcedureEngine.Activities.Cases;

namespace ProcedureEngine.Activities.Intake;

public enum RequestChannel
{
    [Outcome("Trực tuyến", "Online")] Online,
    [Outcome("Tại quầy", "At the counter")] Counter,
}

/// <summary>A valid request that came to the counter needs no confirmation by e-mail and no appointment: step 3 is skipped (invariant 6).</summary>
[Activity("Intake.RouteChannel", 1, "Theo cách yêu cầu", "By channel", Category = "Intake")]
public sealed class RouteChannel : Activity<RequestChannel>
{
    public override ActivityResult Execute(ActivityContext context) =>
        Leave(CaseFiles.Of(context).Channel == Channels.Counter ? RequestChannel.Counter : RequestChannel.Online);
}
