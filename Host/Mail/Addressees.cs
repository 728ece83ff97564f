using ProcedureEngine.Activities.Offices;
using ProcedureEngine.Mail;

namespace ProcedureEngine.Host.Mail;

/// <summary>Which offices a mail is for, when the door that it came through does not say.</summary>
internal static class Addressees
{
    /// <summary>
    /// The topmost Delivered-To that is an office's mailbox was written last, by the server that delivered it; then X-Original-To, which knows
    /// the address before aliases. Both speak of this copy alone. To and Cc speak of all copies: every office they name gets the mail.
    /// </summary>
    /// <returns>Empty when no office is named.</returns>
    public static IReadOnlyList<Office> Of(MailMessage message, IOfficeDirectory offices)
    {
        foreach (var witness in (IEnumerable<IReadOnlyList<MailAddress>>)[message.DeliveredTo, message.XOriginalTo])
        {
            if (Offices(witness, offices).FirstOrDefault() is { } delivered)
                return [delivered];
        }

        return [.. Offices([.. message.To, .. message.Cc], offices).DistinctBy(office => office.Id, StringComparer.Ordinal)];
    }

    private static IEnumerable<Office> Offices(IReadOnlyList<MailAddress> addresses, IOfficeDirectory offices) =>
        addresses.Select(address => offices.FindByMailbox(address.Address)).OfType<Office>();
}
