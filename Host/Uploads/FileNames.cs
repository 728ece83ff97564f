namespace ProcedureEngine.Host.Uploads;

/// <summary>File names as they came, without what a file system or a browser would take for more than a name.</summary>
internal static class FileNames
{
    private const int MaxLength = 200;
    private const string Nameless = "tep-dinh-kem";

    public static string Safe(string name)
    {
        var last = name.Replace('\\', '/').Split('/')[^1];
        var clean = string.Concat(last.Where(c => !char.IsControl(c) && c is not ('<' or '>' or ':' or '"' or '|' or '?' or '*'))).Trim('.', ' ');
        return clean.Length == 0 ? Nameless : Cut(clean);
    }

    /// <summary>Never through the middle of a character.</summary>
    private static string Cut(string name) =>
        name.Length <= MaxLength ? name : name[..(char.IsHighSurrogate(name[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
}
