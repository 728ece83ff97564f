namespace ProcedureEngine.Workflows.Tests.Support;

/// <summary>Forms of the claim procedure, steps 1 to 4, filled in as people would.</summary>
internal static class ClaimSamples
{
    public const string Email = "le.van.nam@example.vn";

    /// <summary>A claim of the injured person himself; by hand, to an office that has no desk at the service centre.</summary>
    public static JsonObject Claim(string channel = "counter", string? email = Email, JsonArray? papers = null, JsonObject? claimant = null, bool asksAdvance = false)
    {
        var who = claimant ?? Injured();
        if (email is not null)
            who["email"] = email;
        var claim = new JsonObject
        {
            ["claimant"] = who,
            ["madeOn"] = "2026-02-23",
            ["causedBy"] = new JsonObject { ["name"] = "Chi cục Thi hành án dân sự huyện mẫu", ["address"] = "Số 3, huyện mẫu" },
            ["act"] = "Kê biên nhầm nhà đất của người không phải thi hành án.",
            ["damage"] = "Mất thu nhập cho thuê nhà sáu tháng; chi phí đi lại, luật sư.",
            ["causalLink"] = "Nhà bị niêm phong nên không cho thuê được.",
            ["sum"] = 120_000_000,
            ["reckoning"] = "18 triệu đồng một tháng trong sáu tháng và 12 triệu đồng chi phí.",
            ["paymentAccount"] = new JsonObject { ["holder"] = "Lê Văn Nam", ["number"] = "0011004455667", ["bank"] = "Ngân hàng mẫu" },
            ["asksAdvance"] = asksAdvance,
            ["basis"] = "enclosed",
            ["papers"] = papers ?? Papers(channel),
        };
        if (channel == "counter")
            claim["handedInAt"] = "office";
        if (channel == "portal")
            (claim["account"], claim["phone"]) = ("vnconnect-036180001234", "0912 345 678");
        return claim;
    }

    public static JsonObject Injured() => new() { ["kind"] = "injuredPerson", ["name"] = "Lê Văn Nam", ["identityNumber"] = "035080001234", ["address"] = "Số 12, phường mẫu" };

    /// <param name="chosen">How many of two heirs are said to be chosen.</param>
    public static JsonObject Heir(int chosen = 1, bool hasWill = false) => new()
    {
        ["kind"] = "heir", ["name"] = "Lê Thị Hoa", ["identityNumber"] = "035185004321", ["address"] = "Số 12, phường mẫu", ["injuredPerson"] = "Lê Văn Nam", ["hasWill"] = hasWill,
        ["heirs"] = new JsonArray(new JsonObject { ["name"] = "Lê Thị Hoa", ["isChosen"] = chosen >= 1 }, new JsonObject { ["name"] = "Lê Văn Bắc", ["isChosen"] = chosen == 2 }),
    };

    public static JsonObject Authorised(string? validTo = "2026-12-31") => new()
    {
        ["kind"] = "authorisedRepresentative", ["name"] = "Luật sư Trần Minh", ["identityNumber"] = "001080000001", ["address"] = "Số 1, phố mẫu", ["injuredPerson"] = "Lê Văn Nam",
        ["authorisation"] = new JsonObject { ["name"] = "Luật sư Trần Minh", ["identityNumber"] = "001080000001", ["authorisation"] = "UQ 01/2026", ["validTo"] = validTo },
    };

    /// <summary>All that an injured person's file needs, in the form that the channel asks for.</summary>
    public static JsonArray Papers(string channel = "counter", params string[] without)
    {
        var copies = channel switch { "portal" => "scan", "post" => "certifiedCopy", _ => "copyOriginalShown" };
        string[] kinds = ["claim", "basisDocument", "injuredPersonIdentity", "evidence"];
        return new JsonArray([.. kinds.Except(without, StringComparer.Ordinal).Select(kind => (JsonNode)Paper(kind, kind == "claim" && channel != "portal" ? "original" : copies))]);
    }

    public static JsonObject Paper(string kind, string form) => new() { ["kind"] = kind, ["form"] = form };

    public static JsonObject Found(JsonArray papers) => new() { ["papers"] = papers };

    public static JsonObject Request(string? repeatReason = null, params string[] others) => new() { ["others"] = new JsonArray([.. others.Select(other => (JsonNode)other)]), ["repeatReason"] = repeatReason };

    public static JsonObject Refusal(string reason, bool namesBody = false)
    {
        var refusal = new JsonObject { ["reason"] = reason, ["text"] = "Theo nhận định tại hồ sơ." };
        if (namesBody)
            refusal["competentBody"] = new JsonObject { ["name"] = "Ủy ban nhân dân tỉnh mẫu", ["address"] = "Số 1" };
        return refusal;
    }

    public static JsonObject Obstacle(string from, string to, string ground = "force-majeure") => new() { ["ground"] = ground, ["from"] = from, ["to"] = to, ["basis"] = "Lũ lụt cô lập toàn xã." };

    public static JsonObject Condition(bool holds = true) => new() { ["holds"] = holds, ["text"] = "Có tại hồ sơ." };

    public static JsonObject Conditions() => new() { ["ground"] = Condition(), ["damage"] = Condition(), ["causalLink"] = Condition() };

    public static JsonObject Signature() => new() { ["signerTitle"] = "GIÁM ĐỐC", ["isDeputy"] = false };

    public static JsonObject Officer(string name = "settlement-officer") => new()
    {
        ["officerId"] = $"{name}@{TestOffice.Id}", ["officerName"] = "Phạm Thị Thu", ["inCharge"] = Condition(), ["experienced"] = Condition(), ["unrelated"] = Condition(), ["signature"] = Signature(),
    };

    public static JsonObject Delivery(string on) => new() { ["on"] = on, ["manner"] = "Bưu chính", ["receivedBy"] = "Lê Văn Nam", ["proof"] = "Vận đơn 01" };
}
