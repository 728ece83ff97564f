using NodaTime;
using ProcedureEngine.Engine.Store;

namespace ProcedureEngine.Activities.Appointment;

public enum AppointmentState
{
    Set,
    Kept,
    Missed,
    Moved,
    Cancelled,
}

/// <summary>A visit that the office arranged with the applicant.</summary>
/// <param name="Officer">Whom to meet: the officer's user name.</param>
/// <param name="From">Start; the visit lies in office hours of a working day.</param>
/// <param name="To">Exclusive end.</param>
/// <param name="Occurrence">From 1 in the case.</param>
public sealed record AppointmentRow(
    string Id, string InstanceId, string Office, int Occurrence, string Officer, string OfficerName, string OfficerPhone, string Place, Instant From, Instant To,
    AppointmentState State) : CaseRecord
{
    public override string Id { get; } = Id;
}
