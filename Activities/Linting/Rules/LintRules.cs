using System.Reflection;

namespace ProcedureEngine.Activities.Linting.Rules;

/// <summary>Every rule of the linter. An id is given once and for ever; the hundreds are the subject.</summary>
public static class LintRules
{
    internal const string StaleId = "PE901";

    public static LintRule StepTimesOverLimit { get; } = new(
        "PE101", Severity.Error, new("Thời hạn các bước vượt thời hạn luật định", "Step times over a statutory limit"),
        new("Trong khi một thời hạn luật định đang chạy, các bước nối tiếp nhau được nhiều thời gian hơn thời hạn đó: ai làm đúng hạn từng bước vẫn trễ hạn luật.",
            "While a statutory limit runs, the steps one after another have more time than it: who keeps every step's time still misses the law's."),
        new("Rút ngắn thời hạn bước, hoặc cho các bước chạy song song.", "Shorten the step times, or let the steps run side by side."));

    public static LintRule PathOverLimits { get; } = new(
        "PE102", Severity.Warning, new("Tổng thời hạn các bước của cả quy trình vượt tổng thời hạn luật định", "Step times of a whole path over its statutory limits"),
        new("Cộng thời hạn các bước từ đầu đến cuối được nhiều hơn các thời hạn luật định nối tiếp nhau; người dân thấy con số lớn hơn luật. Phần nằm ngoài mọi thời hạn luật định được nêu rõ.",
            "From start to end the step times add up to more than the statutory limits that follow one another; the citizen sees a figure above the law's. What lies outside every statutory limit is named."),
        new("Đưa phần thừa vào trong một thời hạn luật định, hoặc chấp nhận kèm lý do vì sao không thời hạn luật nào bị vượt.",
            "Bring the surplus inside a statutory limit, or accept it with the reason why no statutory limit is exceeded."));

    public static LintRule TooManyPaths { get; } = new(
        "PE103", Severity.Information, new("Quá nhiều đường đi để cộng hết thời hạn", "Too many paths to add up"),
        new("Chỉ một phần các đường đi được cộng thời hạn; kết quả PE101 và PE102 có thể thiếu.", "Only a part of the paths was added up; PE101 and PE102 may miss one."),
        new("Chia quy trình thành các quy trình nhỏ hơn.", "Divide the procedure."));

    public static LintRule ActOutOfForce { get; } = new(
        "PE201", Severity.Error, new("Căn cứ pháp lý không có hiệu lực vào ngày được hỏi", "A legal basis that is not in force on the day"),
        new("Quyết định ban hành theo văn bản đã hết hoặc chưa có hiệu lực thì có thể bị hủy.", "A decision that rests on an act out of force, or not yet in force, may be annulled."),
        new("Thay bằng văn bản thay thế và rà soát thời hạn, mẫu giấy tờ theo văn bản đó; hoặc chấp nhận kèm lý do.",
            "Replace it by the act in its place and look through limits and papers under that one; or accept it with a reason."));

    public static LintRule UnknownAct { get; } = new(
        "PE202", Severity.Warning, new("Căn cứ pháp lý không có trong danh mục văn bản", "A legal basis that the catalogue of acts does not have"),
        new("Không biết văn bản còn hiệu lực hay không.", "Nobody can tell whether it is in force."),
        new("Bổ sung văn bản với ngày hiệu lực và nguồn vào danh mục văn bản (legal-acts.json).", "Add the act with its days and source to the catalogue of acts (legal-acts.json)."));

    public static LintRule LimitWithoutBasis { get; } = new(
        "PE203", Severity.Error, new("Thời hạn không có căn cứ", "A time limit without a basis"),
        new("Không có mục nào trong danh mục thời hạn có hiệu lực vào ngày đó, hoặc mục đó không dẫn văn bản nào: không ai giải thích được ngày đến hạn.",
            "No entry of the catalogue of limits is in force on the day, or its entry cites no act: nobody can explain the due date."),
        new("Thêm mục vào danh mục thời hạn, dẫn điều luật hoặc quy trình.", "Add an entry to the catalogue of limits that cites the article or the procedure."));

    public static LintRule LimitNeverRuns { get; } = new(
        "PE204", Severity.Warning, new("Thời hạn khai báo nhưng không bước nào bắt đầu", "A declared time limit that no step starts"),
        new("Thời hạn được công bố cho quy trình nhưng không bao giờ chạy.", "The limit is published for the procedure, and never runs."),
        new("Bắt đầu thời hạn ở bước của nó, hoặc bỏ khỏi khai báo.", "Start it at its step, or take it out of the declaration."));

    public static LintRule ExitWithoutLetter { get; } = new(
        "PE301", Severity.Error, new("Kết thúc bất lợi mà không gửi thư", "A negative exit without a letter"),
        new("Hồ sơ kết thúc không như người dân mong đợi (từ chối, chuyển, rút, hết hạn, đình chỉ) trên một đường đi không có thư nào báo cho họ.",
            "The case ends otherwise than the citizen hoped (refused, transferred, withdrawn, lapsed, terminated) on a path on which no letter says so."),
        new("Thêm bước gửi thư trên đường đó, sau quyết định và trước khi đóng hồ sơ.", "Add a step that sends a letter on that path, after the decision and before the case closes."));

    public static LintRule RoleWithoutHolder { get; } = new(
        "PE401", Severity.Error, new("Vai trò không có người tại cơ quan", "A role without a holder in an office"),
        new("Công việc của vai trò này tại cơ quan sẽ không ai nhận; thời hạn vẫn chạy.", "Tasks of the role at that office come to nobody, while the limits run."),
        new("Cấp vai trò cho một người tại cơ quan, hoặc sửa vai trò của bước.", "Grant the role to somebody at the office, or mend the step's role."));

    public static LintRule UnreachableStep { get; } = new(
        "PE501", Severity.Error, new("Bước không tới được", "An unreachable step"),
        new("Không mũi tên nào từ đầu quy trình dẫn đến bước này.", "No arrow from the start leads to the step."),
        new("Vẽ mũi tên đến bước, hoặc bỏ bước.", "Draw an arrow to it, or take it out."));

    public static LintRule StepWithoutEnd { get; } = new(
        "PE502", Severity.Error, new("Bước không đi đến kết thúc nào", "A step from which no end is reached"),
        new("Hồ sơ vào bước này sẽ không bao giờ kết thúc.", "A case that comes here never closes."),
        new("Vẽ đường từ bước này đến một bước kết thúc.", "Draw a way from it to a step that closes the case."));

    public static LintRule UnknownActivity { get; } = new(
        "PE503", Severity.Error, new("Bước dùng hoạt động mà chương trình không có", "A step of an activity that this program does not have"),
        new("Quy trình sẽ bị treo, không chạy được.", "The procedure would be quarantined."),
        new("Dùng hoạt động có trong danh mục của chương trình.", "Use an activity of this program."));

    public static LintRule UnboundLoop { get; } = new(
        "PE601", Severity.Error, new("Vòng lặp không có giới hạn hoặc nhắc nhở", "A loop without a bound or reminder"),
        new("Hồ sơ có thể quay vòng mãi mà không thời hạn nào chạy và không ai được nhắc.", "A case can go round for ever while no limit runs and nobody is reminded."),
        new("Cho một bước của vòng lặp một thời hạn, hoặc giới hạn số vòng trong hoạt động.", "Give a step of the loop a time limit, or bound the rounds in the activity."));

    public static LintRule WaitWithoutLimit { get; } = new(
        "PE602", Severity.Information, new("Bước chờ người mà không có thời hạn nào chạy", "A step that waits for a person while no limit runs"),
        new("Không ai bị nhắc khi bước này để lâu.", "Nobody is reminded when the step is left lying."),
        new("Cân nhắc một thời hạn nội bộ.", "Consider an internal limit."));

    public static LintRule SlotNeverFilled { get; } = new(
        "PE701", Severity.Error, new("Chỗ trống của mẫu không bao giờ được điền", "A template slot never filled"),
        new("Chỗ bắt buộc bị trống thì thư không lập được; chỗ tùy chọn không ai điền là chữ chết trong mẫu.",
            "A mandatory slot left empty makes the letter fail; an optional one that nobody fills is dead wording."),
        new("Điền chỗ trống ở bước lập giấy, hoặc bỏ khỏi mẫu.", "Fill it in the step that writes the paper, or take it out of the template."));

    public static LintRule SlotUnknown { get; } = new(
        "PE702", Severity.Warning, new("Bước điền chỗ mà mẫu không có", "A slot filled that the template does not have"),
        new("Nội dung được điền nhưng không bao giờ hiện trên giấy.", "What is filled in never shows on paper."),
        new("Thêm chỗ trống vào mẫu, hoặc thôi điền.", "Add the slot to the template, or stop filling it."));

    public static LintRule TemplateUnknown { get; } = new(
        "PE703", Severity.Error, new("Mẫu không có trong thư viện", "A template that the library does not have"),
        new("Bước này sẽ gây sự cố khi lập giấy.", "The step becomes an incident when it writes."),
        new("Thêm mẫu vào thư viện, hoặc sửa tên mẫu.", "Add the template to the library, or mend its name."));

    public static LintRule Stale { get; } = new(
        StaleId, Severity.Warning, new("Phát hiện được chấp nhận nhưng không còn nữa", "An accepted finding that no longer occurs"),
        new("Danh sách chấp nhận sẽ che một phát hiện mới cùng chỗ.", "The list of accepted findings would hide a new one at the same place."),
        new("Bỏ mục khỏi danh sách chấp nhận.", "Take the entry out of the list."));

    public static ImmutableArray<LintRule> All { get; } =
    [
        .. typeof(LintRules).GetProperties(BindingFlags.Public | BindingFlags.Static).Where(property => property.PropertyType == typeof(LintRule))
            .Select(property => (LintRule)property.GetValue(null)!).OrderBy(rule => rule.Id, StringComparer.Ordinal),
    ];

    public static LintRule? Find(string id) => All.FirstOrDefault(rule => rule.Id == id);
}
