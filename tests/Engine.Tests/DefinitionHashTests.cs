namespace ProcedureEngine.Engine.Tests;

/// <summary>Rule 7: the frozen hash covers types, versions, ids, inputs and connections, not positions and labels.</summary>
public sealed class DefinitionHashTests
{
    private static readonly WorkflowDefinition Sample = DefinitionJsonTests.Sample();
    private static readonly string Hash = DefinitionHash.Of(Sample);

    /// <summary>Hashes are stored for ever: a change here would quarantine every stored definition.</summary>
    [Test]
    public void The_hash_is_the_same_for_ever() =>
        Assert.That(Hash, Is.EqualTo("93233127c301d8503941cf598094bfb409e5206396d2b5b3e05e0e6c80bf48d3"));

    [Test]
    public void Labels_names_and_positions_do_not_count()
    {
        var json = ElsaDefinitionJson.Write(Sample);
        json["name"] = "Tên khác";
        json["description"] = "Khác";
        var activities = json["root"]!["activities"]!.AsArray();
        foreach (var node in activities)
        {
            node!["metadata"]!["displayText"] = "Nhãn khác";
            node["metadata"]!["designer"]!["position"]!["x"] = 9999;
            node["name"] = "Other";
        }

        Assert.That(DefinitionHash.Of(ElsaDefinitionJson.Read(json)), Is.EqualTo(Hash));
    }

    [Test]
    public void The_order_in_which_steps_and_arrows_are_written_does_not_count() =>
        Assert.That(DefinitionHash.Of(Sample with { Activities = [.. Sample.Activities.Reverse()], Connections = [.. Sample.Connections.Reverse()] }), Is.EqualTo(Hash));

    [Test]
    public void Each_input_type_version_id_arrow_and_variable_counts()
    {
        var work = Sample.GetActivity("work");
        var arrow = Sample.Connections[0];
        WorkflowDefinition[] changed =
        [
            Sample with { DefinitionId = "other" },
            Sample with { StartActivityId = "work" },
            Sample with { ReopenActivityId = "stop" },
            With(work with { Version = 2 }),
            With(work with { Type = "Test.Other" }),
            With(work with { Id = "other" }),
            With(work with { Inputs = work.Inputs.Remove("count") }),
            With(work with { Inputs = work.Inputs.SetItem("count", InputExpression.Of(4)) }),
            With(work with { Inputs = work.Inputs.SetItem("count", InputExpression.Of("3")) }),
            With(work with { Inputs = work.Inputs.SetItem("count", InputExpression.Of(3) with { Type = InputExpression.Variable }) }),
            Sample with { Connections = Sample.Connections.Remove(arrow) },
            Sample with { Connections = Sample.Connections.Replace(arrow, arrow with { Port = "Other" }) },
            Sample with { Connections = Sample.Connections.Replace(arrow, arrow with { TargetId = "end" }) },
            Sample with { Variables = Sample.Variables.Add(new VariableDefinition("more", "String")) },
            Sample with { Variables = [new VariableDefinition("refusal", "Object")] },
        ];
        Assert.That(changed.Select(DefinitionHash.Of).Append(Hash), Is.Unique);

        WorkflowDefinition With(ActivityNode node) => Sample with { Activities = Sample.Activities.Replace(work, node) };
    }
}
