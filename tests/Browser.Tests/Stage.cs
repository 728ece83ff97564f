namespace ProcedureEngine.Browser.Tests;

/// <summary>One Host and one Chromium for all tests of this project: both are dear to start. Each test opens pages of its own.</summary>
[SetUpFixture]
internal sealed class Stage
{
    private static IPlaywright playwright = null!;

    public static Site Site { get; private set; } = null!;

    public static IBrowser Browser { get; private set; } = null!;

    [OneTimeSetUp]
    public static async Task OpenAsync()
    {
        Site = new Site();
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    [OneTimeTearDown]
    public static async Task CloseAsync()
    {
        await Browser.DisposeAsync();
        playwright.Dispose();
        await Site.DisposeAsync();
    }
}
