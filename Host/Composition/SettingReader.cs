using System.Globalization;

namespace ProcedureEngine.Host.Composition;

/// <summary>Reads settings strictly and keeps what is wrong with them, so that one start tells it all.</summary>
internal sealed class SettingReader(IConfiguration configuration)
{
    private readonly List<string> wrong = [];

    public void Refuse(string message) => wrong.Add(message);

    public bool Switch(string name, bool unset)
    {
        if (configuration[name] is not { Length: > 0 } text)
            return unset;
        if (!bool.TryParse(text, out var value))
            Refuse($"{name} is '{text}'; it must be true or false");
        return value;
    }

    public int Number(string name, int unset, int least, int most)
    {
        if (configuration[name] is not { Length: > 0 } text)
            return unset;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < least || value > most)
            Refuse($"{name} is '{text}'; it must be a whole number from {least} to {most}");
        return value;
    }

    /// <summary>An absolute http or https address; null when it is not set.</summary>
    public Uri? Address(string name)
    {
        if (configuration[name] is not { Length: > 0 } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps))
            return address;
        Refuse($"{name} is '{text}'; it must be an address such as http://127.0.0.1:4317");
        return null;
    }

    /// <summary>A folder that exists, made if need be, and can be written to.</summary>
    public string Folder(string name, string unset)
    {
        var folder = Path.GetFullPath(configuration[name] is { Length: > 0 } text ? text : unset);
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, ".writable");
            File.WriteAllText(probe, string.Empty);
            File.Delete(probe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Refuse($"{name} is '{folder}', which cannot be written to: {exception.Message}");
        }

        return folder;
    }

    /// <exception cref="InvalidOperationException">Names every setting that was refused.</exception>
    public void ThrowIfAnyIsWrong()
    {
        if (wrong.Count > 0)
            throw new InvalidOperationException($"The settings cannot be used: {string.Join("; ", wrong)}.");
    }
}
