using Microsoft.Extensions.DependencyInjection;
using ProcedureEngine.Activities.Appointment;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Compensation.Claims.Acceptance;
using ProcedureEngine.Activities.Compensation.Claims.Advance;
using ProcedureEngine.Activities.Compensation.Claims.Appointing;
using ProcedureEngine.Activities.Compensation.Claims.Completeness;
using ProcedureEngine.Activities.Compensation.Claims.Ending;
using ProcedureEngine.Activities.Compensation.Claims.Funding;
using ProcedureEngine.Activities.Compensation.Claims.Intake;
using ProcedureEngine.Activities.Compensation.Claims.Negotiation;
using ProcedureEngine.Activities.Compensation.Claims.Settlement;
using ProcedureEngine.Activities.Compensation.Claims.Verification;
using ProcedureEngine.Activities.Compensation.Complaints;
using ProcedureEngine.Activities.Drafting;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Issuance;
using ProcedureEngine.Activities.Merging;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Activities.Validation;
using ProcedureEngine.Engine.Timers;

namespace ProcedureEngine.Activities;

/// <summary>Registers what the procedures do. Needs an <see cref="Offices.IOfficeDirectory"/>, a <see cref="LegalTime"/>, the <see cref="ClockRoles"/> and the time zone.</summary>
public static class ActivitiesModule
{
    public static IServiceCollection AddActivities(this IServiceCollection services)
    {
        services.AddSingleton<TimeLimitBook>();
        services.AddSingleton<LetterDesk>();
        services.AddSingleton<CaseServices>();
        services.AddSingleton<ITimerHandler, TimeLimitTimers>();
        services.AddSingleton<ICaseAct, ReconcileLimits>();
        services.AddSingleton<ICaseAct, ApplyCalendar>();
        services.AddSingleton<ITimerHandler, PromisedDate>();
        services.AddSingleton<ICaseTaskHandler, ApologyTasks>();
        services.AddSingleton<ICaseAct, SuspendLimit>();
        services.AddSingleton<ICaseAct, ResumeLimit>();
        services.AddSingleton<ICaseAct, ExtendLimit>();
        services.AddSingleton<IInstanceObserver, CaseLifecycle>();
        services.AddSingleton<IAnswerComposer, CaseAnswers>();
        services.AddSingleton<ICaseAct, MergeAway>();
        services.AddSingleton<ICaseAct, AbsorbCase>();
        services.AddSingleton<ICaseAct, ReleaseCase>();
        services.AddSingleton<ICaseAct, SplitOff>();
        services.AddSingleton<ICaseAct, SetCaseAside>();
        services.AddSingleton<ICaseAct, LetterReturned>();
        foreach (var type in Types)
            services.AddSingleton(typeof(IActivity), type);
        return services;
    }

    /// <summary>The activities, made by hand: for tests and tools without a container.</summary>
    public static IEnumerable<IActivity> Create(CaseServices services) => Types.Select(type =>
        (IActivity)Activator.CreateInstance(type, type.GetConstructor([typeof(CaseServices)]) is null ? [] : [services])!);

    /// <summary>The acts on a case, made by hand.</summary>
    public static IReadOnlyList<ICaseAct> CreateActs(CaseServices services) =>
        [new MergeAway(services), new AbsorbCase(), new ReleaseCase(), new SplitOff(), new SetCaseAside(), new LetterReturned()];

    /// <summary>Every activity type of this project, written out so that adding one is a decision.</summary>
    private static IReadOnlyList<Type> Types { get; } =
    [
        typeof(KeepMail), typeof(LookAtMail), typeof(ReceiveRequest), typeof(RouteChannel), typeof(AcknowledgeRequest), typeof(Correspondence), typeof(SendLetter), typeof(CheckValidity), typeof(SendForm02Qt), typeof(AwaitApplicant),
        typeof(ConfirmReceipt), typeof(SetNewAppointment), typeof(RouteOriginal), typeof(ReceiveOriginal), typeof(AwaitPost), typeof(ComparePost), typeof(RecordOriginal),
        typeof(DraftDecision), typeof(CheckDraft), typeof(SubmitProposal), typeof(SignDecision), typeof(TakeDecisionNumber), typeof(RecordDecision), typeof(SendSoftCopy),
        typeof(NotifyAddressees), typeof(CollectAtCounter), typeof(TakeOverForEnforcement), typeof(CloseCase),
        typeof(TurnLimits), typeof(ReceiveComplaint), typeof(TakeInComplaint), typeof(WriteReceipt), typeof(DecideAcceptance), typeof(SignComplaintRefusal), typeof(StartResolving),
        typeof(AppraiseComplaint), typeof(SubmitComplaint), typeof(SignComplaintDecision), typeof(RecordComplaintDecision), typeof(WriteComplaintNotice), typeof(PrepareResult),
        typeof(ReturnComplaintResult), typeof(ArchiveComplaint), typeof(CloseComplaint), typeof(DeclareComplexity),
        typeof(ReceiveClaim), typeof(EnterReception), typeof(WriteConfirmationSlip), typeof(ConfirmOnline), typeof(AcknowledgeClaim), typeof(BeginCheck), typeof(PrepareCheck), typeof(CheckCompleteness),
        typeof(WriteSupplementRequest), typeof(DeliverSupplementRequest), typeof(SupplementCame), typeof(DecideLapse), typeof(DecideClaimAcceptance), typeof(EnterAcceptance), typeof(NotifyNotAccepted),
        typeof(ReturnClaimFile), typeof(AppointOfficer), typeof(RecordAppointment), typeof(ReplaceOfficer), typeof(BeginTermination), typeof(TerminateClaim), typeof(RecordTermination),
        typeof(ConfirmNotContinued), typeof(ConfirmNotTaken),
        typeof(RouteAdvance), typeof(ProposeAdvance), typeof(FixAdvance), typeof(RequestAdvanceFunds), typeof(GrantAdvanceFunds), typeof(PayAdvance),
        typeof(VerifyDamage), typeof(ReportVerification), typeof(DeclareClaimComplexity),
        typeof(InviteToNegotiate), typeof(HoldSession), typeof(SignSuspension), typeof(RecordSuspension), typeof(SuspendedNegotiation), typeof(AwaitContinuation), typeof(EndNotAgreed),
        typeof(SignClaimDecision), typeof(RecordClaimDecision), typeof(HandOverDecision), typeof(SendRefusalMinutes), typeof(AwaitTaking),
        typeof(ReckonPayment), typeof(RequestFunds), typeof(GrantFunds), typeof(PayCompensation),
    ];
}
