namespace ProcedureEngine.Mail.Tests.Reading;

/// <summary>
/// Our reader beside two others, npm mailparser and Python's email: on the corpus, on the mail test data of Debian's libpython3.11-testsuite, and on
/// seeded mutations of both. Every difference has a cause, and differences.md has the count of each; nothing that another reader finds is lost without
/// a person being shown the message.
/// </summary>
[Category("Whole")]
internal sealed class OracleComparisonTests
{
    private static readonly string[] Readers = ["mailparser", "Python"];

    private IReadOnlyList<Sample> _samples = [];
    private List<MailMessage> _mails = [];
    private List<Finding> _ours = [];
    private List<Finding>[] _theirs = [];

    [OneTimeSetUp]
    public async Task Read_everything_with_all_three_readers()
    {
        _samples = Sample.All();
        using var mailparser = Oracle.Start("node", "mailparser_reader.js");
        using var python = Oracle.Start(Oracle.Python, "python_reader.py");
        var asked = Task.WhenAll(AskAsync(mailparser), AskAsync(python));
        _mails = _samples.Select(s => MimeReader.Read(s.Bytes)).ToList();
        _ours = _samples.Zip(_mails).Select(s => Finding.Of(s.Second, s.First.Bytes)).ToList();
        _theirs = await asked;
    }

    [Test]
    public void Every_difference_has_a_cause_and_the_counts_are_those_of_the_file()
    {
        var report = new DifferenceReport();
        var unexplained = new List<string>();
        for (var i = 0; i < _samples.Count; i++)
        {
            for (var reader = 0; reader < Readers.Length; reader++)
            {
                foreach (var difference in Comparison.Of(_ours[i], _theirs[reader][i]))
                {
                    if (Cause.Of(difference) is { } cause)
                    {
                        report.Add(cause, Readers[reader], _samples[i], difference);
                    }
                    else
                    {
                        unexplained.Add($"{Readers[reader]}, {_samples[i]}, {difference.Field}: ours '{Excerpt.Of(difference.Ours)}', theirs '{Excerpt.Of(difference.Theirs)}'");
                    }
                }
            }
        }

        for (var i = 0; i < _samples.Count; i++)
        {
            if (_ours[i].Shown is { } reason)
            {
                report.AddShown(reason.Slug, Readers.Where((_, reader) => LostIn(i, reader).Any()).Any());
            }
        }

        var found = Path.Combine(TestContext.CurrentContext.WorkDirectory, "differences.found.md");
        File.WriteAllText(found, report.Render(_samples));
        Assert.Multiple(() =>
        {
            Assert.That(unexplained, Is.Empty, "differences without a cause");
            Assert.That(File.ReadAllText(found), Is.EqualTo(File.ReadAllText(Path.Combine(Oracle.Folder, "..", "differences.md"))), $"where the change is meant (by us, or by an update of Debian's python3.11), copy {found}");
        });
    }

    [TestCase(0)]
    [TestCase(1)]
    public void No_address_file_or_word_that_another_reader_finds_is_lost_unless_a_person_is_shown_the_message(int reader)
    {
        var silent = new List<string>();
        for (var i = 0; i < _samples.Count; i++)
        {
            // A message that intake shows, with its reason, has its bytes beside it: what it may hold beyond what was read is the officer's to see.
            if (_ours[i].Shown is null)
            {
                silent.AddRange(LostIn(i, reader).Select(lost => $"{_samples[i]}: {lost}"));
            }
        }

        Assert.That(silent, Is.Empty, Readers[reader]);
    }

    private IEnumerable<string> LostIn(int sample, int reader) => Loss.Of(new KeptContent(_samples[sample].Bytes, _mails[sample]), _theirs[reader][sample]);

    private async Task<List<Finding>> AskAsync(Oracle oracle)
    {
        var findings = new List<Finding>(_samples.Count);
        foreach (var sample in _samples)
        {
            oracle.WriteLine(Convert.ToBase64String(sample.Bytes));
            findings.Add(Finding.Parse(await oracle.ReadLineAsync()));
        }

        return findings;
    }
}
