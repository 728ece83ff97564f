using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;

namespace ProcedureEngine.Host.Desk;

/// <summary>
/// A form of the desk that was sent when the session had ended. It travels through the sign-in page and stands in its place again for whoever signs in; it is never
/// acted on, since only the button under it says who wants it done.
/// </summary>
/// <param name="Path">Where it was sent to.</param>
internal sealed partial record KeptForm(string Path, IReadOnlyDictionary<string, StringValues> Fields)
{
    /// <summary>The field by which a form tells to whom it was shown.</summary>
    public const string TypedBy = "typedBy";

    /// <summary>What is longer was typed by no person; nobody who has not signed in gets more than that sent back.</summary>
    private const int MaxBytes = 1024 * 1024;

    private const string PathField = "keptFor";
    private const string Prefix = "kept:";

    public string Kind => Parts(Path).Groups["kind"].Value;

    public string Id => Uri.UnescapeDataString(Parts(Path).Groups["id"].Value);

    public string Act => Parts(Path).Groups["act"].Value;

    public IFormCollection Form => new FormCollection(new Dictionary<string, StringValues>(Fields, StringComparer.Ordinal));

    public static async Task<KeptForm?> OfAsync(HttpRequest request)
    {
        var path = request.Path.ToUriComponent();
        if (request.ContentLength is not (> 0 and <= MaxBytes) || request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) is not true || !Parts(path).Success)
            return null;
        return new KeptForm(path, (await request.ReadFormAsync(request.HttpContext.RequestAborted)).ToDictionary(StringComparer.Ordinal));
    }

    /// <summary>As the sign-in page brought it; null where it brought none, or one of a page that is not ours.</summary>
    public static KeptForm? Of(IFormCollection signIn)
    {
        var path = signIn[PathField].ToString();
        return Parts(path).Success
            ? new KeptForm(path, signIn.Where(field => field.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(field => field.Key[Prefix.Length..], field => field.Value, StringComparer.Ordinal))
            : null;
    }

    /// <summary>The page on which the form of a path stands.</summary>
    public static string PageOf(string path) => Parts(path) is { Success: true } parts ? $"/desk/{parts.Groups["kind"].Value}/{parts.Groups["id"].Value}" : "/desk";

    public Html Hidden() => Html.Of($"""
        <input type="hidden" name="{PathField}" value="{Path}">{Fields.SelectMany(typed => typed.Value.Select(value => Html.Of($"""<input type="hidden" name="{Prefix}{typed.Key}" value="{value}">""")))}
        """);

    /// <summary>What whoever has signed in is told above the form.</summary>
    public string Notice(Actor actor)
    {
        var typedBy = Form[TypedBy].ToString();
        var kept = "Chưa có gì được thực hiện. Nội dung đã gõ trước khi phiên làm việc hết hạn được giữ lại dưới đây; kiểm tra rồi tự bấm nút.";
        return typedBy.Length == 0 || typedBy == actor.Id ? kept : $"{kept} Nội dung này do người khác gõ ({typedBy}), còn người đang đăng nhập là {actor.Id}: việc sẽ được ghi nhận là của {actor.Id}.";
    }

    private static Match Parts(string path) => FormPath().Match(path);

    [GeneratedRegex("^/desk/(?<kind>tasks|cases)/(?<id>[^/?#\\\\]+)/(?<act>[a-z-]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FormPath();
}
