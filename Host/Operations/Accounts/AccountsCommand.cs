using System.Text.RegularExpressions;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Host.Portal;

namespace ProcedureEngine.Host.Operations.Accounts;

/// <summary>
/// <c>ProcedureEngine.Host accounts</c>: who may sign in and which systems call, beside a running host on PostgreSQL, and on SQLite while none runs. What it
/// is told twice has one effect. Passwords come on the standard input and keys are told once; neither is kept, logged or taken as an argument.
/// </summary>
internal sealed partial class AccountsCommand(DurableStore store, GrantWords grants, IConfiguration configuration, TextWriter output, TextWriter notes)
{
    public const string Name = "accounts";

    private const string Usage = """
        accounts list
        accounts set USER [--name NAME] [--grant ROLE@OFFICE]... [--password-stdin]
        accounts remove USER
        accounts key SYSTEM [--grant ROLE@OFFICE]... [--renew]
        accounts key remove SYSTEM
          set     makes a person's account or changes it; what is left out stays as it is, and the grants given are all that remain
          key     makes a system's key and tells it once on the standard output; of a system that has one it changes the grants, and with --renew the key
          --password-stdin  the password is the one line of the standard input
          [--Setting:Name value] of the Host may follow
        0: done, or it stood so already, 2: called wrongly, refused, or the store cannot be used
        """;

    private const int Done = 0;
    private const int Refused = 2;

    /// <param name="input">Holds the password, where one is asked for.</param>
    /// <param name="notes">What was done, and what was refused.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextReader input, TextWriter output, TextWriter notes)
    {
        try
        {
            var asked = AccountArguments.Read(arguments);
            await using var services = CommandServices.Build(asked.Settings);
            if (asked.Verb == AccountVerb.List)
                await ListAsync(services, output);
            else
                await Of(services, output, notes).RunAsync(asked, input);
            return Done;
        }
        catch (MisusedException exception)
        {
            await notes.WriteLineAsync($"{exception.Message}\n{Usage}");
            return Refused;
        }
        catch (Exception exception) when (exception is StoreException or FormatException or InvalidOperationException or IOException)
        {
            await notes.WriteLineAsync(exception.Message);
            return Refused;
        }
    }

    private static AccountsCommand Of(IServiceProvider services, TextWriter output, TextWriter notes) => new(
        services.GetRequiredService<DurableStore>(), new GrantWords(services.GetRequiredService<OfficeDirectory>(), [.. EngineSetup.Procedures.Select(procedure => procedure.Profile)]),
        services.GetRequiredService<IConfiguration>(), output, notes);

    private Task RunAsync(AccountArguments asked, TextReader input) => asked.Verb switch
    {
        AccountVerb.Set => SetAsync(asked, input),
        AccountVerb.Remove => RemoveAsync(store.Accounts.RemoveAsync(asked.Subject, default), $"The account '{asked.Subject}'"),
        AccountVerb.Key => KeyAsync(asked),
        AccountVerb.RemoveKey => RemoveAsync(store.Accounts.RemoveSystemAsync(asked.Subject, default), $"The key of '{asked.Subject}'"),
        _ => throw new ArgumentOutOfRangeException(nameof(asked)),
    };

    private static async Task ListAsync(IServiceProvider services, TextWriter output)
    {
        await using var store = await CommandServices.OpenReadOnlyAsync(services);
        foreach (var person in await store.Accounts.AllAsync(default))
            await output.WriteLineAsync($"person\t{person.Id}\t{person.DisplayName}\t{Words(person.Grants)}");
        foreach (var system in await store.Accounts.SystemsAsync(default))
            await output.WriteLineAsync($"system\t{system.Name}\t\t{Words(system.Grants)}");
    }

    private async Task SetAsync(AccountArguments asked, TextReader input)
    {
        if (!UserName().IsMatch(asked.Subject))
            throw new FormatException($"'{asked.Subject}' is no user name; it has 1 to 100 lower-case letters, digits and . _ - @, and begins with a letter or digit.");
        var known = await store.Accounts.FindAsync(asked.Subject, default);
        var held = asked.Grants.Select(grants.OfPerson).Distinct().ToImmutableArray();
        var hash = await HashAsync(asked, known, input);
        if (known is null && (hash is null || held.IsEmpty || asked.DisplayName is null))
            throw new FormatException($"There is no account '{asked.Subject}' yet; a new one needs --name, --grant and --password-stdin.");
        var account = new Account(asked.Subject, asked.DisplayName ?? known!.DisplayName, hash ?? known!.PasswordHash, held.IsEmpty ? known!.Grants : held);
        await store.Accounts.PutAsync(account, default);
        await notes.WriteLineAsync(
            $"The account '{account.Id}' ({account.DisplayName}) {(known is null ? "is made" : "is set")}: {Words(account.Grants)}.{(known is not null && account.PasswordHash != known.PasswordHash ? " Its password is new; sessions that began with the old one have ended." : string.Empty)}");
    }

    /// <returns>Null when no password is given. The one that he has already keeps its hash, so that his sessions go on.</returns>
    private static async Task<string?> HashAsync(AccountArguments asked, Account? known, TextReader input)
    {
        if (!asked.HasPassword)
            return null;
        var password = (await input.ReadToEndAsync()).ReplaceLineEndings("\n");
        password = password.EndsWith('\n') ? password[..^1] : password;
        Passwords.Require(asked.Subject, password);
        return Passwords.Verify(known, password) ? known!.PasswordHash : Passwords.Hash(asked.Subject, password);
    }

    private async Task KeyAsync(AccountArguments asked)
    {
        if (!SystemName().IsMatch(asked.Subject))
            throw new FormatException($"'{asked.Subject}' is no name of a system; it has 1 to 64 lower-case letters, digits and hyphens, and begins with a letter.");
        PortalNames.RequireOther(configuration, asked.Subject);
        var known = await store.Accounts.FindSystemAsync(asked.Subject, default);
        var held = asked.Grants.Select(grants.OfSystem).Distinct().ToImmutableArray();
        if (known is null && held.IsEmpty)
            throw new FormatException($"'{asked.Subject}' has no key yet; a new one needs --grant.");
        var key = known is null || asked.IsRenewed ? Passwords.NewKey() : null;
        await store.Accounts.ReplaceAsync(new ApiKeyAccount(key is null ? known!.KeyHash : Passwords.HashKey(key), asked.Subject, held.IsEmpty ? known!.Grants : held), default);
        if (key is not null)
            await output.WriteLineAsync(key);
        await notes.WriteLineAsync(
            $"The system '{asked.Subject}' may do: {Words(held.IsEmpty ? known!.Grants : held)}. {(key is null ? "Its key stays; --renew gives it a new one." : "Its key stands on the standard output and is told this once.")}");
    }

    private async Task RemoveAsync(Task<bool> removing, string what) => await notes.WriteLineAsync(await removing ? $"{what} is taken away." : $"{what} was not there.");

    private static string Words(ImmutableArray<Grant> grants) => string.Join(' ', grants.Select(grant => $"{grant.Role}@{grant.Office}"));

    [GeneratedRegex("^[a-z0-9][a-z0-9._@-]{0,99}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UserName();

    [GeneratedRegex("^[a-z][a-z0-9-]{0,63}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SystemName();
}
