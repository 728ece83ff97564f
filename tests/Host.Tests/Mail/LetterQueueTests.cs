using System.Diagnostics;
using System.Globalization;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Engine.Execution;
using ProcedureEngine.Engine.Store;
using ProcedureEngine.Engine.Text;
using NodaTime;

namespace ProcedureEngine.Host.Tests.Mail;

/// <summary>A queue of ten thousand letters drains while the mail server refuses, hangs and hangs up in turns.</summary>
[Category("Whole")]
public sealed class LetterQueueTests
{
    private const int Cases = 2_500;
    private const int LettersOfCase = 4;
    private const int Seed = 20261125;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    [Test]
    public async Task Ten_thousand_letters_drain_in_order_while_the_server_flaps()
    {
        await using var server = new FlappingServer(Fault);
        await using var host = MailHost.Start(("Smtp:Host", "127.0.0.1"), ("Smtp:Port", server.Port.ToString(CultureInfo.InvariantCulture)), ("Smtp:Security", "None"), ("Smtp:TimeoutSeconds", "1"));
        var clock = Stopwatch.StartNew();
        for (var n = 0; n < Cases; n++)
            await QueueAsync(host, $"queue{n:D5}");
        TestContext.Out.WriteLine($"queued in {clock.Elapsed.TotalSeconds:0} s");

        var steps = await DrainAsync(host);

        TestContext.Out.WriteLine($"drained after {clock.Elapsed.TotalSeconds:0} s, {steps} steps of the clock, {server.Connections} connections, {server.Letters.Count} letters taken over; "
            + string.Join(", ", server.Faults.OrderBy(fault => fault.Key).Select(fault => $"{fault.Key} {fault.Value}")));
        var arrived = server.Letters.Select(IdOf).ToList();
        var figures = await host.Store.Outbox.FiguresAsync(default);
        Assert.That((figures.Pending, figures.Failed), Is.EqualTo((0L, 0L)));
        Assert.That(arrived.ToHashSet(StringComparer.Ordinal), Is.EquivalentTo(Enumerable.Range(0, Cases).SelectMany(n => Enumerable.Range(1, LettersOfCase).Select(letter => $"<queue{n:D5}.{letter}@moj.gov.vn>"))),
            "each at least once, and none under another Message-ID");
        Assert.That(server.Letters.Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(Cases * LettersOfCase), "what came twice came as the same letter");
        foreach (var ofCase in arrived.Distinct(StringComparer.Ordinal).GroupBy(id => id[..id.IndexOf('.', StringComparison.Ordinal)], StringComparer.Ordinal))
            Assert.That(ofCase, Is.Ordered.Using<string>(StringComparer.Ordinal), "in the order in which they were written");
    }

    /// <summary>A twentieth of the connections fails in one way or another; of every thousand, sixty in a row find the server too busy.</summary>
    private static SmtpFault Fault(int connection)
    {
        if (connection % 1_000 is >= 500 and < 560)
            return SmtpFault.BusyAtGreeting;
        var random = new Random(Seed + connection);
        if (random.NextDouble() >= 0.05)
            return SmtpFault.None;
        // A hang costs a second of one connection: fewer of them.
        return random.NextDouble() < 0.1
            ? new[] { SmtpFault.HangsAtGreeting, SmtpFault.HangsAtRcpt, SmtpFault.HangsAtData, SmtpFault.HangsAfterContent }[random.Next(4)]
            : new[] { SmtpFault.DropsAtGreeting, SmtpFault.DropsAtRcpt, SmtpFault.DropsAfterContent, SmtpFault.TriesLaterAtMail, SmtpFault.TriesLaterAtRcpt, SmtpFault.MailboxFullAtRcpt, SmtpFault.SystemFullAfterContent, SmtpFault.Garbage }[random.Next(8)];
    }

    /// <summary>Steps over the pauses: whenever nothing has left for a while, what is left waits for its next attempt.</summary>
    private static async Task<int> DrainAsync(MailHost host)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        var (steps, before) = (0, long.MaxValue);
        while (await ticks.WaitForNextTickAsync(patience.Token))
        {
            var pending = (await host.Store.Outbox.FiguresAsync(patience.Token)).Pending;
            if (pending == 0)
                return steps;
            if (pending == before)
            {
                await host.AdvanceAsync("PT2M");
                steps++;
            }

            before = pending;
        }

        throw new AssertionException("unreachable");
    }

    private static async Task QueueAsync(MailHost host, string id)
    {
        var start = new StartProcedure(id, Actor.Engine, "enforcement-request", "namdinh", []);
        await host.Store.RunAsync(start, (snapshot, _) => ValueTask.FromResult(new BurstResult(new BurstAnswer("done", id, []))
        {
            Instance = new InstanceRow(id, "enforcement-request", 1, "namdinh", InstanceStatus.Running, InstanceSubStatus.Suspended, 0, 0, snapshot.Now, snapshot.Now, null, "{}", 0, string.Empty) with { Revision = 1 },
            Outbox = [.. Enumerable.Range(1, LettersOfCase).Select(letter => Row(id, letter, snapshot.Now))],
        }), default);
    }

    private static OutboxRow Row(string id, int letter, Instant now)
    {
        var slots = new System.Text.Json.Nodes.JsonObject
        {
            ["office"] = new System.Text.Json.Nodes.JsonObject { ["name"] = "Thi hành án dân sự tỉnh Nam Định", ["address"] = "Nam Định", ["mailbox"] = MailHost.Mailbox },
            ["applicantName"] = "Nguyễn Thị Lan",
            ["referenceCode"] = "AAAA-BBBB-CCCC",
            ["date"] = "2026-03-02",
        };
        var mail = new OutgoingLetter(
            "withdrawal-confirmed", MailHost.Mailbox, "Thi hành án dân sự tỉnh Nam Định", $"{id}@example.vn", "Nguyễn Thị Lan", slots, $"<{id}.{letter}@moj.gov.vn>", null, [], now, true, []);
        return new OutboxRow($"{id}.mail.{letter}", id, OutboxChannels.Mail, letter, "withdrawal-confirmed", EngineJson.ToObject(mail), now);
    }

    private static string IdOf(string header) => header.Split('\n').Single(line => line.StartsWith("Message-ID:", StringComparison.OrdinalIgnoreCase))["Message-ID:".Length..].Trim();
}
