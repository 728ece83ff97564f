using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Engine.UserTasks;

namespace ProcedureEngine.Workflows.Tests.Support;

/// <summary>A case driven at random: about a third of the stimuli are wrong and change nothing, the others are what people of the office do.</summary>
internal abstract class RandomWalk(Story story, Random random)
{
    private UserTask? last;

    public int Right { get; private set; }

    public int Wrong { get; private set; }

    protected Story Story => story;

    protected Random Random => random;

    public async Task RunAsync(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            var open = await story.OpenTasksAsync();
            if (open.Count == 0)
                return;
            var task = open[random.Next(open.Count)];
            if (random.Next(100) < 31)
                await GoWrongAsync(task);
            else if (!await ActAsync())
                await GoRightAsync(task);
        }
    }

    /// <summary>What a person does with the task, the law's ways in a chance of their own.</summary>
    protected abstract Task<(string Outcome, JsonObject? Data)> ChooseAsync(UserTask task);

    /// <summary>Now and then something happens beside the tasks: a withdrawal, silence, an act of the leader.</summary>
    /// <returns>True when it happened instead of the task.</returns>
    protected virtual Task<bool> ActAsync() => Task.FromResult(false);

    /// <summary>What an office may hear when it does the right thing at the wrong moment.</summary>
    protected virtual bool IsLawfulRefusal(RejectedException refused) => refused.Rule is "task-closed" or "already-done" or "still-owed";

    protected void Count() => Right++;

    /// <summary>What only this procedure can be asked wrongly.</summary>
    protected virtual IReadOnlyList<Stimulus> OwnMisuses() =>
        [new Deliver(story.CaseId, TestOffice.Person("stranger"), StimulusNames.DeclareComplex, new JsonObject { ["reason"] = "Thử" })];

    /// <summary>A stranger, an unknown outcome, a completed task, a stale revision, data that does not fit, a timer that is not due, a reopening, or a misuse of the procedure's own.</summary>
    private async Task GoWrongAsync(UserTask task)
    {
        Wrong++;
        var actor = TestOffice.Person(task.Role);
        var own = OwnMisuses();
        Stimulus stimulus = random.Next(7 + own.Count) switch
        {
            0 => Complete(task, TestOffice.Person("stranger"), task.Outcomes[0].Name, null),
            1 => Complete(task, actor, "Unknown", null),
            2 when last is not null => Complete(last, TestOffice.Person(last.Role), last.Outcomes[0].Name, null),
            3 => new CompleteTask(story.CaseId, actor, task.Id, task.Outcomes[0].Name, null, task.Revision + 5),
            4 => Complete(task, actor, task.Outcomes[0].Name, new JsonObject { ["nonsense"] = true }),
            5 => new FireTimers(story.CaseId, Actor.Timer),
            var n when n >= 6 && n - 6 < own.Count => own[n - 6],
            _ => new Reopen(story.CaseId, TestOffice.Person("head"), "Thử"),
        };
        var before = await RevisionAsync();
        try
        {
            await story.RunAsync(stimulus);
            Assert.That(stimulus, Is.InstanceOf<FireTimers>().Or.InstanceOf<Deliver>(), "only a timer that is not due, or a message that nobody waits for, may pass");
        }
        catch (RejectedException)
        {
            Assert.That(await RevisionAsync(), Is.EqualTo(before), "a refused stimulus changes nothing");
        }
    }

    private async Task GoRightAsync(UserTask task)
    {
        Right++;
        var (outcome, data) = await ChooseAsync(task);
        try
        {
            await story.RunAsync(Complete(await story.Office.Store.Queries.TaskAsync(task.Id, CancellationToken.None) ?? task, TestOffice.Person(task.Role), outcome, data));
            last = task;
        }
        catch (RejectedException refused) when (IsLawfulRefusal(refused))
        {
            // A timer ended the step meanwhile, or a fact is missing yet: as in an office.
        }
    }

    private async Task<long> RevisionAsync() => (await story.Office.Store.Queries.InstanceAsync(story.CaseId, CancellationToken.None))!.Revision;

    private CompleteTask Complete(UserTask task, Actor actor, string outcome, JsonObject? data) => new(story.CaseId, actor, task.Id, outcome, data, task.Revision);
}
