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

    internal Log Log(string eventName) => new(eventName, Manner, null, new JsonObject { ["to"] = ReceivedBy, ["proof"] = Proof });
}
