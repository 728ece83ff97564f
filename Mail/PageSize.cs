using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace ProcedureEngine.Mail;

/// <summary>
/// Whether a page is laid out as mail programs write it. A reader of HTML keeps open what is not closed as it should be and repeats open letters (b, font)
/// in every block, so a few kilobytes may become millions of elements, or lie so deep that the stack ends, and the process with it. The page is
/// read by the reader that the sanitizer has, and the reading ends where it comes to that.
/// </summary>
internal sealed class PageSize
{
    /// <summary>A long correspondence in tables within tables comes to a hundred.</summary>
    internal const int MaxDepth = 400;

    /// <summary>As many as a page of the greatest length that is shown may have, each tag read once.</summary>
    internal const int MaxElements = 300_000;

    /// <summary>Counting all is a walk through the page; in between, each new element repeats at most the open ones above it.</summary>
    private const int CountEvery = 1_000;

    private IElement? _last;
    private int _made;

    private PageSize()
    {
    }

    public static bool IsOrdinary(string html)
    {
        var size = new PageSize();
        try
        {
            using var page = new HtmlParser(new HtmlParserOptions { OnCreated = (element, _) => size.Watch(element) }).ParseDocument($"<!doctype html><html><body>{html}");
            return true;
        }
        catch (UnusualPageException)
        {
            return false;
        }
    }

    /// <summary>An element that is just made has no place yet; the one before it has.</summary>
    private void Watch(IElement made)
    {
        if (_last is not null && (IsTooDeep(_last) || (++_made % CountEvery == 0 && made.Owner!.All.Length > MaxElements)))
        {
            throw new UnusualPageException();
        }

        _last = made;
    }

    private static bool IsTooDeep(INode node)
    {
        var depth = 0;
        for (var above = node.Parent; above is not null && depth <= MaxDepth; above = above.Parent)
        {
            depth++;
        }

        return depth > MaxDepth;
    }

    private sealed class UnusualPageException : Exception;
}
