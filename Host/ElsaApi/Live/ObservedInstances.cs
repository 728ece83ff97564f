namespace ProcedureEngine.Host.ElsaApi.Live;

/// <summary>Which instances somebody looks at just now, by connection, and up to which revision the viewers have been told.</summary>
internal sealed class ObservedInstances
{
    private const int MaxPerConnection = 10;

    private readonly Lock gate = new();
    private readonly Dictionary<string, HashSet<string>> byConnection = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Viewers, long Told)> instances = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> All
    {
        get
        {
            lock (gate)
                return [.. instances.Keys];
        }
    }

    /// <param name="revision">At which the instance stands; of no weight when somebody looks at it already.</param>
    /// <returns>False when the connection observes too many already.</returns>
    public bool TryAdd(string connection, string instanceId, long revision)
    {
        lock (gate)
        {
            if (!byConnection.TryGetValue(connection, out var own))
                byConnection[connection] = own = new HashSet<string>(StringComparer.Ordinal);
            if (own.Count >= MaxPerConnection && !own.Contains(instanceId))
                return false;
            var (viewers, told) = instances.GetValueOrDefault(instanceId, (0, revision));
            if (own.Add(instanceId))
                instances[instanceId] = (viewers + 1, told);
            return true;
        }
    }

    public void Remove(string connection)
    {
        lock (gate)
        {
            if (!byConnection.Remove(connection, out var own))
                return;
            foreach (var instanceId in own)
            {
                var (viewers, told) = instances[instanceId];
                if (viewers == 1)
                    instances.Remove(instanceId);
                else
                    instances[instanceId] = (viewers - 1, told);
            }
        }
    }

    public bool Contains(string instanceId)
    {
        lock (gate)
            return instances.ContainsKey(instanceId);
    }

    /// <returns>True when the instance is observed and its viewers have not been told of the revision.</returns>
    public bool IsBehind(string instanceId, long revision)
    {
        lock (gate)
            return instances.TryGetValue(instanceId, out var known) && known.Told < revision;
    }

    /// <summary>Its viewers have been told of the revision: only then, so that what could not be told is told later.</summary>
    public void Advance(string instanceId, long revision)
    {
        lock (gate)
        {
            if (instances.TryGetValue(instanceId, out var known) && known.Told < revision)
                instances[instanceId] = known with { Told = revision };
        }
    }
}
