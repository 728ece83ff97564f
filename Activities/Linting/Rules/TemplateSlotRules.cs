namespace ProcedureEngine.Activities.Linting.Rules;

/// <summary>What the steps fill in is what the templates have: a mandatory slot in every step that writes, an optional one in some.</summary>
internal static class TemplateSlotRules
{
    public static IEnumerable<Finding> Find(LintSubject subject)
    {
        var library = subject.Surroundings.Templates;
        var writings = subject.Steps.SelectMany(step => step.Templates.Select(filled => (Step: step.Id, Filled: filled))).ToLookup(writing => writing.Filled.Template, StringComparer.Ordinal);
        foreach (var group in writings)
        {
            if (!library.TryGetValue(group.Key, out var template))
            {
                var steps = string.Join(", ", group.Select(writing => writing.Step).Distinct(StringComparer.Ordinal));
                yield return subject.Found(LintRules.TemplateUnknown, group.Key, $"Không có mẫu '{group.Key}'; bước: {steps}.", $"There is no template '{group.Key}'; steps: {steps}.");
                continue;
            }

            foreach (var finding in Compare(subject, template, [.. group]))
                yield return finding;
        }
    }

    private static IEnumerable<Finding> Compare(LintSubject subject, TemplateSlots template, IReadOnlyList<(string Step, FilledTemplate Filled)> writings)
    {
        foreach (var slot in template.Mandatory)
        {
            var lacking = writings.Where(writing => !writing.Filled.Slots.Contains(slot, StringComparer.Ordinal)).Select(writing => writing.Step).Distinct(StringComparer.Ordinal).ToList();
            if (lacking.Count > 0)
                yield return Unfilled(subject, template, slot, $"bắt buộc, bước {string.Join(", ", lacking)} không điền", $"mandatory, not filled by {string.Join(", ", lacking)}");
        }

        var filled = writings.SelectMany(writing => writing.Filled.Slots).ToHashSet(StringComparer.Ordinal);
        foreach (var slot in template.Optional.Where(slot => !filled.Contains(slot)))
            yield return Unfilled(subject, template, slot, "tùy chọn, không bước nào điền", "optional, filled by no step");
        foreach (var slot in writings.SelectMany(writing => writing.Filled.OwnSlots).Distinct(StringComparer.Ordinal).Where(slot => !template.Mandatory.Concat(template.Optional).Contains(slot, StringComparer.Ordinal)))
            yield return subject.Found(LintRules.SlotUnknown, $"{template.Kind}:{slot}", $"Mẫu '{template.Kind}' không có chỗ '{slot}'.", $"The template '{template.Kind}' has no slot '{slot}'.");
    }

    private static Finding Unfilled(LintSubject subject, TemplateSlots template, string slot, string vi, string en) =>
        subject.Found(LintRules.SlotNeverFilled, $"{template.Kind}:{slot}", $"Mẫu '{template.Kind}', chỗ '{slot}': {vi}.", $"Template '{template.Kind}', slot '{slot}': {en}.");
}
