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
        routes.MapGet("/desk/sign-in", (string? to) => SignInPage.Show(to)).ExcludeFromDescription();
        routes.MapPost("/desk/sign-in", SignInPage.SignInAsync).RequireRateLimiting(SignInLimit.Policy).DisableAntiforgery().ExcludeFromDescription().AddEndpointFilter(ShowRefusalsAsync);
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
        MapPagesOfForms(desk);
    }

    /// <summary>Who asks for what is only posted to (by the address bar, or after a sign-in) gets the page on which its form stands.</summary>
    private static void MapPagesOfForms(RouteGroupBuilder desk)
    {
        desk.MapGet("/sign-out", () => Results.Redirect("/desk"));
        foreach (var path in (string[])["/cases/{id}/{act:regex(^(merge|split|set-aside)$)}", "/tasks/{id}/{act:regex(^(claim|release|preview|complete)$)}"])
            desk.MapGet(path, (HttpContext http) => Results.Redirect(KeptForm.PageOf(http.Request.Path.ToUriComponent())));
    }

    private static async Task<IResult> ActAsync(string id, string act, CasePage page, CaseActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        try
        {
            return Results.Redirect($"/desk/cases/{await acts.DoAsync(id, act, form, http)}");
        }
        catch (RejectedException rejected) when (rejected.Kind is RejectionKind.Invalid or RejectionKind.Conflict)
        {
            return await page.ShowAsync(id, http, new TypedAct(act, form) { Refusal = rejected });
        }
    }

    /// <summary>On a page a refusal is a page, in words.</summary>
    private static async ValueTask<object?> ShowRefusalsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (RejectedException rejected)
        {
            var user = context.HttpContext.User;
            var actor = user.Identity?.IsAuthenticated is true ? Caller.Read(user) : null;
            return DeskPage.Show("Không thực hiện được", Html.Of($"""<p class="box errors" role="alert">{rejected.Text.Vi}</p><p><a href="/desk">Về việc của tôi</a></p>"""), actor, Problem.StatusOf(rejected.Kind));
        }
    }
}
