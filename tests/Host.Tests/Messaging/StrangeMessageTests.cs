using ProcedureEngine.Host.Messaging;
using RabbitMQ.Client;

namespace ProcedureEngine.Host.Tests.Messaging;

/// <summary>A message of any bytes can be read, and one with any headers can be put aside: what cannot would come again for ever.</summary>
public sealed class StrangeMessageTests
{
    private const string Whole = """{"messageId":"m-1","requestId":"0194b2c0-0000-7000-8000-000000000001","responseAddress":"queue:a","faultAddress":"queue:b","messageType":["urn:message:X:Y",7],"message":{"n":[1,{"a":"\u0041"}]}}""";

    [Test]
    public void A_whole_envelope_is_read_whole()
    {
        var envelope = Envelope.Of(Encoding.UTF8.GetBytes(Whole));
        Assert.That((envelope.MessageId, envelope.AnswersTo?.OriginalString, envelope.FaultsTo?.OriginalString, envelope.Fault), Is.EqualTo(("m-1", "queue:a", "queue:b", (Exception?)null)));
        Assert.That(envelope.Types, Is.EqualTo(new[] { "urn:message:X:Y" }));
    }

    [TestCase("""{"responseAddress":"queue:a","messageId":"m-1","message":{"a":1,"a":2}}""", TestName = "Sender and fault: a member twice")]
    [TestCase("""{"responseAddress":"queue:a","messageId":"m-1","faultAddress":"\ud800","requestId":null,"requestId":null}""", TestName = "Sender and fault: half a character in another address")]
    public void Who_waits_for_an_answer_is_known_of_a_message_that_cannot_be_done(string body)
    {
        var envelope = Envelope.Of(Encoding.UTF8.GetBytes(body));
        Assert.That((envelope.MessageId, envelope.FaultsTo?.OriginalString), Is.EqualTo(("m-1", "queue:a")));
        Assert.That(envelope.Fault, Is.Not.Null);
    }

    [Test]
    public void No_bytes_whatever_make_the_reading_fail()
    {
        var random = new Random(20261126);
        byte[][] scraps = ["\\ud800"u8.ToArray(), "\\u0000"u8.ToArray(), "\"messageId\":"u8.ToArray(), "1e9999"u8.ToArray(), [0xFF, 0xFE], [0], "{"u8.ToArray(), "]"u8.ToArray(), "\""u8.ToArray(), ","u8.ToArray()];
        var faults = 0;
        for (var round = 0; round < 2_000; round++)
        {
            var body = Encoding.UTF8.GetBytes(Whole).ToList();
            for (var change = random.Next(4); change >= 0; change--)
            {
                var at = random.Next(body.Count);
                body.RemoveRange(at, Math.Min(random.Next(3), body.Count - at));
                body.InsertRange(at, scraps[random.Next(scraps.Length)]);
            }

            faults += Envelope.Of([.. body]).Fault is null ? 0 : 1;
        }

        Assert.That(faults, Is.InRange(1_000, 1_999), "most are broken by it, not all");
    }

    [Test]
    public void What_is_put_elsewhere_leaves_behind_what_would_keep_it_from_there_or_send_it_further()
    {
        var sent = new BasicProperties
        {
            UserId = "portal", Expiration = "60000", CorrelationId = "c-1",
            Headers = new Dictionary<string, object?>(StringComparer.Ordinal) { ["CC"] = new List<object?> { "procedure-engine.commands.other" }, ["BCC"] = null, ["traceparent"] = "00-1-2-03", [Delivery.AttemptsHeader] = "2" },
        };
        var put = Delivery.Elsewhere(sent);
        Assert.That((put.IsUserIdPresent(), put.IsExpirationPresent(), put.CorrelationId, put.Persistent), Is.EqualTo((false, false, "c-1", true)));
        Assert.That(put.Headers!.Keys, Is.EquivalentTo(new[] { "traceparent", Delivery.AttemptsHeader }));

        sent.Headers["large"] = new List<object?> { new Dictionary<string, object?>(StringComparer.Ordinal) { ["x"] = new byte[70_000] } };
        Assert.That(Delivery.Elsewhere(sent).Headers!.Keys, Is.EquivalentTo(new[] { Delivery.AttemptsHeader }), "too large to go with ours");
    }
}
