using ProcedureEngine.Activities.Registers;

namespace ProcedureEngine.Kill.Tests;

/// <summary>Each fault that the checker looks for, planted in what was found, is reported.</summary>
internal static class PlantedFaults
{
    public static void Check(List<LedgerLine> ledger, Facts facts) => Assert.Multiple(() =>
    {
        foreach (var (said, planted) in Faults(ledger, facts))
            Assert.That(LedgerChecker.Check(planted.Ledger, planted.Facts), Has.Some.StartsWith(said));
        foreach (var (said, planted) in Unsent(ledger, facts))
            Assert.That(LedgerChecker.CheckLeft(planted.Ledger, planted.Facts), Has.Some.StartsWith(said));
    });

    private static IEnumerable<(string Said, (List<LedgerLine> Ledger, Facts Facts) Planted)> Faults(List<LedgerLine> ledger, Facts facts)
    {
        var lostCase = ledger.First(line => line.Kind == LedgerKinds.Case).Id;
        var act = ledger.First(line => line.Kind == LedgerKinds.Act);
        var end = ledger.First(line => line.Kind == LedgerKinds.End).Id;
        var number = facts.Numbers.First(n => n.Series.Contains("/case/compensation-claim/", StringComparison.Ordinal));
        var decision = facts.Numbers.First(FactsReader.IsDecision);
        yield return ("lost case", (ledger, facts with { Cases = facts.Cases.RemoveAll(c => c.Id == lostCase) }));
        yield return ("lost task", (ledger, facts with { Tasks = [.. facts.Tasks.Select(task => task with { Outcome = "Other" })] }));
        yield return ("lost mail", (ledger, facts with { Messages = facts.Messages.RemoveAll(message => message.IsIncoming) }));
        yield return ("lost act", (ledger, facts with { Events = facts.Events.RemoveAll(e => e.CaseId == act.Id && e.Event == act.Value) }));
        yield return ("lost act", (ledger, facts with { Events = facts.Events.Add(new EventFact(act.Id, act.Value, null)) }));
        yield return ("lost end", (ledger, facts with { Cases = [.. facts.Cases.Select(c => c.Id == end ? c with { Status = "open" } : c)] }));
        yield return ("answered otherwise", ([.. ledger, new LedgerLine(LedgerKinds.Twice, "POST /api/cases", "first 200, then 409")], facts));
        yield return ("double task", (ledger, facts with { Tasks = facts.Tasks.Add(facts.Tasks[0] with { Id = "another" }) }));
        yield return ("second Message-ID", (ledger, facts with { Messages = facts.Messages.Add(facts.Messages[0] with { CaseId = "another" }) }));
        yield return ("handed over a second time", (ledger, facts with { Left = facts.Left.Add(facts.Left.First(message => message.Channel == "mail")) }));
        yield return ("handed over a second time", (ledger, facts with { Left = facts.Left.Add(facts.Left.First(message => message.Channel == "sms")) }));
        yield return ("gap or double in numbers", (ledger, facts with { Numbers = [.. facts.Numbers.Select(n => n == number ? n with { Sequence = 1000 } : n)] }));
        yield return ("gap or double in numbers", (ledger, facts with { Numbers = facts.Numbers.Add(decision with { CaseId = "another" }) }));
        yield return ("number not shown", (ledger, facts with { Cases = [.. facts.Cases.Select(c => c.Id == number.CaseId ? c with { Sequence = null } : c)] }));
        foreach (var planted in FaultsOfRegisters(ledger, facts).Concat(FaultsOfMoney(ledger, facts)))
            yield return planted;
    }

    private static IEnumerable<(string Said, (List<LedgerLine> Ledger, Facts Facts) Planted)> FaultsOfRegisters(List<LedgerLine> ledger, Facts facts)
    {
        foreach (var kind in (string[])[FactsReader.Register(RegisterKinds.Complaints), FactsReader.Register(RegisterKinds.ClaimsReceived), FactsReader.Register(RegisterKinds.ClaimsAccepted), FactsReader.Decisions])
        {
            var last = facts.Lines.Where(line => line.Series.Contains($"/{kind}/", StringComparison.Ordinal)).MaxBy(line => line.Sequence)!;
            yield return ("gap or double in register", (ledger, facts with { Lines = facts.Lines.Add(last with { CaseId = "another" }) }));
            yield return ("two lines of a case", (ledger, facts with { Lines = facts.Lines.Add(last with { Sequence = last.Sequence + 1 }) }));
            yield return ("number without its line", (ledger, facts with { Lines = facts.Lines.Remove(last) }));
            yield return ("line without its number", (ledger, facts with { Numbers = facts.Numbers.RemoveAll(number => number.CaseId == last.CaseId) }));
        }
    }

    private static IEnumerable<(string Said, (List<LedgerLine> Ledger, Facts Facts) Planted)> FaultsOfMoney(List<LedgerLine> ledger, Facts facts)
    {
        var advanced = ledger.First(line => line.Kind == LedgerKinds.Advance).Id;
        var advance = facts.Events.Single(e => e.CaseId == advanced && e.Event == "AdvancePaid");
        var payment = facts.Events.Single(e => e.CaseId == advanced && e.Event == "CompensationPaid");
        yield return ("not paid once as told: advance", (ledger, facts with { Events = facts.Events.Remove(advance) }));
        yield return ("not paid once as told: payment", (ledger, facts with { Events = facts.Events.Replace(payment, payment with { Sum = payment.Sum + 1 }) }));
        yield return ("paid twice", (ledger, facts with { Events = facts.Events.Add(payment) }));
        yield return ("another sum than is due", (ledger, facts with { Events = facts.Events.Replace(advance, advance with { Sum = advance.Sum - 1 }) }));
    }

    private static IEnumerable<(string Said, (List<LedgerLine> Ledger, Facts Facts) Planted)> Unsent(List<LedgerLine> ledger, Facts facts)
    {
        var (letter, sms) = (facts.Left.First(message => message.Channel == "mail"), facts.Left.First(message => message.Channel == "sms"));
        foreach (var message in (HandedOver[])[letter, sms])
        {
            yield return ("never handed over", (ledger, facts with { Left = facts.Left.Remove(message) }));
            yield return ("handed over without a case", (ledger, facts with { Left = facts.Left.Add(message with { Id = "another" }) }));
        }

        yield return ("not one SMS with its code", (ledger, facts with { Messages = facts.Messages.RemoveAll(message => message.MessageId == sms.Id) }));
    }
}
