namespace ProcedureEngine.Mail.Tests.Reading;

/// <summary>A message to read.</summary>
internal sealed record Sample(string Name, byte[] Bytes, bool IsMutation)
{
    /// <summary>So many damaged messages, one a seed from 1.</summary>
    public const int Mutations = 2_000;

    /// <summary>Where Debian's libpython3.11-testsuite puts its mail; read there, never copied.</summary>
    private const string PythonData = "/usr/lib/python3.11/test/test_email/data";

    public override string ToString() => Name;

    /// <summary>The corpus, the test data of Python's email package, and mutations of both.</summary>
    public static IReadOnlyList<Sample> All()
    {
        if (!Directory.Exists(PythonData))
        {
            throw new DirectoryNotFoundException($"{PythonData} is missing: install Debian's libpython3.11-testsuite, as deploy/test.sh does");
        }

        var whole = CorpusMessage.All.Select(m => new Sample(m.File, m.Bytes, IsMutation: false))
            .Concat(Directory.EnumerateFiles(PythonData, "msg_*.txt").Order(StringComparer.Ordinal).Select(f => new Sample($"python/{Path.GetFileName(f)}", File.ReadAllBytes(f), IsMutation: false)))
            .ToList();
        var bases = whole.ConvertAll(s => s.Bytes);
        return [.. whole, .. Enumerable.Range(1, Mutations).Select(seed => Mutated(seed, bases))];
    }

    private static Sample Mutated(int seed, IReadOnlyList<byte[]> bases)
    {
        var (kind, bytes) = new Mutation((ulong)seed).Of(bases);
        return new Sample($"mutation {seed} ({kind})", bytes, IsMutation: true);
    }
}
