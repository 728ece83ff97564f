using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProcedureEngine.VerifyDeadline;

/// <summary>
/// Counts a time limit sheet again, day by day, from nothing but the document: its rule, its stops and extensions, its listed days. Shares no code
/// with the product.
/// </summary>
public static class Sheet
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Every difference between what the sheet says and what it comes to; empty when it agrees.</summary>
    public static IReadOnlyList<string> Verify(string text)
    {
        var differences = new List<string>();
        try
        {
            if (JsonNode.Parse(text) is not JsonObject sheet || (string?)sheet["kind"] != "deadline-sheet")
                return ["the document is no deadline sheet"];
            if ((int)sheet["format"]! != 1)
                return [$"format {sheet["format"]} is not known to this program"];
            Compare(differences, "digest", (string?)sheet["digest"], Digest(sheet));
            new Recount(sheet, differences).Run();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or NullReferenceException or InvalidCastException or ArgumentException or OverflowException)
        {
            differences.Add($"the document cannot be read: {exception.Message}");
        }

        return differences;
    }

    internal static void Compare(List<string> differences, string what, string? said, string? counted)
    {
        if (said != counted)
            differences.Add($"{what}: the sheet says {said ?? "nothing"}, counted {counted ?? "nothing"}");
    }

    private static string Digest(JsonObject sheet)
    {
        var text = new StringBuilder();
        Write(sheet, text, isRoot: true);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))).ToLower(CultureInfo.InvariantCulture);
    }

    /// <summary>Members sorted by name, no spaces, the digest itself left out.</summary>
    private static void Write(JsonNode? node, StringBuilder text, bool isRoot = false)
    {
        if (node is JsonObject json)
        {
            var members = json.Select(member => member.Key).Where(name => !isRoot || name != "digest").ToList();
            members.Sort(string.CompareOrdinal);
            text.Append('{');
            for (var i = 0; i < members.Count; i++)
            {
                text.Append(i == 0 ? "" : ",").Append(JsonSerializer.Serialize(members[i], Plain)).Append(':');
                Write(json[members[i]], text);
            }

            text.Append('}');
        }
        else if (node is JsonArray array)
        {
            text.Append('[');
            for (var i = 0; i < array.Count; i++)
            {
                text.Append(i == 0 ? "" : ",");
                Write(array[i], text);
            }

            text.Append(']');
        }
        else
        {
            text.Append(node is null ? "null" : node.ToJsonString(Plain));
        }
    }
}
