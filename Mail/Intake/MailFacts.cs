using NodaTime;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Offices;

namespace ProcedureEngine.Mail.Intake;

/// <summary>Whether a message with this Message-ID came to the mailbox before.</summary>
public enum MailSeen
{
    Never,

    /// <summary>The same message: Message-ID, sender, date and body agree.</summary>
    SameContent,

    /// <summary>The Message-ID is known, with other content: two senders used one id, or somebody pretends.</summary>
    OtherContent,
}

/// <summary>Everything that the decision on a mail rests on. Mail that was only kept for a look is no case and must not be among the cases here.</summary>
/// <param name="Office">The office whose mailbox received it.</param>
/// <param name="Now">When it came to the door.</param>
public sealed record MailFacts(MailMessage Message, Office Office, Instant Now)
{
    public MailSeen Seen { get; init; }

    /// <summary>Cases of the office with a message that its In-Reply-To names.</summary>
    public IReadOnlyList<CaseFile> Answered { get; init; } = [];

    /// <summary>Cases of the office with a message that its References name.</summary>
    public IReadOnlyList<CaseFile> Thread { get; init; } = [];

    /// <summary>Cases, of any office, whose reference code its subject quotes; and those of this office whose number it quotes.</summary>
    public IReadOnlyList<CaseFile> Quoted { get; init; } = [];

    /// <summary>The case whose letter a bounce reports; null when the letter is not ours.</summary>
    public CaseFile? Bounced { get; init; }

    /// <summary>A letter of this office has this Message-ID: it came back, or somebody borrows its id.</summary>
    public bool HasIdOfOurLetter { get; init; }

    /// <summary>The sender's address is the mailbox of an office.</summary>
    public bool IsFromAnOffice { get; init; }

    /// <summary>The sender has lately opened as many cases here as no person does: perhaps a machine that answers our answers.</summary>
    public bool IsPressing { get; init; }
}

/// <summary>What becomes of a mail.</summary>
public abstract record MailDecision
{
    private MailDecision()
    {
    }

    /// <summary>It opens a case.</summary>
    public sealed record NewCase : MailDecision;

    /// <summary>It came before and had its effect then.</summary>
    public sealed record KnownMessage : MailDecision;

    /// <summary>It goes on with a case that runs.</summary>
    /// <param name="IsFromStranger">It answers a letter of the case, but its address is no party's: it lies in the case, and an officer says what it is.</param>
    public sealed record KnownCase(CaseFile Case, bool IsFromStranger = false) : MailDecision;

    /// <summary>It answers after the case has lapsed, and takes it up again.</summary>
    public sealed record LateAnswer(CaseFile Case) : MailDecision;

    /// <summary>One of our letters was not delivered.</summary>
    public sealed record Undelivered(CaseFile Case, MailBounce Bounce) : MailDecision;

    /// <summary>A person must look at it.</summary>
    /// <param name="About">The case that it seems to belong to, or null.</param>
    public sealed record LookAt(IntakeReason Reason, CaseFile? About = null) : MailDecision;

    /// <summary>It opens no case, gets no answer, and is kept.</summary>
    /// <param name="Sign">What gave it away: a header field, a subject, a status.</param>
    /// <param name="About">The case that it seems to belong to, or null.</param>
    public sealed record SetAside(IntakeReason Reason, string Sign, CaseFile? About = null) : MailDecision;
}
