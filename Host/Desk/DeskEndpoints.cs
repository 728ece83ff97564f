using Microsoft.AspNetCore.Authentication;
using ProcedureEngine.Host.Sessions;

namespace ProcedureEngine.Host.Desk;

/// <summary>The plain desk: sign in, my tasks and my office's, the case, the form of a step, complete. It needs no script.</summary>
internal static class DeskEndpoints
{
    public static void AddDesk(this IServiceCollection services)
    {
        services.AddScoped<TaskPage>();
        services.AddScoped<CasePage>();
        services.AddScoped<CaseActs>();
        services.AddScoped<ListPages>();
    }

    public static void MapDesk(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/desk/sign-in", (string? to) => SignInPage(to, null)).ExcludeFromDescription();
        routes.MapPost("/desk/sign-in", SignInAsync).RequireRateLimiting(SignInLimit.Policy).DisableAntiforgery().ExcludeFromDescription();
        var desk = routes.MapGroup("/desk").RequireAuthorization().ExcludeFromDescription().AddEndpointFilter(ShowRefusalsAsync);
        desk.MapPost("/sign-out", async (HttpContext http) =>
        {
            await http.SignOutAsync(Caller.CookieScheme);
            return Results.Redirect("/desk/sign-in");
        }).DisableAntiforgery();
        desk.MapGet("/", (ListPages pages, string? cursor) => pages.TasksAsync(cursor));
        desk.MapGet("/cases", (ListPages pages, string? search, string? cursor) => pages.CasesAsync(search, cursor));
        desk.MapGet("/deadlines", (ListPages pages, string? cursor) => pages.DeadlinesAsync(cursor));
        desk.MapGet("/cases/{id}", (string id, CasePage page, HttpContext http) => page.ShowAsync(id, http));
        desk.MapPost("/cases/{id}/{act}", ActAsync).DisableAntiforgery();
        desk.MapGet("/tasks/{id}", (string id, TaskPage page, HttpContext http) => page.ShowAsync(id, http));
        desk.MapPost("/tasks/{id}/claim", (string id, TaskPage page, HttpContext http) => page.ClaimAsync(id, http)).DisableAntiforgery();
        desk.MapPost("/tasks/{id}/release", (string id, TaskPage page, HttpContext http) => page.ReleaseAsync(id, http)).DisableAntiforgery();
        desk.MapPost("/tasks/{id}/preview", (string id, TaskPage page, HttpContext http) => page.PreviewAsync(id, http)).DisableAntiforgery();
        desk.MapPost("/tasks/{id}/complete", (string id, TaskPage page, HttpContext http) => page.CompleteAsync(id, http)).DisableAntiforgery();
    }

    private static async Task<IResult> SignInAsync(HttpContext http, AccountDoor door)
    {
        var form = await http.Request.ReadFormAsync();
        var to = form["to"].ToString();
        if (await door.SignInAsync(http, form["user"].ToString(), form["password"].ToString()) is null)
            return SignInPage(to, "Sai tên đăng nhập hoặc mật khẩu.");
        return Results.LocalRedirect(IsOwnPage(to) ? to : "/desk");
    }

    /// <summary>Only a path of our own pages: a full address would send the signed-in person elsewhere.</summary>
    private static bool IsOwnPage(string to) =>
        !to.Contains("//", StringComparison.Ordinal) && !to.Contains('\\', StringComparison.Ordinal) && (to.StartsWith("/desk", StringComparison.Ordinal) || to.StartsWith("/studio/", StringComparison.Ordinal));

    private static async Task<IResult> ActAsync(string id, string act, CasePage page, CaseActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        try
        {
            return Results.Redirect($"/desk/cases/{await acts.DoAsync(id, act, form, http)}");
        }
        catch (RejectedException rejected) when (rejected.Kind is RejectionKind.Invalid or RejectionKind.Conflict)
        {
            return await page.ShowAsync(id, http, new CaseActProblem(act, rejected, form));
        }
    }

    private static IResult SignInPage(string? to, string? error) => DeskPage.Show("Đăng nhập", Html.Of($"""
        <form method="post" action="/desk/sign-in" class="box"><p class="error" role="alert">{error}</p><input type="hidden" name="to" value="{to}">
        <label>Tên đăng nhập <input type="text" name="user" autocomplete="username" required autofocus></label>
        <label>Mật khẩu <input type="password" name="password" autocomplete="current-password" required></label><button>Đăng nhập</button></form>
        """), null, error is null ? 200 : 401);

    /// <summary>On a page a refusal is a page, in words.</summary>
    private static async ValueTask<object?> ShowRefusalsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (RejectedException rejected)
        {
            var actor = Caller.Read(context.HttpContext.User);
            return DeskPage.Show("Không thực hiện được", Html.Of($"""<p class="box errors" role="alert">{rejected.Text.Vi}</p><p><a href="/desk">Về việc của tôi</a></p>"""), actor, Problem.StatusOf(rejected.Kind));
        }
    }
}
