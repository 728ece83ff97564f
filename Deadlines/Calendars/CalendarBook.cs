namespace ProcedureEngine.Deadlines;

/// <summary>
/// Every version of the calendar, national and per office. A version never changes: what is applied later makes a new one, and the older ones
/// are built again on demand. An office's calendar is the national one with the office's own sets, in the order in which all were applied.
/// Safe for use by many threads.
/// </summary>
public sealed class CalendarBook
{
    private readonly Lock gate = new();
    private volatile State state;

    public CalendarBook(WorkingCalendar foundation)
    {
        Foundation = foundation;
        state = new State(foundation, []);
    }

    /// <summary>A book with the national calendar and nothing applied to it.</summary>
    public static CalendarBook National() => new(WorkingCalendar.National);

    public WorkingCalendar Foundation { get; }

    /// <summary>The sets in the order in which they were applied.</summary>
    public ImmutableArray<CalendarUpload> Applied => state.Uploads;

    /// <summary>The calendar in force: an office's own where it has one, else the national one.</summary>
    /// <param name="office">Office id, or null for the national calendar.</param>
    public WorkingCalendar Current(string? office = null) => state.Current(office);

    /// <summary>A version that was in force once.</summary>
    /// <exception cref="CalendarVersionException">No set that is known makes it.</exception>
    public WorkingCalendar Find(string version) => state.Find(version) ?? throw new CalendarVersionException(version);

    public bool Knows(string version) => state.Find(version) is not null;

    /// <summary>What <see cref="Apply"/> would put in force, without doing it.</summary>
    /// <exception cref="CalendarUploadException">Entries break rules; all are told.</exception>
    public WorkingCalendar Preview(CalendarUpload upload) => upload.ApplyTo(Current(upload.Office));

    /// <summary>Puts a set in force; returns the version that its office, or the country, has now. The same set again changes nothing.</summary>
    /// <exception cref="CalendarUploadException">Entries break rules; all are told.</exception>
    public WorkingCalendar Apply(CalendarUpload upload)
    {
        lock (gate)
        {
            if (state.Uploads.Any(known => known.VersionAfter(string.Empty) == upload.VersionAfter(string.Empty)))
                return Current(upload.Office);
            _ = Preview(upload);
            state = new State(Foundation, state.Uploads.Add(upload));
            return Current(upload.Office);
        }
    }

    /// <summary>Makes the book hold exactly these sets, which were checked when they were applied: what a host reads from the store.</summary>
    public void Restore(IEnumerable<CalendarUpload> uploads)
    {
        lock (gate)
            state = new State(Foundation, [.. uploads]);
    }

    /// <summary>The sets at one moment, with the calendars that were asked for so far.</summary>
    private sealed class State(WorkingCalendar foundation, ImmutableArray<CalendarUpload> uploads)
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, WorkingCalendar> built = new(StringComparer.Ordinal);
        private readonly Lazy<Dictionary<string, (string? Office, int Count)>> versions = new(() => Versions(foundation, uploads));

        public ImmutableArray<CalendarUpload> Uploads => uploads;

        public WorkingCalendar Current(string? office)
        {
            var owner = office is not null && uploads.Any(upload => upload.Office == office) ? office : null;
            return Build(owner, uploads.Length);
        }

        public WorkingCalendar? Find(string version) => versions.Value.TryGetValue(version, out var made) ? Build(made.Office, made.Count) : null;

        private WorkingCalendar Build(string? office, int count)
        {
            var mine = Mine(uploads.Take(count), office).ToList();
            if (mine.Count == 0)
                return foundation;
            return built.GetOrAdd($"{office}/{mine.Count}", _ => mine.Aggregate(foundation, (calendar, upload) => upload.Apply(calendar)));
        }

        private static IEnumerable<CalendarUpload> Mine(IEnumerable<CalendarUpload> uploads, string? office) => uploads.Where(upload => upload.Office is null || upload.Office == office);

        private static Dictionary<string, (string? Office, int Count)> Versions(WorkingCalendar foundation, ImmutableArray<CalendarUpload> uploads)
        {
            var versions = new Dictionary<string, (string?, int)>(StringComparer.Ordinal) { [foundation.Version] = (null, 0) };
            foreach (var office in uploads.Select(upload => upload.Office).Prepend(null).Distinct(StringComparer.Ordinal))
            {
                var version = foundation.Version;
                for (var i = 0; i < uploads.Length; i++)
                {
                    if (uploads[i].Office is not null && uploads[i].Office != office)
                        continue;
                    version = uploads[i].VersionAfter(version);
                    versions.TryAdd(version, (office, i + 1));
                }
            }

            return versions;
        }
    }
}

/// <summary>A calendar version that no set of the book makes: what was counted on it cannot be rebuilt here.</summary>
public sealed class CalendarVersionException(string version) : Exception($"No calendar version '{version}' is known.")
{
    public string CalendarVersion { get; } = version;
}
