using System.Net;
using Ganss.Xss;

namespace ProcedureEngine.Mail;

/// <summary>
/// Makes HTML mail safe to show within a page of ours: an allow-list of tags, attributes and styles (the library HtmlSanitizer); no scripts, forms, frames, and
/// nothing loaded from elsewhere, so that opening a letter tells nobody. Links stay; pictures only as cid: and data: images.
/// </summary>
public static class HtmlSanitizer
{
    /// <summary>Characters beyond which a page is shown as plain text.</summary>
    internal const int MaxLength = 4_000_000;

    private static readonly string[] RefusedTags =
    [
        "form", "input", "button", "select", "option", "optgroup", "textarea", "keygen", "menuitem", "datalist", "output", "label", "fieldset", "legend",
        "html", "head", "body", "style",
    ];

    private static readonly string[] RefusedAttributes =
        ["background", "action", "method", "enctype", "accept", "accept-charset", "id", "name"];

    /// <summary>Styles that can load something or cover what surrounds the letter.</summary>
    private static readonly string[] RefusedStyles =
    [
        "background", "background-image", "position", "list-style", "list-style-image", "content", "cursor", "border-image", "border-image-source",
        "top", "right", "bottom", "left", "z-index", "float", "clip", "mask", "filter", "transform", "animation", "transition",
    ];

    private static readonly string[] CodeTags =
        ["script", "style", "title", "template", "noscript", "iframe", "object", "embed", "svg", "math", "noembed", "noframes", "xmp"];

    /// <returns>HTML of the same text; never null.</returns>
    public static string Sanitize(string html)
    {
        if (html.Length > MaxLength || !PageSize.IsOrdinary(html))
        {
            return $"<pre>{WebUtility.HtmlEncode(HtmlToText.Convert(html))}</pre>";
        }

        return Create().Sanitize(html);
    }

    private static Ganss.Xss.HtmlSanitizer Create()
    {
        var sanitizer = new Ganss.Xss.HtmlSanitizer { KeepChildNodes = true };
        sanitizer.AllowedTags.ExceptWith(RefusedTags);
        sanitizer.AllowedAttributes.ExceptWith(RefusedAttributes);
        sanitizer.AllowedCssProperties.ExceptWith(RefusedStyles);
        sanitizer.AllowedSchemes.Clear();
        sanitizer.AllowedSchemes.UnionWith(["http", "https", "mailto", "tel", "cid", "data"]);
        sanitizer.FilterUrl += (_, e) => e.SanitizedUrl = IsAllowed(e.Tag.LocalName, e.OriginalUrl.Trim()) ? e.SanitizedUrl : null;
        sanitizer.RemovingTag += (_, e) => DropWithContent(e);
        sanitizer.PostProcessNode += (_, e) =>
        {
            if (e.Node is AngleSharp.Dom.IElement { LocalName: "a" } link)
            {
                link.SetAttribute("rel", "noopener noreferrer nofollow");
                link.SetAttribute("target", "_blank");
            }
        };
        return sanitizer;
    }

    private static bool IsAllowed(string tag, string url)
    {
        var isPicture = url.StartsWith("cid:", StringComparison.OrdinalIgnoreCase)
            || (url.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase) && !url.StartsWith("data:image/svg", StringComparison.OrdinalIgnoreCase));
        var isLink = Array.Exists(["http:", "https:", "mailto:", "tel:"], s => url.StartsWith(s, StringComparison.OrdinalIgnoreCase));
        return tag == "img" ? isPicture : tag is "a" or "area" or "blockquote" or "q" or "del" or "ins" && isLink;
    }

    /// <summary>Of a tag that is refused the text stays, except where the text is code.</summary>
    private static void DropWithContent(RemovingTagEventArgs e)
    {
        if (CodeTags.Contains(e.Tag.LocalName, StringComparer.Ordinal))
        {
            e.Tag.InnerHtml = "";
        }
    }
}
