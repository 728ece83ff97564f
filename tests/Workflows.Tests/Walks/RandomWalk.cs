using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Workflows.Tests.Support;

namespace ProcedureEngine.Workflows.Tests.Walks;

/// <summary>
/// A case driven at random. About a third of the stimuli break a rule: each must be refused by exactly that rule, and change nothing. The others are what people of
/// the office do; now and then one arrives twice, and has one effect. A procedure adds its lawful moves, its events and its own misuses.
/// </summary>
/// <param name="tally">Of all walks of the office.</param>
internal abstract class RandomWalk(Story story, Random random, WalkTally tally)
{
    private const int WrongInPercent = 31;

    private static readonly Actor Stranger = TestOffice.Person("stranger");

    private readonly List<string> trail = [];
    private UserTask? last;

    public Story Story => story;

    /// <summary>What was done, oldest first.</summary>
    public IReadOnlyList<string> Trail => trail;

    protected Random Random => random;

    protected WalkTally Tally => tally;

    /// <summary>What only this procedure can be asked wrongly.</summary>
    protected abstract IReadOnlyList<Misuse> OwnMisuses { get; }

    public async Task RunAsync(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            var open = await story.OpenTasksAsync();
            if (open.Count == 0)
                return;
            var scene = await Scene.OfAsync(story, Pick(open));
            if (random.Next(100) < WrongInPercent)
                await GoWrongAsync(scene);
            else if (scene.Task.Assignee is null && random.Next(12) == 0)
                await HappenAsync(new Event(() => ClaimAsync(scene)));
            else if (ChooseEvent(open) is { } happening)
                await HappenAsync(happening);
            else
                await GoRightAsync(scene);
        }
    }

    /// <summary>What a person does with the task, each of the law's ways in a chance of its own.</summary>
    protected abstract Task<Move> ChooseAsync(Scene scene);

    /// <summary>What happens now instead of a task being done; mostly nothing.</summary>
    protected virtual Event? ChooseEvent(IReadOnlyList<UserTask> open) => null;

    /// <summary>The task that somebody turns to next.</summary>
    protected virtual UserTask Pick(IReadOnlyList<UserTask> open) => open[random.Next(open.Count)];

    protected async Task PassAsync(Duration time) => await story.Office.MoveToAsync(await story.Office.Store.NowAsync(CancellationToken.None) + time);

    /// <summary>The procedure's own misuses twice as often as those that every procedure knows, and of them the one that was tried least.</summary>
    private async Task GoWrongAsync(Scene scene)
    {
        tally.Count(WalkTally.Wrong);
        if (random.Next(3) > 0)
        {
            foreach (var misuse in OwnMisuses.Where(misuse => misuse.Step is null || misuse.Step == scene.Step).OrderBy(misuse => tally[misuse.Name]).ThenBy(_ => random.Next()))
            {
                if (await RefusedAsync(misuse, scene))
                    return;
            }
        }

        await SharedMisuseAsync(scene);
    }

    private async Task SharedMisuseAsync(Scene scene)
    {
        var shared = SharedMisuses.All;
        var start = random.Next(shared.Count + 1);
        if (start == shared.Count)
            await NothingIsDueAsync();
        else if (!await RefusedAsync(shared[start], scene))
            _ = last is not null && await RefusedAsync(SharedMisuses.Again, scene with { Task = last });
    }

    /// <returns>False when it was no misuse at this moment.</returns>
    private async Task<bool> RefusedAsync(Misuse misuse, Scene scene)
    {
        if (misuse.Try(scene) is not { } stimulus)
            return false;
        Remember(misuse.Name, scene.Step);
        var before = await TraceAsync();
        try
        {
            var answer = await story.RunAsync(stimulus);
            Assert.Fail($"{scene.Step} took what '{misuse.Rule}' refuses ({answer.Kind}): {stimulus}");
        }
        catch (RejectedException refused)
        {
            Assert.That(refused.Fields.Select(error => error.Rule).Append(refused.Rule), Does.Contain(misuse.Rule), $"{scene.Step} refused by another rule: {stimulus}");
            Assert.That(await TraceAsync(), Is.EqualTo(before), $"a refused stimulus changes nothing: {stimulus}");
        }

        tally.Count(misuse.Name);
        return true;
    }

    private async Task NothingIsDueAsync()
    {
        Remember("timers", "none is due");
        var before = await TraceAsync();
        await story.RunAsync(new FireTimers(story.CaseId, Actor.Timer));
        Assert.That(await TraceAsync(), Is.EqualTo(before), "a timer that is not due changes nothing");
    }

    private async Task HappenAsync(Event happening)
    {
        tally.Count(WalkTally.Right);
        Remember("event", happening.Happen.Method.Name);
        await UnlessRefusedAsync(happening.Happen, happening.RefusedBy);
    }

    /// <summary>A colleague of the role takes the task; from now on it is his.</summary>
    private Task ClaimAsync(Scene scene) =>
        story.RunAsync(new ClaimTask(story.CaseId, TestOffice.Person(scene.Task.Role, $"{scene.Task.Role}-2"), scene.Task.Id, scene.Task.Revision));

    private async Task GoRightAsync(Scene scene)
    {
        tally.Count(WalkTally.Right);
        var move = await ChooseAsync(scene);
        Remember(scene.Step, move.Outcome);

        // Choosing may have moved the clock: a timer has then ended the step, or changed its task.
        var task = await story.Office.Store.Queries.TaskAsync(scene.Task.Id, CancellationToken.None) ?? scene.Task;
        var stimulus = (scene with { Task = task }).Complete(move.Outcome, move.Data);
        await UnlessRefusedAsync(
            async () =>
            {
                await (random.Next(8) == 0 ? RunTwiceAsync(stimulus) : story.RunAsync(stimulus));
                last = task;
            },
            task.IsOpen ? move.RefusedBy : ["task-closed"]);
    }

    private async Task UnlessRefusedAsync(Func<Task> act, string[] rules)
    {
        var before = await TraceAsync();
        try
        {
            await act();
        }
        catch (RejectedException refused) when (rules.Contains(refused.Rule, StringComparer.Ordinal) || refused.Fields.Any(error => rules.Contains(error.Rule, StringComparer.Ordinal)))
        {
            Remember("refused", refused.Rule);
            Assert.That(await TraceAsync(), Is.EqualTo(before), "what is refused changes nothing");
        }
    }

    /// <summary>Sent again with its key it is answered again, and has one effect.</summary>
    private async Task RunTwiceAsync(CompleteTask stimulus)
    {
        var keyed = stimulus with { Key = new StimulusKey("walk", stimulus.TaskId, CanonicalJson.Sha256(stimulus.ToString())) };
        var first = await story.RunAsync(keyed);
        var before = await TraceAsync();
        var second = await story.RunAsync(keyed);
        Assert.That((second.IsRepeat, second.Body.ToJsonString()), Is.EqualTo((true, first.Body.ToJsonString())));
        Assert.That(await TraceAsync(), Is.EqualTo(before), "the second delivery changes nothing");
        tally.Count(WalkTally.Twice);
    }

    private void Remember(string what, string how) => trail.Add($"{what}: {how}");

    private async Task<(long Revision, string Journal)> TraceAsync()
    {
        var instance = (await story.Office.Store.Queries.InstanceAsync(story.CaseId, CancellationToken.None))!;
        return (instance.Revision, instance.JournalHash);
    }

    /// <summary>What every procedure refuses.</summary>
    internal static class SharedMisuses
    {
        /// <summary>A task that is completed already.</summary>
        public static Misuse Again { get; } = new(null, "task-closed", scene => scene.Complete(scene.Task.Outcomes[0].Name));

        public static IReadOnlyList<Misuse> All { get; } =
        [
            new(null, "role-required", scene => scene.CompleteAs(Stranger, scene.Task.Outcomes[0].Name)),
            new(null, "claimed-by-another", scene => scene.Task.Assignee is null ? null : scene.CompleteAs(TestOffice.Person(scene.Task.Role, "a-colleague"), scene.Task.Outcomes[0].Name)),
            new(null, "unknown-outcome", scene => scene.Complete("Unknown")),
            new(null, "stale-revision", scene => scene.Complete(scene.Task.Outcomes[0].Name) with { ExpectedRevision = scene.Task.Revision + 5 }),
            new(null, "unknown-field", scene => scene.Task.Outcomes[0].Schema is null ? null : scene.Complete(scene.Task.Outcomes[0].Name, new JsonObject { ["nonsense"] = true })),
            new(null, "no-data", scene => scene.Task.Outcomes[0].Schema is not null ? null : scene.Complete(scene.Task.Outcomes[0].Name, new JsonObject { ["nonsense"] = true })),
        ];
    }
}
