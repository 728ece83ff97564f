using ProcedureEngine.Mail.Intake;

namespace ProcedureEngine.Mail.Tests.Intake;

/// <summary>The decision on a mail as a table: what it says, what is known, what becomes of it.</summary>
public sealed class MailIntakeTests
{
    private const string Dsn = """
        --b
        Content-Type: text/plain

        Your message could not be delivered.
        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.vn

        Final-Recipient: rfc822; lan@example.vn
        Action: ACTION
        Status: STATUS
        Diagnostic-Code: smtp; 550 5.1.1 No such user
        --b
        Content-Type: text/rfc822-headers

        Message-ID: <case1.1@moj.gov.vn>
        --b--
        """;

    private const string DsnHeaders = "Content-Type: multipart/report; report-type=delivery-status; boundary=b\nFrom: MAILER-DAEMON@example.vn\nAuto-Submitted: auto-replied\nContent-Transfer-Encoding:";

    private static IEnumerable<TestCaseData> Table()
    {
        // Ordinary mail.
        yield return Row("A first mail opens a case", new MailDecision.NewCase(), Facts.Mail());
        yield return Row("No subject opens a case all the same", new MailDecision.NewCase(), Facts.Mail("Subject:"));
        yield return Row("No Date opens a case", new MailDecision.NewCase(), Facts.Mail("Date:"));
        yield return Row("A date nobody can read opens a case", new MailDecision.NewCase(), Facts.Mail("Date: hôm qua"));
        yield return Row("No Message-ID opens a case", new MailDecision.NewCase(), Facts.Mail("Message-ID:"));
        yield return Row("A clock some days ahead opens a case", new MailDecision.NewCase(), Facts.Mail($"Date: {Days(6)}"));
        yield return Row("A letter written years ago and sent now opens a case", new MailDecision.NewCase(), Facts.Mail("Date: Wed, 19 Nov 1997 07:00:00 +0700"));
        yield return Row(
            "An answer to what is not known opens a case", new MailDecision.NewCase(), Facts.Mail("In-Reply-To: <elsewhere@example.vn>"));
        yield return Row("Words like withdrawal are not parsed", new MailDecision.NewCase(), Facts.Mail(body: "Tôi xin rút yêu cầu thi hành án."));

        // The same message.
        yield return Row("The same message again", new MailDecision.KnownMessage(), Facts.Mail(), f => f with { Seen = MailSeen.SameContent });
        yield return Row(
            "The same message stays known though its case lapsed", new MailDecision.KnownMessage(), Facts.Mail(),
            f => f with { Seen = MailSeen.SameContent, Answered = [Facts.Lapsed()] });
        yield return Row(
            "The same id with other content", Look(IntakeReason.MessageIdReused), Facts.Mail(),
            f => f with { Seen = MailSeen.OtherContent, Answered = [Facts.Running()] });

        yield return Row("Somebody borrows our letter's id", Look(IntakeReason.MessageIdReused), Facts.Mail(), f => f with { HasIdOfOurLetter = true });

        // Conversations.
        yield return Row(
            "A reply goes to its case", new MailDecision.KnownCase(Facts.Running()), Facts.Mail(), f => f with { Answered = [Facts.Running()] });
        yield return Row(
            "A reply by References alone", new MailDecision.KnownCase(Facts.Running()), Facts.Mail(), f => f with { Thread = [Facts.Running()] });
        yield return Row(
            "In-Reply-To is nearer than References", new MailDecision.KnownCase(Facts.Running("b")), Facts.Mail(),
            f => f with { Answered = [Facts.Running("b")], Thread = [Facts.Running("a"), Facts.Running("b")] });
        yield return Row(
            "The conversation is nearer than the subject", new MailDecision.KnownCase(Facts.Running("b")), Facts.Mail(),
            f => f with { Answered = [Facts.Running("b")], Quoted = [Facts.Running("a")] });
        yield return Row(
            "A reply from another address lies in the case and is to be confirmed", new MailDecision.KnownCase(Facts.Running(), IsFromStranger: true),
            Facts.Mail("From: luatsu@example.vn"), f => f with { Answered = [Facts.Running()] });
        yield return Row(
            "A reply by References from another address too", new MailDecision.KnownCase(Facts.Running(), IsFromStranger: true),
            Facts.Mail("From: luatsu@example.vn"), f => f with { Thread = [Facts.Running()] });
        yield return Row(
            "An address that an officer has confirmed is a party's", new MailDecision.KnownCase(Represented), Facts.Mail("From: LuatSu@example.vn"),
            f => f with { Answered = [Represented] });
        yield return Row(
            "A code from an address that an officer has confirmed", new MailDecision.KnownCase(Represented), Facts.Mail("From: LuatSu@example.vn"),
            f => f with { Quoted = [Represented] });
        yield return Row(
            "A late answer from another address takes nothing up", Look(IntakeReason.UnknownReplier, Facts.Lapsed()), Facts.Mail("From: luatsu@example.vn"),
            f => f with { Answered = [Facts.Lapsed()] });
        yield return Row(
            "A damaged reply is seen in its case", new MailDecision.KnownCase(Facts.Running()), Broken(), f => f with { Answered = [Facts.Running()] });
        yield return Row(
            "References to several cases", Look(IntakeReason.SeveralCases), Facts.Mail(), f => f with { Thread = [Facts.Running("a"), Facts.Running("b")] });
        yield return Row(
            "A late answer after a lapse", new MailDecision.LateAnswer(Facts.Lapsed()), Facts.Mail(), f => f with { Answered = [Facts.Lapsed()] });
        yield return Row(
            "An answer to a case that has ended", Look(IntakeReason.CaseClosed, Facts.Closed()), Facts.Mail(), f => f with { Answered = [Facts.Closed()] });

        // Codes and numbers in the subject.
        yield return Row(
            "A code from the case's address", new MailDecision.KnownCase(Facts.Running()), Facts.Mail(), f => f with { Quoted = [Facts.Running()] });
        yield return Row(
            "The address is compared without case", new MailDecision.KnownCase(Facts.Running()), Facts.Mail("From: LAN@Example.VN"),
            f => f with { Quoted = [Facts.Running()] });
        yield return Row(
            "A code from an unknown sender is to be confirmed", Look(IntakeReason.UnknownSender, Facts.Running()), Facts.Mail("From: khac@example.vn"),
            f => f with { Quoted = [Facts.Running()] });
        yield return Row("A code of another office", Look(IntakeReason.OtherOffice), Facts.Mail(), f => f with { Quoted = [Facts.OfOtherOffice()] });
        yield return Row(
            "Codes of several cases", Look(IntakeReason.SeveralCases), Facts.Mail(), f => f with { Quoted = [Facts.Running("a"), Facts.Running("b")] });
        yield return Row(
            "A code of a lapsed case from its address", new MailDecision.LateAnswer(Facts.Lapsed()), Facts.Mail(), f => f with { Quoted = [Facts.Lapsed()] });
        yield return Row(
            "A code of a lapsed case from an unknown sender", Look(IntakeReason.UnknownSender, Facts.Lapsed()), Facts.Mail("From: khac@example.vn"),
            f => f with { Quoted = [Facts.Lapsed()] });

        // Machines.
        yield return Row("An automatic reply", Aside(IntakeReason.AutoReply), Facts.Mail("Auto-Submitted: auto-replied"));
        yield return Row(
            "Out of office in our conversation is no answer", Aside(IntakeReason.AutoReply, Facts.Running()), Facts.Mail("Auto-Submitted: auto-replied"),
            f => f with { Answered = [Facts.Running()] });
        yield return Row(
            "Out of office by its subject, in our conversation", Look(IntakeReason.LooksAutomatic, Facts.Running()),
                Facts.Mail("Subject: Out of Office: nghi phep"),
            f => f with { Thread = [Facts.Running()] });
        yield return Row(
            "A party who was absent writes so in the subject", Look(IntakeReason.LooksAutomatic, Facts.Running()),
            Facts.Mail($"Subject: Vắng mặt theo lịch hẹn, xin đổi ngày [{Facts.Code}]"), f => f with { Quoted = [Facts.Running()] });
        yield return Row("A subject alone proves no machine", Look(IntakeReason.LooksAutomatic), Facts.Mail("Subject: Out of Office: nghi phep"));
        yield return Row("An empty envelope sender alone proves no machine", Look(IntakeReason.LooksAutomatic), Facts.Mail("Return-Path: <>"));
        yield return Row(
            "An empty envelope sender in our conversation", Look(IntakeReason.LooksAutomatic, Facts.Running()), Facts.Mail("Return-Path: <>"),
            f => f with { Thread = [Facts.Running()] });
        yield return Row("An envelope sender is a person's", new MailDecision.NewCase(), Facts.Mail("Return-Path: <lan@example.vn>"));
        yield return Row("A list", Aside(IntakeReason.MailingList), Facts.Mail("List-Id: <tin.example.vn>"));
        yield return Row("Bulk mail", Aside(IntakeReason.MailingList), Facts.Mail("Precedence: bulk"));
        yield return Row("An old auto-responder", Aside(IntakeReason.AutoReply), Facts.Mail("Precedence: auto_reply"));
        yield return Row(
            "Our own letter came back", Aside(IntakeReason.OwnLetter), Facts.Mail($"From: {Facts.Office.Mailbox}"),
            f => f with { HasIdOfOurLetter = true, IsFromAnOffice = true });
        yield return Row(
            "Somebody writes as this mailbox", Look(IntakeReason.FromOwnMailbox), Facts.Mail($"From: {Facts.Office.Mailbox}"),
            f => f with { IsFromAnOffice = true, Answered = [Facts.Running()] });
        yield return Row(
            "Another office forwards a request", Look(IntakeReason.FromAnOffice), Facts.Mail("From: htttycthahanoi@moj.gov.vn"),
            f => f with { IsFromAnOffice = true });
        yield return Row(
            "Another office answers in our conversation", new MailDecision.KnownCase(Facts.Running(), IsFromStranger: true), Facts.Mail("From: htttycthahanoi@moj.gov.vn"),
            f => f with { IsFromAnOffice = true, Answered = [Facts.Running()] });

        yield return Row("A sender who opens case after case", Look(IntakeReason.PressingSender), Facts.Mail(), f => f with { IsPressing = true });
        yield return Row("A sender who opens case after case answers one", new MailDecision.KnownCase(Facts.Running()), Facts.Mail(), f =>
            f with { IsPressing = true, Answered = [Facts.Running()] });

        // Bounces.
        yield return Row("A bounce of our letter", Undelivered(), Report("failed", "5.1.1"), f => f with { Bounced = Facts.Running() });
        yield return Row(
            "A bounce after the case's end", Look(IntakeReason.UndeliveredAfterEnd, Facts.Closed()), Report("failed", "5.1.1"),
            f => f with { Bounced = Facts.Closed() });
        yield return Row("A bounce of a letter that is not ours", Aside(IntakeReason.Bounce), Report("failed", "5.1.1"));
        yield return Row(
            "A report of delay is no failure", Aside(IntakeReason.Bounce, Facts.Running()), Report("delayed", "4.4.1"),
            f => f with { Bounced = Facts.Running() });
        yield return Row(
            "A report of success is no failure", Aside(IntakeReason.Bounce, Facts.Running()), Report("delivered", "2.0.0"),
            f => f with { Bounced = Facts.Running() });

        // What a person must look at.
        yield return Row(
            "HTML in place of a message", Look(IntakeReason.NotAMessage), MimeReader.Read("<html><body>502 Bad Gateway</body></html>"u8.ToArray()));
        yield return Row("Random bytes", Look(IntakeReason.NotAMessage), MimeReader.Read(new byte[] { 0, 1, 2, 3, 4, 5, 6, 7, 8 }));
        yield return Row("A fault of the reader", Look(IntakeReason.Unreadable), MimeReader.Unreadable(new InvalidOperationException("x")));
        yield return Row(
            "The last evening of 9999 west of Greenwich is no date", new MailDecision.NewCase(), Facts.Mail("Date: Fri, 31 Dec 9999 23:59:59 -0700"));
        yield return Row("The last second of 9999 in Greenwich", Look(IntakeReason.OddDate), Facts.Mail("Date: Fri, 31 Dec 9999 23:59:59 +0000"));
        yield return Row("A sign that is no character, in the subject", new MailDecision.NewCase(), Facts.Mail("Subject: =?utf-8?Q?a=EF=BF=BEb?="));
        yield return Row("No From", Look(IntakeReason.NoSender), Facts.Mail("From:"));
        yield return Row("From without an address", Look(IntakeReason.NoSender), Facts.Mail("From: Nguyen Thi Lan"));
        yield return Row("An address of 300 characters", Look(IntakeReason.NoSender), Facts.Mail($"From: {new string('a', 290)}@example.vn"));
        yield return Row("No boundary where one is announced", Look(IntakeReason.Damaged), Broken());
        yield return Row(
            "A cut message", Look(IntakeReason.Damaged), Facts.Mail("Content-Type: multipart/mixed; boundary=b",
                "--b\r\nContent-Type: text/plain\r\n\r\nxin chao"));
        yield return Row("NUL bytes", Look(IntakeReason.Damaged), Facts.Mail(body: "xin\0 chao"));
        yield return Row(
            "Two From fields", Look(IntakeReason.Damaged), MimeReader.Read(System.Text.Encoding.UTF8.GetBytes("From: khac@example.vn\r\n" + Facts.Raw())));
        yield return Row("A date in 1800", Look(IntakeReason.OddDate), Facts.Mail("Date: Wed, 01 Jan 1800 08:00:00 +0700"));
        yield return Row("A clock at 1970", Look(IntakeReason.OddDate), Facts.Mail("Date: Thu, 01 Jan 1970 00:00:00 +0000"));
        yield return Row("The second before Việt Nam had mail", Look(IntakeReason.OddDate), Facts.Mail("Date: Tue, 18 Nov 1997 23:59:59 +0000"));
        yield return Row("A clock eight days ahead", Look(IntakeReason.OddDate), Facts.Mail($"Date: {Days(8)}"));
        yield return Row("A date in 2100", Look(IntakeReason.OddDate), Facts.Mail("Date: Fri, 01 Jan 2100 08:00:00 +0700"));
        yield return Row(
            "An odd date in our conversation is seen in its case", new MailDecision.KnownCase(Facts.Running()), Facts.Mail("Date: Thu, 01 Jan 1970 00:00:00 +0000"),
            f => f with { Answered = [Facts.Running()] });
        yield return Row("A name of 10,000 characters", Look(IntakeReason.Odd), Facts.Mail($"From: {new string('a', 10_000)} <lan@example.vn>"));
        yield return Row("A thousand attachments", Look(IntakeReason.Odd), Facts.Mail(
            "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding:",
            string.Concat(Enumerable.Range(0, 1_000).Select(n => $"--b\r\nContent-Type: image/png; name=a{n}.png\r\n\r\nx\r\n")) + "--b--"));
    }

    [TestCaseSource(nameof(Table))]
    public void Mail_becomes(MailFacts facts, MailDecision expected)
    {
        var decision = MailIntake.Decide(facts);

        Assert.That(Comparable(decision), Is.EqualTo(Comparable(expected)));
    }

    [Test]
    public void Every_kind_of_decision_and_every_reason_stands_in_the_table()
    {
        var rows = Table().Select(row => (MailDecision)row.Arguments[1]!).ToList();
        var reasons = rows.Select(ReasonOf).OfType<IntakeReason>().ToHashSet();
        var allReasons = typeof(IntakeReason).GetFields(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static).Select(field => (IntakeReason)field.GetValue(null)!);

        Assert.That(rows.Select(row => row.GetType()).Distinct(), Is.EquivalentTo(typeof(MailDecision).GetNestedTypes()));
        Assert.That(allReasons.Except(reasons), Is.Empty);
    }

    /// <summary>A case for whose party a lawyer writes.</summary>
    private static readonly Activities.Cases.CaseFile Represented = Facts.Running() with { PartyAddresses = ["luatsu@example.vn"] };

    /// <summary>A Date field so many days after the facts' now.</summary>
    private static string Days(int ahead) => (Facts.Now + NodaTime.Duration.FromDays(ahead)).ToDateTimeOffset().ToString("r", System.Globalization.CultureInfo.InvariantCulture).Replace("GMT", "+0000");

    private static TestCaseData Row(string name, MailDecision expected, MailMessage message, Func<MailFacts, MailFacts>? known = null) =>
        new TestCaseData((known ?? (facts => facts))(Facts.Of(message)), expected).SetName(name);

    private static MailDecision Look(IntakeReason reason, Activities.Cases.CaseFile? about = null) => new MailDecision.LookAt(reason, about);

    private static MailDecision Aside(IntakeReason reason, Activities.Cases.CaseFile? about = null) => new MailDecision.SetAside(reason, string.Empty, about);

    private static MailDecision Undelivered() => new MailDecision.Undelivered(Facts.Running(), new MailBounce(null, null, null, null, null));

    private static MailMessage Broken() => Facts.Mail("Content-Type: multipart/mixed; boundary=ranh-gioi", "Khong co phan nao.");

    private static MailMessage Report(string action, string status) =>
        Facts.Mail(DsnHeaders, Dsn.ReplaceLineEndings("\r\n").Replace("ACTION", action, StringComparison.Ordinal).Replace("STATUS", status,
            StringComparison.Ordinal));

    /// <summary>Signs and bounce reports are the reader's matter.</summary>
    private static MailDecision Comparable(MailDecision decision) => decision switch
    {
        MailDecision.SetAside aside => aside with { Sign = string.Empty },
        MailDecision.Undelivered undelivered => undelivered with { Bounce = new MailBounce(null, null, null, null, null) },
        _ => decision,
    };

    private static IntakeReason? ReasonOf(MailDecision decision) => decision switch
    {
        MailDecision.LookAt look => look.Reason,
        MailDecision.SetAside aside => aside.Reason,
        _ => null,
    };
}
