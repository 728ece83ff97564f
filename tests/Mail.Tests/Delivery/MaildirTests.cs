using NodaTime;
using ProcedureEngine.Mail.Delivery;

namespace ProcedureEngine.Mail.Tests.Delivery;

/// <summary>What a look at a Maildir finds when files come close to it.</summary>
internal sealed class MaildirTests
{
    private static readonly Instant Changed = Instant.FromUtc(2026, 3, 2, 1, 0, 0);

    private Maildir maildir = null!;

    [SetUp]
    public void Create() => maildir = Maildir.Create(Directory.CreateTempSubdirectory("maildir").FullName);

    [TearDown]
    public void Delete() => Directory.Delete(maildir.Folder, recursive: true);

    [TestCase(0, true, TestName = "In the tick of the look a file leaves no trace in the folder's time and is found all the same")]
    [TestCase(2_000, true, TestName = "Two seconds after the change the folder is still looked at again")]
    [TestCase(2_001, false, TestName = "Later than two seconds after the change an unchanged folder is not looked at again")]
    public void A_file_within_the_same_tick_is_found(int millisecondsAfterChange, bool isFound)
    {
        Touch();
        Assert.That(maildir.Waiting(Changed + Duration.FromMilliseconds(millisecondsAfterChange)), Is.Empty);

        File.WriteAllText(Path.Combine(maildir.Folder, "new", "1.a.b"), "From: a@b.vn");
        Touch();

        Assert.That(maildir.Waiting(Changed + Duration.FromHours(1)).Count, Is.EqualTo(isFound ? 1 : 0));
    }

    [Test]
    public void A_changed_folder_is_looked_at_however_old_the_last_look_is()
    {
        Touch();
        Assert.That(maildir.Waiting(Changed + Duration.FromHours(1)), Is.Empty);

        File.WriteAllText(Path.Combine(maildir.Folder, "new", "1.a.b"), "From: a@b.vn");

        Assert.That(maildir.Waiting(Changed + Duration.FromHours(1)).Single().UniqueName, Is.EqualTo("1.a.b"));
    }

    private void Touch()
    {
        foreach (var part in (string[])["new", "cur"])
            Directory.SetLastWriteTimeUtc(Path.Combine(maildir.Folder, part), Changed.ToDateTimeUtc());
    }
}
