using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Intake;

namespace ProcedureEngine.Activities.Compensation.Claims.Appointing;

/// <summary>The settlement officer proves unfit: who takes over, and why.</summary>
public sealed record OfficerReplacement(
    [property: Field("Lý do thay đổi", "Reason for the change", Multiline = true)] string Reason,
    [property: Field("Người được cử thay", "Who takes over")] OfficerChoice Officer) : IValidated
{
    public IEnumerable<FieldError> Validate() => Enforcement.Required.Text("reason", Reason);
}

public enum OfficerChange
{
    [Outcome("Thay người giải quyết bồi thường", "Replaced")] Replaced,
}

/// <summary>
/// The any-time branch in which the head replaces the settlement officer: a new decision, told to the claimant; the open tasks of the one before
/// are the new one's from now on.
/// </summary>
[Activity("Claims.ReplaceOfficer", 1, "Thay người giải quyết bồi thường", "Replace the settlement officer", Category = "Claims")]
public sealed class ReplaceOfficer(CaseServices services) : Activity<OfficerChange>
{
    protected override IReadOnlyList<InputDescriptor> Inputs => [InputDescriptor.Required(UserTaskActivity<OfficerChange>.RoleInput, "Vai trò", "Role")];

    public override ActivityResult Execute(ActivityContext context) => Wait(new CreateBookmark(StimulusNames.ReplaceOfficer));

    public override ActivityResult Resume(ActivityContext context, Resumption resumption) => resumption is StimulusDelivered { Name: StimulusNames.ReplaceOfficer } said
        ? Replace(context, EngineJson.Read<OfficerReplacement>(said.Payload)!)
        : base.Resume(context, resumption);

    private ActivityResult Replace(ActivityContext context, OfficerReplacement replacement)
    {
        LeaderActs.RequireRole(context, "Chỉ Thủ trưởng được thay người giải quyết bồi thường.", "replaces the settlement officer");
        if (ClaimState.Of(context).Appointment is not { } former)
            throw RejectedException.Conflict("nobody-appointed", "Chưa cử người giải quyết bồi thường.", "No settlement officer was appointed yet; nobody is to be replaced.");
        var officer = replacement.Officer;
        if (officer.OfficerId == former.OfficerId)
            throw RejectedException.Conflict("same-officer", "Người được cử thay đang là người giải quyết bồi thường.", "This person is the settlement officer; name another.");
        var left = new FormerOfficer(former.OfficerId, former.OfficerName, former.Signature.SignedAt, context.Now, replacement.Reason);
        var part = new AppointmentPart(officer.OfficerId, officer.OfficerName, officer.Signature.Record(context), former.Version + 1, former.Earlier.Add(left));
        return Leave(
            OfficerChange.Replaced,
            [
                .. Appointments.Record(services, context, part),
                .. context.Tasks.Where(task => task.IsOpen && task.Assignee == former.OfficerId).Select(task => new GiveTask(task.Id, officer.OfficerId)),
                new Log("OfficerReplaced", $"{former.OfficerId} by {officer.OfficerId}", null, new JsonObject { ["reason"] = replacement.Reason }),
            ]);
    }
}
