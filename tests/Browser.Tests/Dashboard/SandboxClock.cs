using System.Globalization;

namespace ProcedureEngine.Browser.Tests.Dashboard;

/// <summary>The one thing that is done over HTTP while people click: the sandbox's clock is moved on.</summary>
internal static class SandboxClock
{
    private static readonly TimeSpan Vietnam = TimeSpan.FromHours(7);

    /// <summary>What the engine's clock says, on the wall in Vietnam.</summary>
    public static async Task<DateTimeOffset> NowAsync()
    {
        using var system = Stage.Site.System();
        return Read(await system.GetAsync("/api/sandbox/clock").JsonAsync());
    }

    public static Task<DateTimeOffset> MoveToAsync(DateTimeOffset to) => MoveAsync($$"""{"now":"{{to:yyyy-MM-ddTHH:mm:sszzz}}"}""");

    /// <summary>Half past eight on a working day to come: what is then done at once is done on one day, at whatever hour the test runs.</summary>
    public static async Task<DateTimeOffset> ToMorningAsync()
    {
        await MoveToAsync(new DateTimeOffset((await NowAsync()).Date.AddDays(1).AddHours(8.5), Vietnam));
        return await MoveAsync("""{"workingDays":1}""");
    }

    /// <summary>As people write it.</summary>
    public static string Day(DateTimeOffset moment) => moment.ToString("dd'/'MM'/'yyyy", CultureInfo.InvariantCulture);

    /// <inheritdoc cref="Day"/>
    public static string Hour(DateTimeOffset moment) => moment.ToString("HH':'mm", CultureInfo.InvariantCulture);

    private static async Task<DateTimeOffset> MoveAsync(string how)
    {
        using var system = Stage.Site.System();
        await system.PostAsync("/api/sandbox/clock", Site.Json(how)).JsonAsync();
        return await NowAsync();
    }

    private static DateTimeOffset Read(JsonNode clock) => DateTimeOffset.Parse((string)clock["now"]!, CultureInfo.InvariantCulture).ToOffset(Vietnam);
}
