using System.Globalization;

namespace ProcedureEngine.Persistence.Sql;

/// <summary>Collects the conditions of a list; values are always parameters.</summary>
internal sealed class Filter
{
    private readonly List<string> conditions = [];
    private readonly List<(string, object?)> parameters = [];

    public Filter And(string condition, params (string Name, object? Value)[] values)
    {
        conditions.Add(condition);
        parameters.AddRange(values);
        return this;
    }

    public Filter AndIf(bool applies, string condition, params (string Name, object? Value)[] values) => applies ? And(condition, values) : this;

    /// <summary>The column is one of the values; null means no restriction, an empty list that nothing matches.</summary>
    public Filter AndIn(string column, IReadOnlyCollection<string>? values)
    {
        if (values is null)
            return this;
        if (values.Count == 0)
            return And("1 = 0");
        var names = values.Select(value =>
        {
            var name = $"@in{parameters.Count.ToString(CultureInfo.InvariantCulture)}";
            parameters.Add((name, value));
            return name;
        }).ToList();
        conditions.Add($"{column} IN ({string.Join(", ", names)})");
        return this;
    }

    public Statement Select(string columns, string from, string orderBy, int limit)
    {
        var where = conditions.Count == 0 ? string.Empty : $" WHERE {string.Join(" AND ", conditions)}";
        return new Statement($"SELECT {columns} FROM {from}{where} ORDER BY {orderBy} LIMIT {limit.ToString(CultureInfo.InvariantCulture)}", parameters);
    }

    public Statement Count(string from)
    {
        var where = conditions.Count == 0 ? string.Empty : $" WHERE {string.Join(" AND ", conditions)}";
        return new Statement($"SELECT COUNT(*) FROM {from}{where}", parameters);
    }
}
