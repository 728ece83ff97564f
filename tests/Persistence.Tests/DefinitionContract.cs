using ProcedureEngine.Access;

namespace ProcedureEngine.Persistence.Tests;

/// <summary>Frozen definitions, contracts of activities, accounts.</summary>
public sealed class DefinitionContract(StoreKind kind) : StoreContract(kind)
{
    private static readonly StoredDefinition First = new(Bursts.Procedure, 1, "hash", """{ "b": 1, "a": "đ" }""", Start);

    [Test]
    public async Task A_stored_version_is_never_changed_by_adding_it_again_and_who_adds_hears_what_stands()
    {
        Assert.That(await Store.Definitions.AddAsync(First, default), Is.EqualTo("hash"));
        Assert.That(await Store.Definitions.AddAsync(First with { Hash = "another" }, default), Is.EqualTo("hash"));
        await Store.Definitions.AddAsync(First with { Version = 2 }, default);
        Assert.That(await Store.Definitions.AllAsync(default), Is.EqualTo(new[] { First, First with { Version = 2 } }));
    }

    /// <summary>Hosts with different code that start on a new store at the same moment: one's stands, and all of them hear which.</summary>
    [Test]
    public async Task Of_several_that_add_a_version_at_the_same_moment_one_stands()
    {
        var stands = await Task.WhenAll(Enumerable.Range(0, 8).Select(host => Store.Definitions.AddAsync(First with { Hash = $"code {host}" }, default)));
        Assert.That(stands, Is.All.EqualTo((await Store.Definitions.AllAsync(default)).Single().Hash));
        var contracts = await Task.WhenAll(Enumerable.Range(0, 8).Select(host => Store.Definitions.AddContractAsync("Cases.Close", 1, $"code {host}", default)));
        Assert.That(contracts, Is.All.EqualTo((await Store.Definitions.ContractsAsync(default))["Cases.Close/1"]));
    }

    [Test]
    public async Task A_version_is_replaced_while_it_has_no_instances()
    {
        await Store.Definitions.AddAsync(First, default);
        Assert.That(await Store.Definitions.TryReplaceAsync(First with { Hash = "mended" }, default), Is.True);
        await StartAsync("c1");
        Assert.That(await Store.Definitions.TryReplaceAsync(First with { Hash = "again" }, default), Is.False);
        Assert.That((await Store.Definitions.AllAsync(default)).Single().Hash, Is.EqualTo("mended"));
    }

    [Test]
    public async Task Contracts_are_kept_by_type_and_version()
    {
        await Store.Definitions.SetContractAsync("Cases.Close", 1, "one", default);
        await Store.Definitions.SetContractAsync("Cases.Close", 2, "two", default);
        await Store.Definitions.SetContractAsync("Cases.Close", 1, "mended", default);
        Assert.That(
            await Store.Definitions.ContractsAsync(default),
            Is.EquivalentTo(new Dictionary<string, string>(StringComparer.Ordinal) { ["Cases.Close/1"] = "mended", ["Cases.Close/2"] = "two" }));
    }

    [Test]
    public async Task Accounts_and_keys_are_found_and_replaced()
    {
        var person = new Account("head@namdinh", "Trưởng phòng", "hash", [new Grant("head", "namdinh")]);
        var system = new ApiKeyAccount("abc", "development", [new Grant("system", "namdinh")]);
        await Store.Accounts.PutAsync(person, default);
        await Store.Accounts.PutAsync(person with { DisplayName = "Bà Trưởng" }, default);
        await Store.Accounts.PutAsync(system, default);

        Same.As([(await Store.Accounts.FindAsync("head@namdinh", default))!], person with { DisplayName = "Bà Trưởng" });
        Same.As([(await Store.Accounts.FindKeyAsync("abc", default))!], system);
        Same.As(await Store.Accounts.AllAsync(default), person with { DisplayName = "Bà Trưởng" });
        Assert.That(await Store.Accounts.FindAsync("nobody", default), Is.Null);
        Assert.That(await Store.Accounts.FindKeyAsync("head@namdinh", default), Is.Null);
    }
}
