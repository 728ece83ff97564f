using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Compensation.Complaints;

/// <summary>
/// The leader declares a complaint complex before the time to resolve ends (seed 003, 5.4.2). The receipt is written again, since its day moves, and the
/// complainant is told.
/// </summary>
[Activity("Complaints.Measures", 1, "Xác định vụ việc phức tạp", "Declare complexity", Category = "Complaints")]
[WritesLetter("complaint-complex", "reason", "resultDay", On = DeclarationAttribute.WhileWaiting)]
[MakesPaper(Receipts.Template, "receiptNumber", "papers", "resultDay", "body", "version")]
public sealed class DeclareComplexity(CaseServices services) : ComplexityBranch
{
    internal override IEnumerable<Effect> Recount(ActivityContext context, ComplexRecord complex)
    {
        if (complex.SeveralPlaces)
            throw RejectedException.Invalid("severalPlaces", "claims-only", "Khiếu nại không có trường hợp này.", "Only a claim is verified at several places; leave it out.");
        if (Running(services, context, ResolveVariant.Limit) is null)
        {
            throw RejectedException.Conflict(
                "limit-not-running", "Chỉ xác định phức tạp khi thời hạn giải quyết đang chạy và chưa hết.", "A case is declared complex while its time to resolve runs and before it ends (seed 003, 5.4.2).");
        }

        var isRemote = ComplaintFacts.RequireAccepted(context).RemoteSource is not null;
        var decided = With(context, complex);
        var (day, receipt) = Receipts.Next(services, decided);
        return
        [
            .. services.Limits.Recount(context, ResolveVariant.Limit, isRemote ? "remoteComplex" : "complex", complex.Reason),
            .. Receipts.Record(decided, day, receipt),
            .. services.Letters.Write(
                decided, "complaint-complex", new JsonObject { ["reason"] = complex.Reason, ["resultDay"] = LetterDesk.Date(day.Day) }, false, LetterDesk.Attach(receipt)),
        ];
    }

    /// <summary>The context as it will be once the declaration is recorded: the receipt's new day is counted on it.</summary>
    private static ActivityContext With(ActivityContext context, ComplexRecord complex)
    {
        var variables = new Dictionary<string, JsonNode?>(context.Variables, StringComparer.Ordinal) { [Variable] = EngineJson.ToNode(complex) };
        return context with { Variables = variables };
    }
}
