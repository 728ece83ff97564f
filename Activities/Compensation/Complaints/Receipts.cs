using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.Registers;

namespace ProcedureEngine.Activities.Compensation.Complaints;

/// <summary>The receipt in its versions: a new one when the day that it promises has become another.</summary>
internal static class Receipts
{
    public const string Template = "complaint-receipt";

    /// <summary>The next version, as a paper of the file and, to who has an e-mail address, as a letter.</summary>
    public static IEnumerable<Effect> Issue(CaseServices services, ActivityContext context)
    {
        var (day, paper) = Next(services, context);
        var hasAddress = context.Variable<Applicant>(Vars.Applicant)?.Email is not null;
        return [.. Record(context, day, paper), .. hasAddress ? services.Letters.Write(context, Template, Slots(context, day)) : []];
    }

    /// <summary>The next version as a paper, with the day that it promises.</summary>
    public static (ResultDay Day, WriteRecord Paper) Next(CaseServices services, ActivityContext context)
    {
        var day = new ResultDay(ResultDays.Of(services, context), context.Variable<ResultDay>(ComplaintVars.ResultDay)?.Version + 1 ?? 1);
        return (day, services.Letters.Paper(context, Template, "receipt", Slots(context, day), day.Version));
    }

    /// <summary>Keeps the version; the register's line, where it is open already, promises the same day.</summary>
    public static IEnumerable<Effect> Record(ActivityContext context, ResultDay day, WriteRecord paper)
    {
        yield return SetVariable.To(ComplaintVars.ResultDay, day);
        yield return paper;
        if (context.Records.GetValueOrDefault(RegisterLine.IdOf(context.InstanceId, RegisterKinds.Complaints)) is RegisterLine line)
        {
            var cells = (JsonObject)line.Cells.DeepClone();
            cells["resultDay"] = LetterDesk.Date(day.Day);
            yield return new WriteRecord(line with { Cells = cells });
        }
    }

    /// <exception cref="InvariantException">The number was not taken yet.</exception>
    public static CaseNumber Number(ActivityContext context, string variable) =>
        context.Variable<CaseNumber>(variable) ?? throw new InvariantException("receipt-number", "The file has no receipt number yet.");

    private static JsonObject Slots(ActivityContext context, ResultDay day) => new()
    {
        ["receiptNumber"] = Number(context, ComplaintVars.ReceiptNumber).Text,
        ["papers"] = EngineJson.ToNode(ComplaintFacts.Papers(context)),
        ["resultDay"] = LetterDesk.Date(day.Day),
        ["body"] = ComplaintFacts.Of(context).Body.Name,
        ["version"] = day.Version,
    };
}

/// <summary>The day for the result as printed on the receipt's version.</summary>
internal sealed record ResultDay(LocalDate Day, int Version);

/// <summary>The latest lawful day for the result.</summary>
internal static class ResultDays
{
    public static LocalDate Of(CaseServices services, ActivityContext context)
    {
        var accepted = context.Variable<AcceptanceRecord>(ComplaintVars.Acceptance) is { } acceptance
            ? services.Day(acceptance.At)
            : services.Limits.DueDate(context, "decide-acceptance", CaseFiles.Of(context).OpenedAt)!.Value;
        var resolved = services.Limits.DueDate(context, ResolveVariant.Limit, accepted, ResolveVariant.Of(services, context));
        return services.Limits.DueDate(context, "step-B6", resolved);
    }
}
