using System.Globalization;

namespace ProcedureEngine.Persistence.Sql;

/// <summary>Collects the conditions of a list; values are always parameters.</summary>
internal sealed class Filter
{
    private readonly List<string> conditions = [];
    private readonly List<(string, object?)> parameters = [];

    public IReadOnlyList<string> Conditions => conditions;

    public IReadOnlyList<(string, object?)> Parameters => parameters;

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
        conditions.Add($"{column} IN ({string.Join(", ", values.Select(Add).ToList())})");
        return this;
    }

    /// <summary>The column contains the text.</summary>
    public Filter AndContains(string column, string text)
    {
        conditions.Add($@"{column} LIKE {Add(Containing(text))} ESCAPE '\'");
        return this;
    }

    /// <summary>The row's role is held at its office, or its office is supervised; null grants mean no restriction.</summary>
    public Filter AndHeld(IReadOnlyCollection<Grant>? grants, IReadOnlyCollection<string> supervised)
    {
        if (grants is null)
            return this;
        var held = grants.Select(grant => $"(role = {Add(grant.Role)} AND office = {Add(grant.Office)})").Concat(supervised.Select(office => $"office = {Add(office)}")).ToList();
        conditions.Add(held.Count == 0 ? "1 = 0" : $"({string.Join(" OR ", held)})");
        return this;
    }

    public Statement Select(string columns, string from, string orderBy, int limit, long skip = 0) => new(
        string.Create(CultureInfo.InvariantCulture, $"SELECT {columns} FROM {from}{Where} ORDER BY {orderBy} LIMIT {limit} OFFSET {skip}"), parameters);

    /// <summary>Sums of <c>n</c> by the columns over several tables of one shape, in one statement and so of one instant.</summary>
    /// <param name="tables">Each with a condition of its own, or null.</param>
    public Statement Sum(IReadOnlyList<string> columns, IReadOnlyList<(string Name, string? Only)> tables)
    {
        var names = string.Join(", ", columns);
        var rows = string.Join(" UNION ALL ", tables.Select(table => $"SELECT {names}, n FROM {table.Name} WHERE {string.Join(" AND ", conditions.Concat(table.Only is null ? [] : [table.Only]))}"));
        return new Statement($"SELECT {names}, CAST(SUM(n) AS BIGINT) FROM ({rows}) figures GROUP BY {names} ORDER BY {names}", parameters);
    }

    /// <summary>How many rows there are of each value of the columns.</summary>
    public Statement CountBy(string columns, string from) => new($"SELECT {columns}, COUNT(*) FROM {from}{Where} GROUP BY {columns} ORDER BY {columns}", parameters);

    public Statement Count(string from) => new($"SELECT COUNT(*) FROM {from}{Where}", parameters);

    /// <summary>A LIKE pattern (escape character backslash) for text that contains this.</summary>
    public static string Containing(string text) =>
        $"%{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";

    private string Where => conditions.Count == 0 ? string.Empty : $" WHERE {string.Join(" AND ", conditions)}";

    private string Add(object? value)
    {
        var name = $"@p{parameters.Count.ToString(CultureInfo.InvariantCulture)}";
        parameters.Add((name, value));
        return name;
    }
}
