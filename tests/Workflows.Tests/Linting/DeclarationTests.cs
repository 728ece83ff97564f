using System.Reflection;
using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Linting;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Workflows.Tests.Support;

namespace ProcedureEngine.Workflows.Tests.Linting;

/// <summary>What the activities are declared to do, on which the linter relies, is what all stories together see them do: nothing more and nothing less.</summary>
public sealed class DeclarationTests
{
    /// <summary>Declared, and told by no story.</summary>
    private static readonly string[] Untold =
    [
        // An advance is under way when the claim is terminated or not agreed: each story ends one way.
        "Claims.BeginTermination makes claim-advance-cancelled", "Claims.EndNotAgreed makes claim-advance-cancelled",
    ];

    [Test]
    public async Task What_the_stories_see_is_declared_and_what_is_declared_is_seen()
    {
        var (undeclared, declared, seen) = (new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal));
        var running = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (procedure, (build, _, stories)) in StoryTests.Procedures)
        {
            var definition = build();
            var observed = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var tell in stories.Values)
            {
                await using var office = await TestOffice.OpenAsync(
                    definition: definition, activities: services => ActivitiesModule.Create(services).Select(activity => new Watched(activity, observed, running)));
                await tell(office);
            }

            var lines = definition.Activities.SelectMany(Declared).ToHashSet(StringComparer.Ordinal);
            undeclared.UnionWith(observed.Where(line => !lines.Contains(line) && !lines.Contains(EveryLimit(line))).Select(line => $"{procedure}: {line}"));
            declared.UnionWith(lines.Select(line => ByType(definition, line)));
            seen.UnionWith(observed.SelectMany(line => new[] { line, EveryLimit(line) }).Select(line => ByType(definition, line)));
        }

        Assert.Multiple(() =>
        {
            Assert.That(undeclared, Is.Empty, "seen, but not declared");
            Assert.That(running, Is.Empty, "declared to be met by an outcome, and seen to run on after it");
            Assert.That(declared.Except(seen, StringComparer.Ordinal), Is.EquivalentTo(Untold), "declared, but never seen");
        });
    }

    /// <summary>What one step of an activity was seen to do, no other step of it must do too.</summary>
    private static string ByType(WorkflowDefinition definition, string line) =>
        line.Split(' ', 2) is [var step, var rest] && definition.FindActivity(step) is { } node ? $"{node.Type} {rest}" : line;

    private static string EveryLimit(string line) => line.Split(' ') is [var step, "meets", _] ? $"{step} meets {DeclarationAttribute.Every}" : line;

    private static IEnumerable<string> Declared(ActivityNode node)
    {
        var type = ActivitiesModule.Create(TestOffice.ServicesOf()).FirstOrDefault(activity => activity.Descriptor.Type == node.Type)?.GetType();
        foreach (var declaration in type?.GetCustomAttributes<DeclarationAttribute>(inherit: true) ?? [])
        {
            if (declaration.When is { } when && (string?)node.Inputs[when.Split('=')[0]].Value != when.Split('=')[1])
                continue;
            foreach (var what in Ids(node, declaration.What))
            {
                foreach (var line in Lines(node, declaration, what))
                    yield return line;
            }
        }
    }

    private static IEnumerable<string> Lines(ActivityNode node, DeclarationAttribute declaration, string what) => declaration switch
    {
        StartsLimitAttribute => [$"{node.Id} starts {what}"],
        MeetsLimitAttribute => [$"{node.Id} meets {what}"],
        ClosesCaseAttribute => [$"{node.Id} closes"],
        WritesLetterAttribute letter => Template($"{node.Id} writes {what}", what, letter.Slots),
        MakesPaperAttribute paper => Template($"{node.Id} makes {what}", what, paper.Slots),
        _ => [],
    };

    /// <summary>The slots that letters share are filled by the letter desk, for every step alike.</summary>
    private static IEnumerable<string> Template(string line, string template, IEnumerable<string> slots) =>
        slots.Except(LetterDesk.SharedSlots, StringComparer.Ordinal).Select(slot => $"{template}: {slot}").Prepend(line);

    private static string[] Ids(ActivityNode node, string what) => what[0] != '{'
        ? [what]
        : node.Inputs.TryGetValue(what[1..^1], out var input) ? ((string)input.Value!).Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];

    /// <summary>An activity that tells of its effects, and of limits that run on after an outcome that is declared to meet them.</summary>
    private sealed class Watched(IActivity inner, ISet<string> seen, ISet<string> running) : IActivity
    {
        public ActivityDescriptor Descriptor => inner.Descriptor;

        public ActivityResult Execute(ActivityContext context) => Tell(context, inner.Execute(context));

        public ActivityResult Resume(ActivityContext context, Resumption resumption) => Tell(context, inner.Resume(context, resumption));

        public Type? OutcomeData(UserTask task, string outcome) => inner.OutcomeData(task, outcome);

        private ActivityResult Tell(ActivityContext context, ActivityResult result)
        {
            var step = context.Node.Id;
            foreach (var line in result.Effects.SelectMany(effect => Lines(context, effect)))
                seen.Add(line.StartsWith("* ", StringComparison.Ordinal) ? step + line[1..] : line);
            if (result.Outcome is { } outcome)
                running.UnionWith(RunOn(context, result, outcome).Select(limit => $"{step}/{outcome}: {limit}"));
            return result;
        }

        private IEnumerable<string> RunOn(ActivityContext context, ActivityResult result, string outcome)
        {
            var met = inner.GetType().GetCustomAttributes<MeetsLimitAttribute>(inherit: true).Where(meets => meets.On is null || meets.On == outcome).SelectMany(meets => Ids(context.Node, meets.What));
            var written = result.Effects.OfType<WriteRecord>().Select(effect => effect.Record).OfType<TimeLimit>().Select(limit => limit.Id).ToHashSet(StringComparer.Ordinal);
            return context.Records.Values.OfType<TimeLimit>().Where(limit => limit.State == TimeLimitState.Running && !written.Contains(limit.Id)).Select(limit => limit.LimitId).Intersect(met, StringComparer.Ordinal);
        }

        /// <summary>A star stands for the step.</summary>
        private static IEnumerable<string> Lines(ActivityContext context, Effect effect) => effect switch
        {
            WriteRecord { Record: TimeLimit limit } when !context.Records.ContainsKey(limit.Id) => [$"* starts {limit.LimitId}"],
            WriteRecord { Record: TimeLimit { IsOpen: false } limit } => [$"* meets {limit.LimitId}"],
            WriteRecord { Record: TimeLimit { State: TimeLimitState.Missed } limit } => [$"* meets {limit.LimitId}"],
            WriteRecord { Record: CaseDocument { Template: { } template, Slots: { } slots } document } => Filled(document.Kind == "letter" ? "writes" : "makes", template, slots),
            Send { Channel: OutboxChannels.Mail } mail => EngineJson.Read<OutgoingLetter>(mail.Payload) is { } letter ? Filled("writes", letter.Template, letter.Slots) : [],
            EndInstance => ["* closes"],
            _ => [],
        };

        private static IEnumerable<string> Filled(string verb, string template, JsonObject slots) => Template($"* {verb} {template}", template, slots.Select(slot => slot.Key));
    }
}
