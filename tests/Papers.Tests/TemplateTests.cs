using System.Text.Json.Nodes;
using NodaTime;

namespace ProcedureEngine.Papers.Tests;

/// <summary>Every letter and paper: all its slots shown in text and HTML, none missing, nothing of a value becoming markup.</summary>
public sealed class TemplateTests
{
    private static readonly Dictionary<string, JsonNode> Values = new(StringComparer.Ordinal)
    {
        ["office"] = JsonNode.Parse("""{"name":"Cục THADS tỉnh Nam Định","address":"Nam Định","mailbox":"htttycthanamdinh@moj.gov.vn","headTitle":"CỤC TRƯỞNG"}""")!,
        ["right"] = JsonNode.Parse("""{"hasRight":true,"text":"Theo bản án."}""")!,
        ["competence"] = JsonNode.Parse("""{"competent":false,"text":"Nơi khác.","competentOffice":{"name":"Cục THADS Hà Nội","address":"Hà Nội"}}""")!,
        ["papersToHandIn"] = new JsonArray("Bản án gốc"),
        ["missing"] = new JsonArray("Giấy ủy quyền"),
        ["differences"] = new JsonArray("Sai ngày"),
        ["legalBases"] = new JsonArray("Căn cứ Điều 36"),
        ["request"] = JsonNode.Parse("""
            {"requester":{"name":"Nguyễn Thị Lan","identityNumber":"036180","address":"Số 12","capacity":"heir"},"judgment":{"number":"12/2026","date":"2026-01-12","court":"TAND","effectiveOn":"2026-02-12"},
             "otherParty":{"name":"Trần Văn Hùng","address":"Số 5"},"obligations":[{"kind":"money","content":"Nợ gốc","amount":1234567890}]}
            """)!,
        ["papers"] = JsonNode.Parse("""[{"name":"Đơn khiếu nại","isOriginal":true},{"name":"Sổ theo dõi","isOriginal":false}]""")!,
        ["competentBody"] = JsonNode.Parse("""{"name":"UBND quận","address":"Số 9"}""")!,
        ["reasons"] = new JsonArray("Không thuộc thẩm quyền"),
        ["grounds"] = new JsonArray("Hồ sơ đầy đủ nhưng không thụ lý"),
        ["conclusion"] = "partlyFounded",
        ["resultDay"] = "2026-04-13",
        ["date"] = "2026-03-02",
        ["decisionDate"] = "2026-03-09",
        ["receivedOn"] = "2026-03-03",
        ["acceptedOn"] = "2026-03-04",
        ["answerBy"] = "2026-05-04",
        ["dueDate"] = "2026-03-06",
        ["localDueDate"] = "2026-03-05",
        ["newDate"] = "2026-03-11",
        ["appointmentAt"] = "2026-03-09T01:30:00Z",
        ["collectedAt"] = "2026-03-09T03:00:00Z",
        ["paidOn"] = "2026-03-10",
        ["handedOverOn"] = "2026-03-10",
        ["takeBy"] = "2026-04-08",
        ["until"] = "2026-04-01",
        ["dueDateBefore"] = "2026-03-09",
        ["at"] = "2026-03-09T01:30:00Z",
        ["mentalDamage"] = 10_000_000,
        ["immediateDamage"] = 2_345_679,
        ["value"] = 12_345_679,
        ["sum"] = 6_172_840,
        ["decided"] = 50_000_000,
        ["advance"] = 6_172_840,
        ["excess"] = 1,
        ["end"] = "claimantAbsent",
        ["places"] = new JsonArray("Tổ 3, phường mẫu"),
        ["damages"] = JsonNode.Parse("""[{"damage":"Thu nhập bị mất","sum":40000000,"evidence":"Bảng lương"}]""")!,
        ["participants"] = JsonNode.Parse("""[{"name":"Lê Văn Bình","agency":"Sở Tài chính","signed":true},{"name":"Phạm Thị Hoa","agency":"Sở Tư pháp","signed":false,"note":"không đồng ý"}]""")!,
        ["outcome"] = "incomplete",
        ["delivery"] = "waitAndCollect",
        ["manner"] = "direct",
        ["comparison"] = "Match",
        ["draftVersion"] = 2,
        ["isDraft"] = false,
        ["succeeded"] = true,
    };

    private static IEnumerable<string> Kinds() => LetterTemplates.Kinds;

    [TestCaseSource(nameof(Kinds))]
    public void A_template_shows_every_mandatory_word_in_text_and_HTML(string kind)
    {
        var slots = Fill(kind);
        var letter = LetterTemplates.Render(kind, slots);
        var words = LetterTemplates.Describe(kind).Mandatory.Where(slot => !Values.ContainsKey(slot)).Select(slot => $"giá trị {slot}").ToList();
        Assert.Multiple(() =>
        {
            Assert.That(words.Where(word => !letter.Text.Contains(word, StringComparison.Ordinal) && !letter.Subject.Contains(word, StringComparison.Ordinal)), Is.Empty, "missing in the text");
            Assert.That(words.Where(word => !Decoded(letter.Html).Contains(word, StringComparison.Ordinal)), Is.Empty, "missing in the HTML");
            Assert.That(letter.Subject, Is.Not.Empty.And.Not.Contains("\n"));
            Assert.That(letter.Text, Does.Not.Contain("{{").And.Not.Contain("<"));
        });
    }

    [TestCaseSource(nameof(Kinds))]
    public void A_template_refuses_each_mandatory_slot_that_is_missing_or_empty(string kind)
    {
        foreach (var slot in LetterTemplates.Describe(kind).Mandatory)
        {
            var slots = Fill(kind);
            slots.Remove(slot);
            Assert.That(Assert.Throws<MissingSlotException>(() => LetterTemplates.Render(kind, slots))!.Slot, Is.EqualTo(slot), $"{kind}: {slot}");
            slots[slot] = "  ";
            Assert.That(Assert.Throws<MissingSlotException>(() => LetterTemplates.Render(kind, slots))!.Slot, Is.EqualTo(slot), $"{kind}: {slot} empty");
        }
    }

    [TestCaseSource(nameof(Kinds))]
    public void The_same_slots_give_the_same_letter(string kind)
    {
        var first = LetterTemplates.Render(kind, Fill(kind));
        Assert.That(LetterTemplates.Render(kind, Fill(kind)), Is.EqualTo(first));
    }

    [Test]
    public void Form_02_QT_always_has_its_five_parts() => Assert.That(
        LetterTemplates.Describe("guidance-02-qt").Mandatory, Is.SupersetOf(new[] { "right", "competence", "judgmentContent", "formsOfRequest", "papersToHandIn" }));

    [Test]
    public void A_value_never_becomes_markup_a_block_or_a_second_line_of_the_subject()
    {
        var slots = Fill("decision-issued");
        slots["applicantName"] = "<script>alert(1)</script> {{office.name}} \"x\"\n- mục giả\0";
        slots["decisionNumber"] = "1/QĐ\r\nBcc: kẻ khác";
        var letter = LetterTemplates.Render("decision-issued", slots);
        Assert.Multiple(() =>
        {
            Assert.That(letter.Html, Does.Not.Contain("<script>").And.Contain("&lt;script&gt;"));
            Assert.That(letter.Html, Does.Not.Contain("<li>mục giả"));
            Assert.That(letter.Subject, Does.Not.Contain("\n").And.Not.Contain("\r"));
            Assert.That(letter.Text.Contains('\0', StringComparison.Ordinal), Is.False);
            Assert.That(letter.Text, Does.Contain("{{office.name}}"));
        });
    }

    [Test]
    public void The_phone_is_left_out_until_it_is_set()
    {
        var slots = Fill("received");
        Assert.That(LetterTemplates.Render("received", slots).Text, Does.Not.Contain("Điện thoại"));
        slots["office"]!["phone"] = "0228 3000 111";
        Assert.That(LetterTemplates.Render("received", slots).Text, Does.Contain("0228 3000 111"));
    }

    [Test]
    public void The_decision_shows_number_sum_in_digits_and_words_and_dates()
    {
        var text = LetterTemplates.Render("enforcement-decision", Fill("enforcement-decision", "decisionNumber", "bailiffName", "signerName")).Text;
        Assert.That(text, Does.Contain("1.234.567.890 đồng").And.Contain("một tỷ hai trăm ba mươi tư triệu năm trăm sáu mươi bảy nghìn tám trăm chín mươi đồng")
            .And.Contain("ngày 12 tháng 01 năm 2026").And.Contain("giá trị decisionNumber"));
    }

    [TestCase(0, "không")]
    [TestCase(5, "năm")]
    [TestCase(15, "mười lăm")]
    [TestCase(21, "hai mươi mốt")]
    [TestCase(24, "hai mươi tư")]
    [TestCase(105, "một trăm linh năm")]
    [TestCase(1_000, "một nghìn")]
    [TestCase(1_005, "một nghìn không trăm linh năm")]
    [TestCase(250_000_000, "hai trăm năm mươi triệu")]
    [TestCase(1_000_000_000, "một tỷ")]
    [TestCase(2_000_000_010, "hai tỷ không trăm mười")]
    public void A_sum_is_read_as_people_read_it(long amount, string words) => Assert.That(VietnameseFormat.InWords(amount), Is.EqualTo(words));

    [Test]
    public void A_moment_has_its_weekday_and_Vietnamese_time() =>
        Assert.That(VietnameseFormat.Moment(Instant.FromUtc(2026, 11, 26, 1, 30)), Is.EqualTo("8 giờ 30 phút, Thứ Năm, ngày 26 tháng 11 năm 2026"));

    private static JsonObject Fill(string kind, params string[] optional)
    {
        var slots = new JsonObject();
        foreach (var slot in LetterTemplates.Describe(kind).Mandatory.Concat(optional))
            slots[slot] = Values.TryGetValue(slot, out var value) ? value.DeepClone() : $"giá trị {slot}";
        return slots;
    }

    private static string Decoded(string html) => System.Net.WebUtility.HtmlDecode(html);
}
