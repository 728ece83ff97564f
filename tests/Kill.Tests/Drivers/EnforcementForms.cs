namespace ProcedureEngine.Kill.Tests;

/// <summary>The enforcement request at the counter of Nam Định: what is handed in, and who answers what at each step.</summary>
internal static class EnforcementForms
{
    public const string Request = """
        {"requester":{"name":"Nguyễn Thị Lan","identityNumber":"036180001234","address":"Nam Định","capacity":"judgmentCreditor"},
         "judgment":{"number":"12/2026/DS-ST","date":"2026-01-12","court":"TAND Nam Định","effectiveOn":"2026-02-12"},
         "otherParty":{"name":"Trần Văn Hùng","address":"Nam Định"},
         "obligations":[{"kind":"money","content":"Nợ gốc","amount":1000000}],"form":"inPersonWritten","delivery":"notifyAtAddress"}
        """;

    /// <summary>Who answers what at a step; null where there is no such step.</summary>
    public static (string Role, string Outcome, string Data)? Answer(string step, string now) => step switch
    {
        "check-validity" => ("intake-officer", "Valid", $$"""{"request":{{Request}}}"""),
        "draft-decision" => ("intake-officer", "Drafted", """{"legalBases":"Luật Thi hành án dân sự"}"""),
        "record-original" => ("intake-officer", "Recorded", $$"""{"original":{{Request}},"hasJudgment":true}"""),
        "submit-proposal" => ("intake-officer", "Submitted", """{"text":"Đề nghị."}"""),
        "sign-decision" => ("head", "Signed", """{"signerTitle":"Cục trưởng","bailiff":"bailiff@namdinh","bailiffName":"Long","isDeputy":false}"""),
        "issue-decision" => ("clerk", "Issued", """{"copies":1,"sealed":true,"archiveReference":"A","handedOver":true}"""),
        "send-soft-copy" => ("intake-officer", "Sent", "null"),
        "notify" => ("bailiff", "Notified", $$"""{"manner":"direct","on":"{{now[..10]}}","proof":"Biên bản số 1"}"""),
        "collect" => ("intake-officer", "Collected", $$"""{"collectedBy":"Nguyễn Thị Lan","at":"{{now}}","signedBy":"Nguyễn Thị Lan"}"""),
        "take-over" => ("bailiff", "TakenOver", $$"""{"on":"{{now[..10]}}"}"""),
        _ => null,
    };
}
