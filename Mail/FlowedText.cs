using System.Text;

namespace ProcedureEngine.Mail;

/// <summary>Joins the lines of format=flowed text again (RFC 3676).</summary>
internal static class FlowedText
{
    /// <param name="text">Line ends LF.</param>
    /// <param name="deleteSpace">DelSp=yes: the space that marks a flowed line is not part of the text.</param>
    public static string Join(string text, bool deleteSpace)
    {
        var result = new StringBuilder(text.Length);
        var flowing = false;
        var lastDepth = 0;
        foreach (var line in text.Split('\n'))
        {
            var depth = line.AsSpan().IndexOfAnyExcept('>') is var d and >= 0 ? d : line.Length;
            var content = line.AsSpan(depth);
            content = content.StartsWith(" ") ? content[1..] : content;
            var isSignature = content is "-- ";
            if (flowing && depth == lastDepth && !isSignature)
            {
                result.Append(content);
            }
            else
            {
                result.Append('\n').Append('>', depth).Append(depth > 0 && content.Length > 0 ? " " : "").Append(content);
            }

            flowing = !isSignature && content.EndsWith(" ");
            lastDepth = depth;
            if (flowing && deleteSpace)
            {
                result.Length--;
            }
        }

        // Every line began with its line end, the first one too.
        return result.ToString(1, result.Length - 1);
    }
}
