namespace ProcedureEngine.Browser.Tests.Support;

/// <summary>A person at a browser of his own, signed in or not; what the browser complains of is kept.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    /// <summary>Elsa Studio needs its time to start, more on a machine at work.</summary>
    private const float Patience = 60_000;

    private readonly List<string> complaints = [];

    private Visitor(IBrowserContext context, IPage page)
    {
        (Context, Page) = (context, page);
        context.SetDefaultTimeout(Patience);
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Add(message.Text);
        };
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    /// <summary>Errors of scripts and of the console so far.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    /// <param name="user">Null for somebody who has not signed in.</param>
    public static async Task<Visitor> ComeAsync(string? user, int width = 1280, int height = 800)
    {
        var context = await Stage.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            // A click meets what stands, not what is still moving.
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new ViewportSize { Width = width, Height = height }, Locale = "vi-VN", TimezoneId = "Asia/Ho_Chi_Minh", BaseURL = Stage.Site.Address.ToString(),
        });
        SetDefaultExpectTimeout(Patience);
        if (user is not null)
            await SignInAsync(context, user);
        return new Visitor(context, await context.NewPageAsync());
    }

    /// <summary>A picture of the whole page, kept where <c>PE_SCREENSHOTS</c> names a folder.</summary>
    public async Task ShootAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("PE_SCREENSHOTS") is { Length: > 0 } folder)
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
    }

    public async ValueTask DisposeAsync() => await Context.DisposeAsync();

    private static async Task SignInAsync(IBrowserContext context, string user)
    {
        var answer = await context.APIRequest.PostAsync("/api/session", new APIRequestContextOptions
        {
            DataObject = new { user, password = user }, Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Origin"] = Stage.Site.Address.GetLeftPart(UriPartial.Authority) },
        });
        Assert.That(answer.Ok, Is.True, $"{user} cannot sign in: {answer.Status}");
    }
}
