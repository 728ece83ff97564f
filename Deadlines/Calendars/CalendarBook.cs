namespace ProcedureEngine.Deadlines;

/// <summary>
/// Every version of the calendar, national and per office. A version never changes: what is applied later makes a new one, and the older ones
/// are built again on demand. An office's calendar is the national one, as all national sets made it, with the office's own sets on top: what the
/// country decides later takes nothing from what an office has decided for itself.
/// Safe for use by many threads.
/// </summary>
public sealed class CalendarBook
{
    private readonly Lock gate = new();
    private volatile State state;

    public CalendarBook(WorkingCalendar foundation) : this(foundation, new State(foundation, []))
    {
    }

    private CalendarBook(WorkingCalendar foundation, State state)
    {
        Foundation = foundation;
        this.state = state;
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
    public WorkingCalendar Preview(CalendarUpload upload) => After(upload).Current(upload.Office);

    /// <summary>The book that <see cref="Apply"/> would leave, for every office.</summary>
    /// <exception cref="CalendarUploadException">Entries break rules; all are told.</exception>
    public CalendarBook After(CalendarUpload upload) => new(Foundation, Checked(state, upload));

    /// <summary>Puts a set in force; returns the version that its office, or the country, has now. The same set again changes nothing.</summary>
    /// <exception cref="CalendarUploadException">Entries break rules; all are told.</exception>
    public WorkingCalendar Apply(CalendarUpload upload)
    {
        lock (gate)
        {
            if (state.Uploads.Any(known => known.VersionAfter(string.Empty) == upload.VersionAfter(string.Empty)))
                return Current(upload.Office);
            state = Checked(state, upload);
            return Current(upload.Office);
        }
    }

    /// <summary>
    /// Makes the book hold these sets, which were checked when they were applied: what a host reads from the store. Sets are only ever added, so fewer
    /// than it has are an older reading, and none.
    /// </summary>
    public void Restore(IEnumerable<CalendarUpload> uploads)
    {
        ImmutableArray<CalendarUpload> read = [.. uploads];
        lock (gate)
        {
            if (read.Length > state.Uploads.Length)
                state = new State(Foundation, read);
        }
    }

    private static State Checked(State now, CalendarUpload upload)
    {
        CalendarUploadRules.Require(upload, now.Current(upload.Office), now.Current(null));
        return now.With(upload);
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

        /// <summary>One set more; what was built for fewer sets is the same.</summary>
        public State With(CalendarUpload upload)
        {
            var next = new State(foundation, uploads.Add(upload));
            foreach (var (key, calendar) in built)
                next.built[key] = calendar;
            return next;
        }

        /// <summary>The calendar when so many sets had been applied: the country's sets, then the office's own.</summary>
        private WorkingCalendar Build(string? office, int count)
        {
            var (national, own) = (Of(null, count), office is null ? [] : Of(office, count));
            if (own.IsEmpty)
                return national.IsEmpty ? foundation : Built($"/{national.Length}", () => national.Aggregate(foundation, (calendar, upload) => upload.Apply(calendar)));
            return Built($"{office}/{national.Length}/{own.Length}", () =>
            {
                var country = Build(null, count);
                return own.Aggregate(country, (calendar, upload) => upload.Apply(calendar, country));
            });
        }

        private WorkingCalendar Built(string key, Func<WorkingCalendar> build) => built.GetOrAdd(key, _ => build());

        private ImmutableArray<CalendarUpload> Of(string? office, int count) => [.. uploads.Take(count).Where(upload => upload.Office == office)];

        private static Dictionary<string, (string? Office, int Count)> Versions(WorkingCalendar foundation, ImmutableArray<CalendarUpload> uploads)
        {
            var versions = new Dictionary<string, (string?, int)>(StringComparer.Ordinal) { [foundation.Version] = (null, 0) };
            var (national, own) = (foundation.Version, new SortedDictionary<string, List<CalendarUpload>>(StringComparer.Ordinal));
            for (var i = 0; i < uploads.Length; i++)
            {
                var office = uploads[i].Office;
                if (office is null)
                    versions.TryAdd(national = uploads[i].VersionAfter(national), (null, i + 1));
                else if (own.TryGetValue(office, out var sets))
                    sets.Add(uploads[i]);
                else
                    own[office] = [uploads[i]];
                foreach (var (owner, theirs) in own.Where(known => office is null || known.Key == office))
                    versions.TryAdd(theirs.Aggregate(national, (version, upload) => upload.VersionAfter(version)), (owner, i + 1));
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
