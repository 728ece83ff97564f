using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Host.Tasks;

namespace ProcedureEngine.Host.Desk;

/// <summary>Letters shown before they go.</summary>
internal static class LetterBoxes
{
    public static Html Of(TaskPreview? preview) => preview switch
    {
        null => Html.Empty,
        { Letters.Count: 0 } => Html.Of($"""<div class="box" role="status"><strong>Xem trước thư</strong><p>Kết quả này không gửi thư nào.</p></div>"""),
        _ => Html.Of($"""<div class="box" role="status"><strong>Xem trước thư</strong><p class="hint">Chưa có gì được gửi hay ghi nhận; thư chỉ đi khi bấm hoàn thành. Số trong thư, nếu có, là số dự kiến.</p>{preview.Letters.Select(Letter)}</div>"""),
    };

    private static Html Letter(PreviewedLetter letter)
    {
        var files = letter.Attachments.Length == 0 ? Html.Empty : Html.Of($"<p>Tệp kèm theo: {string.Join(", ", letter.Attachments.Select(file => file.Name))}</p>");
        var to = letter.To is null ? Html.Of($"Bản giấy giao cho {letter.ToName}") : Html.Of($"Gửi: {letter.ToName} &lt;{letter.To}&gt;");
        return Html.Of($"""
            <article class="box"><p><strong>{letter.Subject}</strong></p><p>{to} · {JournalWords.Letter(letter.Template).Vi}</p>{files}<hr>{new Html(letter.Html)}
            <details><summary>Bản chữ thuần</summary><pre style="white-space:pre-wrap">{letter.Text}</pre></details></article>
            """);
    }
}
