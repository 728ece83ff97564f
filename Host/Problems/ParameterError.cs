using System.Text.RegularExpressions;

namespace ProcedureEngine.Host.Problems;

/// <summary>A parameter of the path or query that cannot be read: the framework tells it in words, a problem tells it as a field.</summary>
internal static partial class ParameterError
{
    /// <returns>Null when the failure is another.</returns>
    public static FieldError? Of(BadHttpRequestException failure)
    {
        if (Unreadable().Match(failure.Message) is { Success: true } wrong)
        {
            return new FieldError(wrong.Groups["name"].Value, "type", new LocalizedText(
                $"'{wrong.Groups["value"].Value}' không đọc được.", $"'{wrong.Groups["value"].Value}' cannot be read as {Kind(wrong.Groups["type"].Value)}."));
        }

        return Missing().Match(failure.Message) is { Success: true } missing
            ? new FieldError(missing.Groups["name"].Value, "required", new LocalizedText("Thiếu tham số này.", "This parameter is required."))
            : null;
    }

    private static string Kind(string type) => type switch
    {
        "int" or "long" => "a whole number",
        "bool" => "true or false",
        _ => $"{type}",
    };

    [GeneratedRegex("^Failed to bind parameter \"(Nullable<)?(?<type>\\w+)>? (?<name>\\w+)\" from \"(?<value>.*)\"\\.$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Unreadable();

    [GeneratedRegex("^Required parameter \"\\S+ (?<name>\\w+)\" was not provided", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Missing();
}
