namespace ProcedureEngine.Host.Desk;

/// <summary>Signing in on the desk, also in the middle of something: what was typed comes along, and nothing is done before its button is pressed again.</summary>
internal static class SignInPage
{
    private const string Home = "/desk";

    public static IResult Show(string? to) => Show(to, null, null, StatusCodes.Status200OK);

    /// <summary>Somebody without a session asked for a page, or sent a form.</summary>
    public static async Task AskAsync(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
        {
            http.Response.Redirect($"/desk/sign-in?to={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}");
            return;
        }

        var kept = await KeptForm.OfAsync(http.Request);
        await Show(KeptForm.PageOf(http.Request.Path.ToUriComponent()), Ended(kept), kept, StatusCodes.Status401Unauthorized).ExecuteAsync(http);
    }

    public static async Task<IResult> SignInAsync(HttpContext http, AccountDoor door, TaskPage tasks, CasePage cases)
    {
        var form = await http.Request.ReadFormAsync();
        var (to, kept) = (form["to"].ToString(), KeptForm.Of(form));
        if (await door.SignInAsync(http, form["user"].ToString(), form["password"].ToString()) is null)
            return Show(to, Html.Of($"""<p class="error" role="alert">Sai tên đăng nhập hoặc mật khẩu.</p>{(kept is null ? Html.Empty : Ended(kept))}"""), kept, StatusCodes.Status401Unauthorized);
        return kept switch
        {
            { Kind: "tasks" } => await tasks.ShowKeptAsync(kept, http),
            { Kind: "cases" } => await cases.ShowKeptAsync(kept, http),
            _ => Results.LocalRedirect(IsOwnPage(to) ? to : Home),
        };
    }

    /// <summary>Only a path of our own pages: a full address would send the signed-in person elsewhere.</summary>
    private static bool IsOwnPage(string to) => !to.Contains("//", StringComparison.Ordinal) && !to.Contains('\\', StringComparison.Ordinal)
        && (to is Home || to.StartsWith("/desk/", StringComparison.Ordinal) || to.StartsWith("/desk?", StringComparison.Ordinal) || to.StartsWith("/studio/", StringComparison.Ordinal));

    private static Html Ended(KeptForm? kept) => Html.Of($"""
        <p class="box errors" role="alert">Phiên làm việc đã hết. <strong>Chưa có gì được thực hiện.</strong> {(kept is null
            ? "Sau khi đăng nhập, hãy làm lại việc vừa rồi."
            : "Sau khi đăng nhập, biểu mẫu hiện lại với những gì đã gõ để kiểm tra và tự bấm nút.")}</p>
        """);

    private static IResult Show(string? to, Html? told, KeptForm? kept, int status) => DeskPage.Show("Đăng nhập", Html.Of($"""
        <form method="post" action="/desk/sign-in" class="box">{told ?? Html.Empty}<input type="hidden" name="to" value="{to}">{kept?.Hidden() ?? Html.Empty}
        <label>Tên đăng nhập <input type="text" name="user" autocomplete="username" required autofocus></label>
        <label>Mật khẩu <input type="password" name="password" autocomplete="current-password" required></label><button>Đăng nhập</button></form>
        """), null, status);
}
