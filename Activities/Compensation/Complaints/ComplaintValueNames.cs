using System.Globalization;
using ProcedureEngine.Engine.UserTasks;

namespace ProcedureEngine.Activities.Compensation.Complaints;

/// <summary>What the seven subjects of a complaint are called (seed 003, 5.1).</summary>
public sealed class SubjectNames : IValueNames
{
    private static readonly LocalizedText[] InOrder =
    [
        new("Thụ lý yêu cầu bồi thường", "Acceptance of the claim"), new("Cử người đại diện giải quyết bồi thường", "Appointment of the representative"),
        new("Chi phí định giá lại, giám định lại", "Cost of re-valuation"), new("Giao quyết định giải quyết bồi thường", "Handing over the decision"),
        new("Trả lại tài sản", "Return of property"), new("Chi trả tiền bồi thường", "Payment"), new("Trách nhiệm hoàn trả", "Reimbursement"),
    ];

    public static IReadOnlyDictionary<string, LocalizedText> Names { get; } = InOrder.Select((name, index) => (Code: (index + 1).ToString(CultureInfo.InvariantCulture), name))
        .ToDictionary(subject => subject.Code, subject => Coded(subject.Code, subject.name.Vi, subject.name.En), StringComparer.Ordinal);

    internal static LocalizedText Coded(string code, string vi, string en) => new($"{code}. {vi}", $"{code}. {en}");
}

/// <summary>What the grounds of a complaint say.</summary>
public sealed class GroundNames : IValueNames
{
    public static IReadOnlyDictionary<string, LocalizedText> Names { get; } =
        GroundCatalogue.Of2009.Grounds.ToDictionary(ground => ground.Code, ground => SubjectNames.Coded(ground.Code, ground.Vi, ground.En), StringComparer.Ordinal);
}
