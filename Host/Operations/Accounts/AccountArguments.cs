namespace ProcedureEngine.Host.Operations.Accounts;

internal enum AccountVerb
{
    List,
    Set,
    Remove,
    Key,
    RemoveKey,
}

/// <summary>The command line of <see cref="AccountsCommand"/>.</summary>
/// <param name="Subject">User name of a person or name of a system; empty for a list.</param>
/// <param name="Grants">As they were written.</param>
/// <param name="Settings">Of the Host.</param>
internal sealed record AccountArguments(AccountVerb Verb, string Subject, ImmutableArray<string> Grants, string[] Settings)
{
    private const string NameOption = "--name";
    private const string GrantOption = "--grant";
    private const string PasswordOption = "--password-stdin";
    private const string RenewOption = "--renew";

    public string? DisplayName { get; private init; }

    public bool HasPassword { get; private init; }

    public bool IsRenewed { get; private init; }

    /// <exception cref="MisusedException">It is none of the command's lines.</exception>
    public static AccountArguments Read(string[] arguments)
    {
        var (verb, subject, rest) = arguments switch
        {
            ["list", .. var after] => (AccountVerb.List, string.Empty, after),
            ["set", var user, .. var after] => (AccountVerb.Set, user, after),
            ["remove", var user, .. var after] => (AccountVerb.Remove, user, after),
            ["key", "remove", var system, .. var after] => (AccountVerb.RemoveKey, system, after),
            ["key", var system, .. var after] => (AccountVerb.Key, system, after),
            _ => throw new MisusedException("Say what to do, and with whom."),
        };
        return subject.StartsWith('-') ? throw new MisusedException("Say what to do, and with whom.") : new AccountArguments(verb, subject, [], []).With(rest);
    }

    private AccountArguments With(ReadOnlySpan<string> rest) => rest switch
    {
        [] => this,
        [PasswordOption, .. var after] when Verb == AccountVerb.Set => (this with { HasPassword = true }).With(after),
        [RenewOption, .. var after] when Verb == AccountVerb.Key => (this with { IsRenewed = true }).With(after),
        [NameOption, var name, .. var after] when Verb == AccountVerb.Set => (this with { DisplayName = Required(name) }).With(after),
        [GrantOption, var grant, .. var after] when Verb is AccountVerb.Set or AccountVerb.Key => (this with { Grants = Grants.Add(grant) }).With(after),
        [var setting, var value, .. var after] when setting == "--environment" || (setting.StartsWith("--", StringComparison.Ordinal) && setting.Contains(':', StringComparison.Ordinal)) =>
            (this with { Settings = [.. Settings, setting, value] }).With(after),
        // Not repeated: a password that was given as an argument ought not to be written anywhere else.
        _ => throw new MisusedException("An option is unknown here, or lacks its value."),
    };

    private static string Required(string name) => !string.IsNullOrWhiteSpace(name) && name.Length <= 200 && !name.Any(char.IsControl)
        ? name.Trim()
        : throw new FormatException("--name is the person's name, 1 to 200 characters.");
}

/// <summary>A command line that is none; its caller is told how to write it.</summary>
internal sealed class MisusedException(string message) : FormatException(message);
