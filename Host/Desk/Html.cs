using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace ProcedureEngine.Host.Desk;

/// <summary>
/// A piece of HTML. Made from an interpolated string in which every value is encoded unless it is HTML itself, so that no text of a person
/// can become markup by being forgotten.
/// </summary>
internal readonly record struct Html(string Markup)
{
    public static Html Empty { get; } = new(string.Empty);

    public static Html Of(ref HtmlHandler handler) => new(handler.ToString());

    public static Html Join(IEnumerable<Html> pieces) => new(string.Concat(pieces.Select(piece => piece.Markup)));

    public override string ToString() => Markup;
}

[InterpolatedStringHandler]
internal ref struct HtmlHandler(int literalLength, int formattedCount)
{
    /// <summary>Escapes what is markup and leaves Vietnamese letters as they are.</summary>
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder text = new(literalLength + (formattedCount * 16));

    public readonly void AppendLiteral(string literal) => text.Append(literal);

    public readonly void AppendFormatted(Html html) => text.Append(html.Markup);

    public readonly void AppendFormatted(IEnumerable<Html> pieces)
    {
        foreach (var piece in pieces)
            text.Append(piece.Markup);
    }

    public readonly void AppendFormatted(string? value) => text.Append(value is null ? null : Encoder.Encode(value));

    public readonly void AppendFormatted<T>(T value) where T : struct => text.Append(Encoder.Encode(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? string.Empty));

    public override readonly string ToString() => text.ToString();
}
