namespace ProcedureEngine.Mail;

/// <summary>
/// Tells mail written by machines from mail written by people: RFC 3834 (Auto-Submitted), lists (RFC 2919), read receipts (RFC 8098) and the fields and
/// subjects that older auto-responders use, and the empty envelope sender, which asks for no answer (RFC 5321 4.5.5). Answering any of them risks a loop.
/// </summary>
internal static class AutomaticMail
{
    private static readonly string[] Subjects =
    [
        "Automatic reply:", "Auto reply:", "Auto-reply:", "AutoReply:", "Autoreply:", "Out of Office", "Out of the office", "Vacation reply",
        "Tự động trả lời", "Trả lời tự động", "Thư trả lời tự động", "Vắng mặt",
    ];

    /// <summary>Fields whose mere presence tells.</summary>
    private static readonly string[] Fields =
        ["X-Autoreply", "X-Autorespond", "X-Autoresponse", "X-Auto-Reply", "X-Mail-Autoreply", "X-FC-MachineGenerated", "List-Id", "List-Unsubscribe", "Feedback-ID"];

    /// <returns>The field or subject that tells, for people; null for a person's message.</returns>
    public static string? SignOf(HeaderFields headers, string subject, ContentHeader type)
    {
        if (headers.First("Auto-Submitted") is { } submitted && !submitted.StartsWith("no", StringComparison.OrdinalIgnoreCase))
        {
            return $"Auto-Submitted: {Excerpt.Of(submitted)}";
        }

        if (headers.First("Precedence")?.ToLowerInvariant() is "bulk" or "junk" or "list" or "auto_reply" or "auto-reply")
        {
            return $"Precedence: {headers.First("Precedence")}";
        }

        if (Array.Find(Fields, f => headers.First(f) is not null) is { } field)
        {
            return $"{field}: {Excerpt.Of(headers.First(field)!)}";
        }

        if (type.Value == "multipart/report" && type.Parameter("report-type")?.ToLowerInvariant() is "disposition-notification")
        {
            return "a read receipt (multipart/report; report-type=disposition-notification)";
        }

        if (headers.First("Return-Path")?.Trim() == "<>")
        {
            return "Return-Path: <>";
        }

        var composed = subject.Normalize().TrimStart();
        return Array.Exists(Subjects, s => composed.StartsWith(s, StringComparison.OrdinalIgnoreCase)) ? $"Subject: {Excerpt.Of(subject)}" : null;
    }
}
