using System.Net;
using System.Text;

namespace ProcedureEngine.Papers;

internal enum BlockKind
{
    Paragraph,
    Item,
    Heading,
    Centred,
    Right,
    Row,
}

internal sealed record Block(BlockKind Kind, string Text);

/// <summary>
/// The small block model of letters: a line is a block, and its first characters say which. Both the plain text and the HTML come from it, so
/// that they cannot say different things. '- ' is an item, '# ' a heading, '^ ' centred, '> ' at the right, '|' two columns.
/// </summary>
internal static class Blocks
{
    /// <summary>A line break inside a slot's value (Unicode line separator); never the start of a block.</summary>
    public const string LineBreak = "\u2028";

    public static List<Block> Parse(string body) => [.. body.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0).Select(Parse1)];

    public static string ToText(IReadOnlyList<Block> blocks)
    {
        var text = new StringBuilder();
        for (var i = 0; i < blocks.Count; i++)
        {
            if (i > 0)
                text.Append(blocks[i].Kind == BlockKind.Item || (blocks[i].Kind == blocks[i - 1].Kind && blocks[i].Kind != BlockKind.Paragraph) ? "\r\n" : "\r\n\r\n");
            text.Append(Text(blocks[i]));
        }

        return text.Append("\r\n").ToString();
    }

    public static string ToHtml(string title, IReadOnlyList<Block> blocks, bool isPaper)
    {
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><title>").Append(Encode(title)).Append("</title><style>")
            .Append(isPaper ? PaperStyle : LetterStyle).Append("</style></head><body>\n");
        for (var i = 0; i < blocks.Count; i++)
        {
            var (isItem, wasItem) = (blocks[i].Kind == BlockKind.Item, i > 0 && blocks[i - 1].Kind == BlockKind.Item);
            html.Append(isItem && !wasItem ? "<ul>\n" : !isItem && wasItem ? "</ul>\n" : string.Empty).Append(Html(blocks[i])).Append('\n');
        }

        return html.Append(blocks.Count > 0 && blocks[^1].Kind == BlockKind.Item ? "</ul>\n" : string.Empty).Append("</body></html>\n").ToString();
    }

    private const string LetterStyle =
        "body{font-family:'Times New Roman',Tinos,'Liberation Serif',serif;font-size:16px;line-height:1.5;max-width:44em;margin:1.5em auto;padding:0 1em;color:#111}"
        + "h2{font-size:1em;margin:1.2em 0 .3em}p{margin:.6em 0}p.c{text-align:center}p.r{text-align:right}table{width:100%;border-collapse:collapse}td{vertical-align:top;width:50%;text-align:center;padding:.2em .5em}";

    private const string PaperStyle =
        "@page{size:A4;margin:20mm 20mm 20mm 30mm}body{font-family:'Times New Roman',Tinos,'Liberation Serif',serif;font-size:14pt;line-height:1.4;max-width:170mm;margin:10mm auto;color:#000}"
        + "h2{font-size:14pt;margin:.8em 0 .3em}p{margin:.4em 0;text-align:justify}p.c{text-align:center;font-weight:bold}p.r{text-align:right;font-style:italic}table{width:100%;border-collapse:collapse}td{vertical-align:top;width:50%;text-align:center;padding:.1em .3em}";

    private static Block Parse1(string line) => line switch
    {
        ['-', ' ', ..] => new Block(BlockKind.Item, line[2..]),
        ['#', ' ', ..] => new Block(BlockKind.Heading, line[2..]),
        ['^', ' ', ..] => new Block(BlockKind.Centred, line[2..]),
        ['>', ' ', ..] => new Block(BlockKind.Right, line[2..]),
        ['|', ..] => new Block(BlockKind.Row, line[1..]),
        _ => new Block(BlockKind.Paragraph, line.Trim()),
    };

    private static string Text(Block block)
    {
        var text = block.Text.Replace(LineBreak, "\r\n", StringComparison.Ordinal);
        return block.Kind switch
        {
            BlockKind.Item => "- " + text,
            BlockKind.Row => string.Join("    ", text.Split('|').Select(cell => cell.Trim()).Where(cell => cell.Length > 0)),
            _ => text,
        };
    }

    private static string Html(Block block) => block.Kind switch
    {
        BlockKind.Item => $"<li>{Encode(block.Text)}</li>",
        BlockKind.Heading => $"<h2>{Encode(block.Text)}</h2>",
        BlockKind.Centred => $"<p class=\"c\">{Encode(block.Text)}</p>",
        BlockKind.Right => $"<p class=\"r\">{Encode(block.Text)}</p>",
        BlockKind.Row => $"<table><tr>{string.Concat(block.Text.Split('|').Select(cell => $"<td>{Encode(cell.Trim())}</td>"))}</tr></table>",
        _ => $"<p>{Encode(block.Text)}</p>",
    };

    private static string Encode(string text) => WebUtility.HtmlEncode(text).Replace("&#8232;", "<br>", StringComparison.Ordinal).Replace(LineBreak, "<br>", StringComparison.Ordinal);
}
