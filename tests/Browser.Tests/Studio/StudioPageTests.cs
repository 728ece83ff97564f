namespace ProcedureEngine.Browser.Tests.Studio;

/// <summary>The pages under /studio: who comes in, what is served, and that the real Elsa Studio paints the engine's definitions.</summary>
internal sealed class StudioPageTests
{
    [Test]
    public async Task Whoever_has_not_signed_in_is_sent_to_do_so_and_comes_back()
    {
        await using var visitor = await Visitor.ComeAsync(null);
        await visitor.Page.GotoAsync("/workflows/definitions?page=1");
        await visitor.Page.WaitForURLAsync("**/sign-in?*");
        await visitor.Page.FillAsync("input[name=user]", "operator@namdinh");
        await visitor.Page.FillAsync("input[name=password]", "operator@namdinh");
        await visitor.Page.PressAsync("input[name=password]", "Enter");
        await visitor.Page.WaitForURLAsync("**/studio/workflows/definitions?page=1*");
    }

    [Test]
    public async Task The_list_shows_the_procedures_under_our_bar_and_opens_one()
    {
        await using var visitor = await Visitor.ComeAsync("operator@namdinh");
        await visitor.Page.GotoAsync("/studio/");
        await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Quy trình" })).ToHaveAttributeAsync("aria-current", "page");
        await Expect(visitor.Page.GetByText("Hỗ trợ trực tuyến yêu cầu thi hành án").First).ToBeVisibleAsync();
        await visitor.ShootAsync("definitions");
        Assert.That(visitor.Complaints, Is.Empty);
    }
}
