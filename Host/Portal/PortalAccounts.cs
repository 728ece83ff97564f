using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Host.Procedures;

namespace ProcedureEngine.Host.Portal;

/// <summary>The account and phone that a portal passes with a start, and the account whose cases it asks for.</summary>
internal static class PortalAccounts
{
    private const int MaxAccount = 100;

    /// <summary>Puts account and phone into the start's data, where the procedure reads them.</summary>
    /// <exception cref="RejectedException">One is missing, wrong, or given twice with different values.</exception>
    public static void PutInto(StartCaseRequest request)
    {
        var account = Checked(Given(request.Data, "account", request.Account));
        var phone = Given(request.Data, "phone", request.Phone);
        if (PhoneNumber.Check("phone", phone).FirstOrDefault() is { } wrong)
            throw RejectedException.Invalid(wrong.Field, wrong.Rule, wrong.Message.Vi, wrong.Message.En);
        request.Data["account"] = account;
        request.Data["phone"] = PhoneNumber.Normalise(phone);
    }

    /// <summary>Of a start whose account has been put into its data; null when it comes by another door.</summary>
    public static PortalAccount? Of(Actor portal, StartCaseRequest request) =>
        request.Channel == Channels.Portal ? new PortalAccount(portal.DisplayName, (string)request.Data["account"]!) : null;

    /// <exception cref="RejectedException">It is empty, too long, or holds what is no text.</exception>
    public static PortalAccount Of(Actor portal, string? account) => new(portal.DisplayName, Checked(account));

    private static string Checked(string? account) =>
        account?.Trim() is { Length: > 0 and <= MaxAccount } text && !text.Any(char.IsControl) ? text : throw Required("account");

    public static RejectedException Required(string field) => RejectedException.Invalid(
        field, "registered-account", "Nộp trực tuyến phải từ tài khoản đã đăng ký với cổng dịch vụ công.",
        $"Online it is handed in from an account registered with a portal, which passes 'account' (1 to {MaxAccount} characters) and 'phone'; an anonymous form is not taken (seed 004).");

    private static string? Given(JsonObject data, string field, string? beside)
    {
        var within = data[field] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
        return beside is null || within is null || beside == within
            ? beside ?? within
            : throw RejectedException.Invalid(field, "given-twice", $"'{field}' có hai giá trị khác nhau.", $"'{field}' stands beside 'data' and in it, with different values.");
    }
}
