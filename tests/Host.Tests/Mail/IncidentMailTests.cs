using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using ProcedureEngine.Access.Offices;
using ProcedureEngine.Activities.Offices;
using ProcedureEngine.Engine.Execution;

namespace ProcedureEngine.Host.Tests.Mail;

/// <summary>A defect that stops a case at its very start: the mail lies with one incident, however often and by however many doors it comes.</summary>
public sealed class IncidentMailTests
{
    [Test]
    public async Task The_same_mail_again_makes_no_second_incident()
    {
        await using var host = MailHost.StartBroken(services => services.AddSingleton<IOfficeDirectory>(provider => new Directory(provider.GetRequiredService<OfficeDirectory>())));
        var raw = MailHost.Mail(from: "lan@example.vn");

        var first = await host.PostAsync(raw);
        var again = await host.PostAsync(raw);
        var twins = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => host.PostAsync(raw)));

        Assert.That((first.Status, first["outcome"]), Is.EqualTo((HttpStatusCode.Accepted, "incident")), first.ToString());
        Assert.That(twins.Append(again).Select(answer => answer["incident"]), Is.All.EqualTo(first["incident"]));
        Assert.That(await host.Store.Queries.OpenIncidentsAsync(["namdinh"], 10, default), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Twins_at_the_same_instant_make_one_incident()
    {
        await using var host = MailHost.StartBroken(services => services.AddSingleton<IOfficeDirectory>(provider => new Directory(provider.GetRequiredService<OfficeDirectory>())));
        var raw = MailHost.Mail(from: "hai@example.vn");

        var twins = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.PostAsync(raw)));

        Assert.That(twins.Select(answer => answer["incident"]).Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(1));
        Assert.That(await host.Store.Queries.OpenIncidentsAsync(["namdinh"], 10, default), Has.Count.EqualTo(1));
    }

    /// <summary>Whatever reading a mail stumbles over, the mail server is not told to come again for ever.</summary>
    [Test]
    public async Task A_fault_of_the_reading_is_put_before_a_person_once_with_the_mail_as_it_came()
    {
        await using var host = MailHost.StartBroken(services => services.AddSingleton<IOfficeDirectory>(provider => new Stumbling(provider.GetRequiredService<OfficeDirectory>())));
        var raw = MailHost.Mail(from: "vap@example.vn");

        var first = await host.PostAsync(raw);
        var twins = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.PostAsync(raw)));
        var other = await host.PostAsync(MailHost.Mail());

        Assert.That((first.Status, first["outcome"], first["reason"]), Is.EqualTo((HttpStatusCode.Accepted, "look-at", "unreadable-message")), first.ToString());
        Assert.That(twins.Select(answer => (answer["outcome"], answer.CaseId, answer["taskId"])), Is.All.EqualTo(("known-message", first.CaseId, first["taskId"])));
        Assert.That(other["outcome"], Is.EqualTo("new-case"), "others are not held up");
        var task = (await host.OpenTasksAsync(first.CaseId)).Single();
        Assert.That(task["context"]!["defects"]!.ToJsonString(), Does.Contain("Unreadable: "));
        Assert.That(await host.Store.Blobs.GetAsync((string)task["context"]!["blob"]!, default), Is.EqualTo(raw));
    }

    /// <summary>Fails at one sender, as a reader does at a mail that nobody foresaw.</summary>
    private sealed class Stumbling(OfficeDirectory whole) : IOfficeDirectory
    {
        public IReadOnlyList<Office> All => whole.All;

        public Office? Find(string id) => whole.Find(id);

        public Office? FindByMailbox(string address) => address == "vap@example.vn" ? throw new ArgumentOutOfRangeException(nameof(address)) : whole.FindByMailbox(address);

        public bool OffersOnlineSupport(string officeId, LocalDate day) => whole.OffersOnlineSupport(officeId, day);
    }

    /// <summary>Knows mailboxes, and fails when a letter asks for the office.</summary>
    private sealed class Directory(OfficeDirectory whole) : IOfficeDirectory
    {
        public IReadOnlyList<Office> All => whole.All;

        public Office? Find(string id) => throw new DefectException("The directory is broken on purpose.");

        public Office? FindByMailbox(string address) => whole.FindByMailbox(address);

        public bool OffersOnlineSupport(string officeId, LocalDate day) => whole.OffersOnlineSupport(officeId, day);
    }
}
