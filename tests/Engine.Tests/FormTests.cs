using System.Collections.Immutable;

namespace ProcedureEngine.Engine.Tests;

/// <summary>The form of an outcome is the schema of its record, and the record is read exactly as the schema says.</summary>
public sealed class FormTests
{
    private const string Valid = """
        {"name":"Ánh","kind":"notifyByPost","born":"1960-05-01","at":"2026-03-02T09:00:00+07:00","amount":5000000,"party":{"name":"Ất"},
         "papers":["Bản án"],"parties":[{"name":"Bính"}]}
        """;

    [Test]
    public void The_schema_tells_types_bounds_titles_and_what_is_required()
    {
        var schema = FormSchema.Of(typeof(Form));
        var expected = JsonNode.Parse("""
            {"type":"object","additionalProperties":false,"required":["name","kind","born","at","amount","party","papers","parties"],"properties":{
              "name":{"type":"string","maxLength":20,"title":"Họ tên","x-title-en":"Name"},
              "kind":{"type":"string","enum":["direct","notifyByPost"],"title":"Cách","x-title-en":"Manner"},
              "born":{"type":"string","format":"date","title":"Ngày sinh","x-title-en":"Born"},
              "at":{"type":"string","format":"date-time"},
              "amount":{"type":"integer"},
              "party":{"type":"object","additionalProperties":false,"required":["name"],"properties":{"name":{"type":"string","maxLength":500},"phone":{"type":["string","null"],"maxLength":10,"title":"Điện thoại","x-title-en":"Phone"}}},
              "papers":{"type":"array","items":{"type":"string"},"title":"Giấy tờ","x-title-en":"Papers"},
              "parties":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["name"],"properties":{"name":{"type":"string","maxLength":500},"phone":{"type":["string","null"],"maxLength":10,"title":"Điện thoại","x-title-en":"Phone"}}}},
              "remarks":{"type":["string","null"],"maxLength":20000,"title":"Ghi chú","x-title-en":"Remarks","x-multiline":true},
              "taker":{"type":["string","null"],"maxLength":500,"title":"Người nhận","x-title-en":"Taker","x-role":"clerk","x-name-field":"name"},
              "until":{"type":["string","null"],"format":"date"},
              "other":{"type":["string","null"],"enum":["direct","notifyByPost",null]},
              "count":{"type":["integer","null"]}}}
            """)!;
        Assert.That(CanonicalJson.Write(schema), Is.EqualTo(CanonicalJson.Write(expected)));
    }

    [Test]
    public void What_the_schema_allows_is_read()
    {
        var form = FormData.Read<Form>(JsonNode.Parse(Valid));
        Assert.That((form.Name, form.Kind, form.Born, form.At, form.Amount), Is.EqualTo(("Ánh", Manner.NotifyByPost, new LocalDate(1960, 5, 1), Instant.FromUtc(2026, 3, 2, 2, 0), 5_000_000L)));
        Assert.That((form.Party.Name, form.Parties.Single().Name, form.Papers.Single(), form.Until, form.Remarks), Is.EqualTo(("Ất", "Bính", "Bản án", (LocalDate?)null, (string?)null)));
    }

    [TestCase("name", "\"Tên dài quá hai mươi chữ\"", "data.name too-long")]
    [TestCase("name", "null", "data.name required")]
    [TestCase("kind", "\"fax\"", "data.kind type")]
    [TestCase("kind", "1", "data.kind type")]
    [TestCase("born", "\"01/05/1960\"", "data.born type")]
    [TestCase("born", "\"1800-05-01\"", "data.born date-range")]
    [TestCase("born", "\"2101-01-01\"", "data.born date-range")]
    [TestCase("born", "\"1900-01-01\"", null)]
    [TestCase("until", "\"1899-12-31\"", "data.until date-range")]
    [TestCase("until", "null", null)]
    [TestCase("other", "null", null)]
    [TestCase("at", "\"2026-03-02T09:00:00\"", "data.at type")]
    [TestCase("at", "\"1800-03-02T09:00:00Z\"", "data.at date-range")]
    [TestCase("amount", "\"5\"", "data.amount type")]
    [TestCase("amount", "5.5", "data.amount type")]
    [TestCase("amount", "null", "data.amount required")]
    [TestCase("party", "{}", "data.party.name required")]
    [TestCase("party", "[]", "data.party type")]
    [TestCase("party", """{"name":"a","nickname":"b"}""", "data.party.nickname unknown-field")]
    [TestCase("party", """{"name":"a","phone":"01234567890"}""", "data.party.phone too-long")]
    [TestCase("papers", """["ok","a\u0000"]""", "data.papers[1] control-character")]
    [TestCase("papers", """["ok",null]""", "data.papers[1] required")]
    [TestCase("papers", "null", "data.papers required")]
    [TestCase("papers", "\"one\"", "data.papers type")]
    [TestCase("parties", """[{"name":"a"},{}]""", "data.parties[1].name required")]
    [TestCase("parties", """[{"name":"a"},{"name":"\u0007"}]""", "data.parties[1].name control-character")]
    [TestCase("parties", """[null]""", "data.parties[0] required")]
    [TestCase("remarks", "\"dòng một\\n\\tdòng hai\"", null)]
    [TestCase("count", "\"x\"", "data.count type")]
    [TestCase("initials", "\"A\"", "data.initials unknown-field")]
    public void Each_wrong_value_is_named_by_its_place(string field, string value, string? expected)
    {
        var data = JsonNode.Parse(Valid)!.AsObject();
        data[field] = JsonNode.Parse(value);
        if (expected is null)
            Assert.That(() => FormData.Read<Form>(data), Throws.Nothing);
        else
            Assert.That(Errors(data), Is.EqualTo([expected]));
    }

    [Test]
    public void Every_missing_field_is_named_at_once() => Assert.That(
        Errors([]), Is.EquivalentTo(["data.name required", "data.kind required", "data.born required", "data.at required", "data.amount required", "data.party required", "data.papers required", "data.parties required"]));

    [Test]
    public void Missing_unknown_and_null_are_told_together()
    {
        var data = JsonNode.Parse(Valid)!.AsObject();
        data.Remove("name");
        data["wrong"] = 1;
        data["party"]!.AsObject()["name"] = null;
        Assert.That(Errors(data), Is.EquivalentTo(["data.name required", "data.wrong unknown-field", "data.party.name required"]));
    }

    [Test]
    public void What_a_record_says_of_itself_is_told_under_its_place()
    {
        var refused = Assert.Throws<RejectedException>(() => FormData.Read<Pair>(JsonNode.Parse("""{"from":3,"to":1}"""), "body"));
        Assert.That(refused!.Fields.Select(field => $"{field.Field} {field.Rule}"), Is.EqualTo(["body.to order"]));
    }

    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("\"text\"")]
    public void Anything_but_an_object_is_refused(string json) =>
        Assert.That(Assert.Throws<RejectedException>(() => FormData.Read<Form>(JsonNode.Parse(json)))!.Rule, Is.EqualTo("object-required"));

    private static IEnumerable<string> Errors(JsonObject data) =>
        Assert.Throws<RejectedException>(() => FormData.Read<Form>(data))!.Fields.Select(field => $"{field.Field} {field.Rule}");

    private enum Manner
    {
        Direct,
        NotifyByPost,
    }

    private sealed record Party(string Name)
    {
        [Field("Điện thoại", "Phone", MaxLength = 10)]
        public string? Phone { get; init; }
    }

    /// <summary>Labels stand on parameters as well as on properties.</summary>
    private sealed record Form(
        [Field("Họ tên", "Name", MaxLength = 20)] string Name, [property: Field("Cách", "Manner")] Manner Kind, [Field("Ngày sinh", "Born")] LocalDate Born, Instant At, long Amount, Party Party,
        [Field("Giấy tờ", "Papers")] ImmutableArray<string> Papers, IReadOnlyList<Party> Parties)
    {
        [Field("Ghi chú", "Remarks", Multiline = true)]
        public string? Remarks { get; init; }

        [Field("Người nhận", "Taker"), HoldsRole("clerk", NameField = "name")]
        public string? Taker { get; init; }

        public LocalDate? Until { get; init; }

        public Manner? Other { get; init; }

        public int? Count { get; init; }
    }

    private sealed record Pair(int From, int To) : IValidated
    {
        public IEnumerable<FieldError> Validate()
        {
            if (To < From)
                yield return new FieldError("to", "order", new LocalizedText("Sai thứ tự.", "Before its beginning."));
        }
    }
}
