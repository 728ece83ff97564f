using System.Text;

namespace ProcedureEngine.Host.Desk;

/// <summary>The frame of every page of the desk: works without scripts, on a phone and on paper.</summary>
internal static class DeskPage
{
    private const string Style = """
        :root{--line:#c9cdd3;--link:#0b4f8a;--late:#a3161d;--ok:#1d6b35}
        *{box-sizing:border-box}body{font:16px/1.5 system-ui,'Noto Sans','Liberation Sans',sans-serif;margin:0;color:#16181d;background:#f6f7f9}
        header{background:#12395f;color:#fff;padding:.6rem 1rem;display:flex;flex-wrap:wrap;gap:.4rem 1.2rem;align-items:center}header a{color:#fff}header form{margin-left:auto}
        main{max-width:72rem;margin:0 auto;padding:1rem}h1{font-size:1.5rem;margin:.4rem 0 1rem}h2{font-size:1.15rem;margin:1.6rem 0 .5rem}a{color:var(--link)}
        .wide{overflow-x:auto}table{border-collapse:collapse;width:100%;background:#fff}th,td{border:1px solid var(--line);padding:.4rem .6rem;text-align:left;vertical-align:top;overflow-wrap:break-word}th{white-space:nowrap;background:#eceff3}
        .late{color:var(--late);font-weight:600}.ok{color:var(--ok)}.box,details,fieldset{background:#fff;border:1px solid var(--line);border-radius:.3rem;padding:.6rem .9rem;margin:.6rem 0}
        fieldset{min-width:0;grid-column:1/-1}td{min-width:5.5rem}summary{cursor:pointer;font-weight:600}legend{font-weight:600;padding:0 .3rem}label{display:block;margin:.5rem 0}label.inline{display:flex;gap:.5rem;align-items:center}
        input[type=text],input[type=password],input[type=date],input[type=datetime-local],input[type=number],select,textarea{width:100%;padding:.4rem;font:inherit;border:1px solid #767b84;border-radius:.2rem;background:#fff}
        textarea{min-height:5rem}button{font:inherit;padding:.4rem .9rem;border:1px solid #12395f;background:#12395f;color:#fff;border-radius:.25rem;cursor:pointer}button.plain{background:#fff;color:#12395f}header button{background:transparent;border-color:#fff}
        .error{color:var(--late)}.errors{border-left:.3rem solid var(--late)}.hint{color:#4d535c;font-size:.92rem}.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(20rem,1fr));gap:0 1rem}
        :focus-visible{outline:3px solid #e08a00;outline-offset:1px}@media print{header,form,details,.noprint{display:none}body{background:#fff}}
        """;

    public static IResult Show(string title, Html body, Actor? actor, int status = 200)
    {
        var bar = actor is null ? Html.Empty : Html.Of($"""
            <a href="/desk">Việc của tôi</a><a href="/desk/cases">Hồ sơ</a><a href="/desk/deadlines">Thời hạn</a>
            <form method="post" action="/desk/sign-out"><span>{actor.DisplayName} ({actor.Id})</span> <button>Đăng xuất</button></form>
            """);
        var page = Html.Of($"""
            <!DOCTYPE html>
            <html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title} · ProcedureEngine</title>
            <style>{new Html(Style)}</style></head>
            <body><header><strong>Bàn làm việc</strong>{bar}</header><main><h1>{title}</h1>{body}</main></body></html>
            """);
        return Results.Content(page.Markup, "text/html", Encoding.UTF8, status);
    }

    /// <summary>'02/03/2026 08:30' in Asia/Ho_Chi_Minh.</summary>
    public static string When(Instant instant) => instant.InZone(Zone).ToString("dd/MM/uuuu HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    public static string Day(LocalDate date) => date.ToString("dd/MM/uuuu", System.Globalization.CultureInfo.InvariantCulture);

    public static DateTimeZone Zone { get; } = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];
}
