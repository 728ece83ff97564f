using ProcedureEngine.Engine.Execution;

namespace ProcedureEngine.Engine.BuiltIn;

/// <summary>Type names of the activities that shape a flow; the interpreter itself moves tokens through them.</summary>
public static class StructuralTypes
{
    public const string Start = "Elsa.Start";
    public const string Fork = "Elsa.FlowFork";
    public const string Join = "Elsa.FlowJoin";
    public const string End = "Elsa.End";

    /// <summary>Port of <see cref="Start"/> from which the any-time branches are drawn.</summary>
    public const string AnyTimePort = "AnyTime";

    public const string DonePort = "Done";

    /// <summary>Input of <see cref="Fork"/>: the branch names, each a port.</summary>
    public const string BranchesInput = "branches";

    /// <summary>Input of <see cref="Start"/>: the role that may reopen a closed case.</summary>
    public const string ReopenRoleInput = "reopenRole";
}

public enum StartPort
{
    [Outcome("Bắt đầu", "Done")] Done,
    [Outcome("Bất cứ lúc nào", "Any time")] AnyTime,
}

/// <summary>Where a case begins; its any-time branches (withdrawal, a message) are drawn from here.</summary>
[Activity(StructuralTypes.Start, 1, "Bắt đầu", "Start", Category = "Flow")]
internal sealed class StartActivity : Activity<StartPort>
{
    protected override IReadOnlyList<InputDescriptor> Inputs =>
        [InputDescriptor.Optional(StructuralTypes.ReopenRoleInput, "Vai trò được mở lại", "Role that may reopen")];

    public override ActivityResult Execute(ActivityContext context) => Leave(StartPort.Done);
}

/// <summary>Splits the path into parallel branches, one per name of its input.</summary>
[Activity(StructuralTypes.Fork, 1, "Tách nhánh song song", "Fork", Category = "Flow")]
internal sealed class ForkActivity : Activity<Done>
{
    protected override IReadOnlyList<InputDescriptor> Inputs => [InputDescriptor.Required(StructuralTypes.BranchesInput, "Các nhánh", "Branches", "Object")];

    public override ActivityResult Execute(ActivityContext context) => Leave(Execution.Done.Done);
}

/// <summary>Waits until every branch of the fork has come, and is passed once.</summary>
[Activity(StructuralTypes.Join, 1, "Chờ các nhánh", "Join", Category = "Flow")]
internal sealed class JoinActivity : Activity<Done>
{
    public override ActivityResult Execute(ActivityContext context) => Wait();
}

/// <summary>Ends the path that reaches it.</summary>
[Activity(StructuralTypes.End, 1, "Kết thúc", "End", Category = "Flow")]
internal sealed class EndActivity : Activity<EndPort>
{
    public override ActivityResult Execute(ActivityContext context) => Wait();
}

/// <summary>An end has no port.</summary>
public enum EndPort;
