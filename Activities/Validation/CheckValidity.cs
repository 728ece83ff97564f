using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Validation;

/// <summary>Outcomes of step 2 (seed 000): right of the requester, content against the judgment, competence, enclosures.</summary>
public enum Validity
{
    [Outcome("Hợp lệ, đầy đủ", "Valid", typeof(ValidFinding))] Valid,
    [Outcome("Chưa đầy đủ, cần hướng dẫn bổ sung", "Incomplete", typeof(Guidance))] Incomplete,
    [Outcome("Không có quyền yêu cầu thi hành án", "No right", typeof(Guidance))] NoRight,
    [Outcome("Không thuộc thẩm quyền", "Not competent", typeof(Guidance))] NotCompetent,
}

/// <param name="Request">The request as the officer confirmed it; what a mail says in free words is filled in here.</param>
public sealed record ValidFinding([property: Field("Nội dung yêu cầu", "The request")] EnforcementRequest Request)
{
    [Field("Ghi chú", "Remarks", Multiline = true)]
    public string? Remarks { get; init; }
}

/// <summary>The five parts of form 02-QT, all mandatory, whichever the non-valid outcome (seed 000, step 2).</summary>
public sealed record Guidance(
    [property: Field("Quyền yêu cầu thi hành án", "Right of the requester")] RightPart Right,
    [property: Field("Thẩm quyền thi hành án", "Competence")] CompetencePart Competence,
    [property: Field("Nội dung bản án, quyết định và quyền của đương sự", "Content of the judgment", Multiline = true)] string JudgmentContent,
    [property: Field("Hình thức yêu cầu thi hành án", "Forms of making the request", Multiline = true)] string FormsOfRequest,
    [property: Field("Giấy tờ cần nộp", "Papers to hand in")] ImmutableArray<string> PapersToHandIn,
    [property: Field("Lý do", "Reason", Multiline = true)] string Reason) : IValidated
{
    [Field("Nội dung còn thiếu", "What is missing")]
    public ImmutableArray<string> Missing { get; init; } = [];

    public IEnumerable<FieldError> Validate() =>
    [
        .. Required.Text("judgmentContent", JudgmentContent), .. Required.Text("formsOfRequest", FormsOfRequest), .. Required.Text("reason", Reason),
        .. Required.Lines("papersToHandIn", PapersToHandIn, new LocalizedText("Mẫu 02-QT phải nêu giấy tờ cần nộp.", "Form 02-QT must name the papers to hand in.")),
        .. Required.Lines("missing", Missing),
    ];
}

public sealed record RightPart(
    [property: Field("Có quyền yêu cầu", "Has the right")] bool HasRight,
    [property: Field("Nội dung", "Text", Multiline = true)] string Text) : IValidated
{
    public IEnumerable<FieldError> Validate() => Required.Text("text", Text);
}

public sealed record CompetencePart(
    [property: Field("Thuộc thẩm quyền", "Competent")] bool Competent,
    [property: Field("Nội dung", "Text", Multiline = true)] string Text) : IValidated
{
    [Field("Cơ quan có thẩm quyền", "The competent office")]
    public CompetentOffice? CompetentOffice { get; init; }

    public IEnumerable<FieldError> Validate()
    {
        foreach (var error in Required.Text("text", Text))
            yield return error;
        if (!Competent && CompetentOffice is null)
            yield return new FieldError("competentOffice", "required", new LocalizedText("Phải chỉ rõ cơ quan có thẩm quyền.", "Name the competent office."));
    }
}

/// <param name="Link">Where the applicant can ask there.</param>
public sealed record CompetentOffice(
    [property: Field("Tên cơ quan", "Name", MaxLength = 200)] string Name,
    [property: Field("Địa chỉ", "Address")] string Address) : IValidated
{
    [Field("Hộp thư", "Mailbox", MaxLength = 254)]
    public string? Mailbox { get; init; }

    [Field("Đường dẫn", "Link")]
    public string? Link { get; init; }

    public IEnumerable<FieldError> Validate()
    {
        foreach (var error in (IEnumerable<FieldError>)[.. Required.Text("name", Name), .. Required.Text("address", Address)])
            yield return error;
        if (Link is not null && !(Uri.TryCreate(Link, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"))
            yield return new FieldError("link", "link", new LocalizedText("Đường dẫn không hợp lệ.", "Write a full http or https address."));
    }
}

/// <summary>Step 2 (seed 000): the first outcome registers a case that came by mail or public form.</summary>
[Activity("Validation.CheckValidity", 1, "Kiểm tra tính hợp lệ", "Check validity", Category = "Validation")]
public sealed class CheckValidity(CaseServices services) : CaseTask<Validity>(services)
{
    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, Validity outcome) =>
        Leave(outcome, [.. Register(context), Participation.Of(context, Participation.Intake), .. Record(context, completed.Data!, outcome)]);

    private IEnumerable<Effect> Register(ActivityContext context)
    {
        if (CaseNumbering.IsTaken(context))
            yield break;
        yield return CaseNumbering.Take(Services, context);
        yield return new Send(OutboxChannels.Event, EventKinds.CaseRegistered, []);
    }

    private static IEnumerable<Effect> Record(ActivityContext context, object data, Validity outcome) => data switch
    {
        ValidFinding valid =>
        [
            SetVariable.To(Vars.Request, valid.Request), SetVariable.To(Vars.Subject, valid.Request.Subject()), new SetVariable(Vars.Finding, null), Named(context, valid.Request),
            .. CaseTraits.Of(context, valid.Request.Subject(), context.Variable<Applicant>(Vars.Applicant)!),
        ],
        Guidance guidance => [SetVariable.To(Vars.Finding, Consistent(guidance, outcome))],
        _ => throw new DefectException($"Step 2 received {data.GetType().Name}."),
    };

    /// <summary>The name is known now; the address stays that of the online request, where the soft copy goes (seed 000, step 7).</summary>
    private static SetVariable Named(ActivityContext context, EnforcementRequest request)
    {
        var applicant = context.Variable<Applicant>(Vars.Applicant)!;
        return SetVariable.To(Vars.Applicant, applicant with { Name = request.Requester.Name, Address = request.Requester.Address });
    }

    /// <summary>The form must say what the outcome says: a refusal that grants the right, or a redirection that claims competence, is an error.</summary>
    private static Guidance Consistent(Guidance guidance, Validity outcome) => (outcome, guidance.Right.HasRight, guidance.Competence.Competent) switch
    {
        (Validity.NoRight, true, _) => throw Contradiction("data.right.hasRight", "Từ chối vì không có quyền thì phần quyền phải ghi 'không có'.", "A refusal for lack of right must say so in its part on the right."),
        (Validity.NotCompetent, _, true) => throw Contradiction("data.competence.competent", "Chuyển vì không thuộc thẩm quyền thì phần thẩm quyền phải ghi 'không'.", "A redirection must say that the office is not competent."),
        (Validity.Incomplete, false, _) => throw Contradiction("data.right.hasRight", "Hồ sơ thiếu thì vẫn có quyền; nếu không có quyền hãy chọn kết quả đó.", "An incomplete request has the right; choose the outcome 'no right' instead."),
        (Validity.Incomplete, _, false) => throw Contradiction("data.competence.competent", "Hồ sơ thiếu thì vẫn thuộc thẩm quyền; nếu không hãy chọn kết quả đó.", "An incomplete request is within competence; choose the outcome 'not competent' instead."),
        _ => guidance,
    };

    private static RejectedException Contradiction(string field, string vi, string en) => RejectedException.Invalid(field, "form-contradicts-outcome", vi, en);
}
