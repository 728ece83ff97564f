using ProcedureEngine.Engine.Execution;
using ProcedureEngine.Engine.UserTasks;

namespace ProcedureEngine.Browser.Tests.Support;

/// <summary>The step that confirms a receipt, with a defect that shows for one applicant only.</summary>
internal sealed class FailingStep(IActivity inner) : IActivity
{
    public const string Applicant = "Đỗ Thị Lỗi";
    public const string Message = "The receipt of this applicant cannot be confirmed.";
    private const string Type = "Appointment.ConfirmReceipt";

    public ActivityDescriptor Descriptor => inner.Descriptor;

    /// <summary>All activities, the step among them replaced.</summary>
    public static IEnumerable<IActivity> Among(IEnumerable<IActivity> activities) => activities.Select(activity => activity.Descriptor.Type == Type ? new FailingStep(activity) : activity);

    public ActivityResult Execute(ActivityContext context) => (string?)context.Variables.GetValueOrDefault("request")?["requester"]?["name"] == Applicant ? throw new DefectException(Message) : inner.Execute(context);

    public ActivityResult Resume(ActivityContext context, Resumption resumption) => inner.Resume(context, resumption);

    public Type? OutcomeData(UserTask task, string outcome) => inner.OutcomeData(task, outcome);
}
