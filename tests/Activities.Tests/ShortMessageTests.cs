using System.Text.Json.Nodes;
using NodaTime;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.Execution;
using ProcedureEngine.Engine.Text;

namespace ProcedureEngine.Activities.Tests;

public sealed class ShortMessageTests
{
    private const string Text = "Mã hồ sơ của Ông/Bà: ABCD-EFGH-JKLM.";

    [Test]
    public void An_SMS_is_a_message_of_the_case_and_one_for_the_outbox_under_one_id()
    {
        var effects = ShortMessages.Write(Context(sent: 2), "sms-case-code", "0912 345 678", Text).ToList();
        var send = effects.OfType<Send>().Single();
        var message = (CaseMessage)effects.OfType<WriteRecord>().Single().Record;
        Assert.That((send.Channel, send.Kind), Is.EqualTo((OutboxChannels.Sms, "sms-case-code")));
        Assert.That(EngineJson.Read<OutgoingSms>(send.Payload), Is.EqualTo(new OutgoingSms("+84912345678", Text, Context(0).Now)));
        Assert.That((message.Id, message.OutboxId, message.Channel, message.Address, message.Subject), Is.EqualTo(("c1.sms.3", "c1.sms.3", OutboxChannels.Sms, "+84912345678", Text)));
        Assert.That(effects.OfType<SetVariable>().Single().Value!.GetValue<int>(), Is.EqualTo(3));
    }

    [Test]
    public void The_journal_holds_neither_number_nor_text()
    {
        var log = ShortMessages.Write(Context(0), "sms-case-code", "0912345678", Text).OfType<Log>().Single();
        Assert.That($"{log.Message} {log.Payload!.ToJsonString()}", Does.Not.Contain("912345678").And.Not.Contain("ABCD"));
    }

    [TestCase("", TestName = "Empty")]
    [TestCase("Mã hồ sơ\nABCD", TestName = "A line break")]
    public void A_text_that_no_phone_should_get_is_a_defect(string text) =>
        Assert.Throws<DefectException>(() => ShortMessages.Write(Context(0), "k", "0912345678", text).ToList());

    [TestCase(ShortMessages.MaxText, false)]
    [TestCase(ShortMessages.MaxText + 1, true)]
    public void Five_parts_are_the_most(int length, bool isTooLong)
    {
        void Write() => ShortMessages.Write(Context(0), "k", "0912345678", new string('ắ', length)).ToList();
        Assert.That(Write, isTooLong ? Throws.InstanceOf<DefectException>() : Throws.Nothing);
    }

    [Test]
    public void A_number_that_no_door_has_checked_is_not_written_to() =>
        Assert.That(Assert.Throws<InvariantException>(() => ShortMessages.Write(Context(0), "k", "02283864567", Text).ToList())!.Rule, Is.EqualTo("phone"));

    private static ActivityContext Context(int sent) => new()
    {
        InstanceId = "c1",
        DefinitionId = "d",
        DefinitionVersion = 1,
        Office = "namdinh",
        Node = new ActivityNode("n", "t", 1, new LocalizedText("n", "n"), System.Collections.Immutable.ImmutableSortedDictionary<string, InputExpression>.Empty),
        ActivityInstanceId = "r1",
        Now = Instant.FromUtc(2026, 3, 2, 2, 0),
        Actor = Actor.Engine,
        Variables = new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { ["shortMessages"] = sent },
        Records = new Dictionary<string, Engine.Store.CaseRecord>(StringComparer.Ordinal),
        Tasks = [],
    };
}
