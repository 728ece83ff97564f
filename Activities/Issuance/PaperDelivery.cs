using ProcedureEngine.Activities.Enforcement;

namespace ProcedureEngine.Activities.Issuance;

/// <summary>A paper of the office given to a person: day, manner and proof.</summary>
public sealed record PaperDelivery(
    [property: Field("Ngày giao", "Date")] LocalDate On,
    [property: Field("Cách giao (trực tiếp, bưu chính...)", "Manner", MaxLength = 100)] string Manner,
    [property: Field("Người nhận", "Received by", MaxLength = 200)] string ReceivedBy,
    [property: Field("Bằng chứng giao nhận (ký nhận, vận đơn...)", "Proof of delivery", MaxLength = 300)] string Proof) : IValidated
{
    public IEnumerable<FieldError> Validate() => [.. Required.Text("manner", Manner), .. Required.Text("receivedBy", ReceivedBy), .. Required.Text("proof", Proof)];

    /// <summary>Nothing is given before it was made, nor on a day to come.</summary>
    /// <param name="from">The first possible day.</param>
    internal void RequireBetween(LocalDate from, LocalDate today)
    {
        if (On < from || On > today)
            throw RejectedException.Invalid("data.on", "date-out-of-range", "Ngày giao phải từ ngày có văn bản đến hôm nay.", "The day lies between the day from which it could be given and today.");
    }

    internal Log Log(string eventName) => new(eventName, Manner, null, new JsonObject { ["to"] = ReceivedBy, ["proof"] = Proof });
}
