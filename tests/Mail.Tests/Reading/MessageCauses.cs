using static ProcedureEngine.Mail.MailDefectKind;

namespace ProcedureEngine.Mail.Tests.Reading;

/// <summary>Causes that touch every field of a message.</summary>
internal static class MessageCauses
{
    public static IReadOnlyList<Cause> All { get; } =
    [
        new("gave-up", "The other reader ends with an error of its own on this message or field; ours never does.",
            d => d.Field == "all" || d.Field.EndsWith("-error", StringComparison.Ordinal)),
        new("cr-line-ends", "Lines end with CR alone. Python takes them as lines too, mailparser sees one line; ours reads them as lines where the first line ends so.",
            d => d.Told(BareCarriageReturns)),
        new("before-the-header", "Blank lines, an mbox line or a byte order mark stand before the header. The others end the header there or lose its first field; ours passes them over.",
            d => d.Told(LeadingRubbish)),
        new("no-message", "The bytes have no field that only mail has. The others show a message without sender; ours says that it is none and keeps the bytes as text, page or file.",
            d => d.Told(NotAMessage)),
    ];
}
