namespace ProcedureEngine.Deadlines;

/// <summary>What its entry allows of a limit's stops and extensions.</summary>
public static class LimitInputRules
{
    /// <exception cref="DeadlineException">A stop or extension that the entry does not allow; nothing was counted.</exception>
    public static void Check(LimitInputs inputs)
    {
        var entry = inputs.Entry;
        for (var i = 0; i < inputs.Stops.Length; i++)
            CheckStop(entry, inputs.Stops[i], $"suspensions[{i}]");
        if (entry.Suspension?.MaxDays is { } most && StoppedDays(inputs.Stops) is var days && days > most)
            throw new DeadlineException("suspensions", "suspension-cap", $"Tổng thời gian tạm dừng là {days} ngày, quá mức tối đa {most}.", $"The stops add up to {days} days, more than the most allowed: {most}.", entry.LegalBasis);
        if (!inputs.Extensions.IsEmpty)
            CheckExtensions(entry, inputs.Extensions);
    }

    private static void CheckStop(LimitRule entry, StoppedTime stop, string field)
    {
        if (entry.Suspension is not { } rule)
        {
            throw new DeadlineException(
                field, "cannot-be-suspended", $"Thời hạn '{entry.NameVi}' không được tạm dừng.", $"The limit '{entry.NameEn}' cannot be stopped: no text allows it.", entry.LegalBasis);
        }

        if (!rule.Grounds.Any(ground => ground.Id == stop.Ground))
        {
            var known = string.Join(", ", rule.Grounds.Select(ground => ground.Id));
            throw new DeadlineException(
                $"{field}.ground", "unknown-ground", $"Căn cứ tạm dừng là một trong: {known}.", $"The ground of a stop is one of: {known}.", rule.Grounds.FirstOrDefault()?.LegalBasis ?? entry.LegalBasis);
        }
    }

    private static void CheckExtensions(LimitRule entry, ImmutableArray<AgreedExtension> extensions)
    {
        if (entry.Extension is not { } rule)
        {
            throw new DeadlineException(
                "extension", "cannot-be-extended", $"Thời hạn '{entry.NameVi}' không được gia hạn.", $"The limit '{entry.NameEn}' cannot be extended: no text allows it.", entry.LegalBasis);
        }

        if (rule.NeedsAgreement && extensions.FirstOrDefault(extension => extension.Evidence.Length == 0) is not null)
        {
            throw new DeadlineException(
                "extension.evidence", "agreement-required", "Gia hạn phải có thỏa thuận với người yêu cầu, kèm chứng cứ.", "An extension needs the citizen's agreement, with its evidence.", rule.LegalBasis);
        }

        _ = RequestRules.Sum([.. extensions.Select(extension => extension.Amount)], rule.Max);
    }

    /// <summary>Days in closed stops, each counted once.</summary>
    private static int StoppedDays(ImmutableArray<StoppedTime> stops) =>
        stops.Where(stop => stop.To is not null).SelectMany(stop => Enumerable.Range(0, Math.Max(Period.DaysBetween(stop.From, stop.To!.Value) + 1, 0)).Select(stop.From.PlusDays)).Distinct().Count();
}
