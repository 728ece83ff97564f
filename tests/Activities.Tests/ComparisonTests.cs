using System.Text.Json.Nodes;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Engine.Execution;
using ProcedureEngine.Engine.Text;
using ProcedureEngine.Engine.UserTasks;

namespace ProcedureEngine.Activities.Tests;

/// <summary>The original against the online request, field by field (seed 000, step 5).</summary>
public sealed class ComparisonTests
{
    private static EnforcementRequest Request(Action<JsonObject>? change = null)
    {
        var json = (JsonObject)JsonNode.Parse("""
            {"requester":{"name":"Nguyễn Thị Lan","identityNumber":"036180001234","address":"Nam Định","capacity":"judgmentCreditor","phone":"0912345678"},
             "judgment":{"number":"12/2026/DS-ST","date":"2026-01-12","court":"TAND Nam Định","effectiveOn":"2026-02-12"},
             "otherParty":{"name":"Trần Văn Hùng","address":"Nam Định"},
             "obligations":[{"kind":"money","content":"Nợ gốc","amount":250000000},{"kind":"act","content":"Tháo dỡ hàng rào"}],
             "relatedPersons":[{"name":"Trần Thị Hoa","address":"Nam Định","interest":"Đồng sở hữu"}],
             "form":"inPersonWritten","delivery":"waitAndCollect"}
            """)!;
        change?.Invoke(json);
        return FormData.Read<EnforcementRequest>(json);
    }

    [Test]
    public void The_same_values_agree_whatever_the_form_and_the_way_of_delivery() => Assert.That(
        Comparison.Agree(Request(), Request(json => (json["form"], json["delivery"]) = ("post", "notifyAtAddress"))), Is.True);

    [Test]
    public void Composed_and_decomposed_letters_and_spaces_are_the_same_value() => Assert.That(
        Comparison.Agree(Request(), Request(json => json["requester"]!["name"] = "  Nguyễn  Thị Lan ".Normalize(System.Text.NormalizationForm.FormD))), Is.True);

    [TestCase("requester.name", "\"Nguyễn Thi Lan\"")]
    [TestCase("requester.identityNumber", "\"036180001235\"")]
    [TestCase("judgment.date", "\"2026-01-13\"")]
    [TestCase("otherParty.address", "\"Hà Nội\"")]
    [TestCase("obligations[0].amount", "250000001")]
    [TestCase("obligations[1].content", "\"Tháo dỡ cổng\"")]
    [TestCase("relatedPersons[0].interest", "\"Người bảo lãnh\"")]
    [TestCase("requester.phone", "null")]
    public void A_changed_field_is_named_and_alone(string path, string value)
    {
        var changed = Request(json => Set(json, path, JsonNode.Parse(value)));
        Assert.That(Comparison.Of(Request(), changed).Select(difference => difference.Field), Is.EqualTo(new[] { path }));
    }

    [Test]
    public void A_missing_and_an_added_entry_are_differences()
    {
        var shorter = Request(json => json["obligations"]!.AsArray().RemoveAt(1));
        Assert.That(Comparison.Of(Request(), shorter).Single().Field, Is.EqualTo("obligations[1]"));
        Assert.That(Comparison.Of(shorter, Request()).Single().Original, Does.Contain("Tháo dỡ hàng rào"));
    }

    [TestCase("Nguyễn Đình Đức", "nguyen dinh duc")]
    [TestCase("  HOÀNG   Thị Ánh  ", "hoang thi anh")]
    [TestCase("Ẩm thực 12/2026", "am thuc 12/2026")]
    public void Search_text_is_folded(string text, string folded)
    {
        Assert.That(VietnameseText.Fold(text), Is.EqualTo(folded));
        Assert.That(VietnameseText.Fold(text.Normalize(System.Text.NormalizationForm.FormD)), Is.EqualTo(folded));
    }

    [TestCase("judgment.date", "\"1800-01-01\"", "date-out-of-range")]
    [TestCase("judgment.effectiveOn", "\"2026-01-11\"", "before-judgment")]
    [TestCase("obligations[0].amount", "0", "sum-out-of-range")]
    [TestCase("obligations[0].amount", "null", "sum-out-of-range")]
    [TestCase("obligations[1].amount", "5", "sum-not-expected")]
    [TestCase("requester.name", "\"   \"", "required")]
    [TestCase("obligations", "[]", "required")]
    public void A_request_names_what_is_wrong_with_it(string path, string value, string rule)
    {
        var refused = Assert.Throws<RejectedException>(() => Request(json => Set(json, path, JsonNode.Parse(value))));
        Assert.That(refused!.Fields.Select(error => (error.Field, error.Rule)), Does.Contain(($"data.{path}", rule)));
    }

    private static void Set(JsonObject json, string path, JsonNode? value)
    {
        var names = path.Replace("[", ".", StringComparison.Ordinal).Replace("]", string.Empty, StringComparison.Ordinal).Split('.');
        JsonNode at = json;
        foreach (var name in names[..^1])
            at = at is JsonArray items ? items[int.Parse(name)]! : at[name]!;
        if (at is JsonArray list)
            list[int.Parse(names[^1])] = value;
        else
            at[names[^1]] = value;
    }
}
