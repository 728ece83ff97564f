namespace ProcedureEngine.Engine.Tests.Support;

/// <summary>Builders of small definitions, with one word a step.</summary>
internal static class Procedures
{
    public static ProcedureBuilder New(string id = "test", int version = 1) =>
        new(id, version, new LocalizedText("Thử nghiệm", "Test"), new LocalizedText("Để thử.", "For tests."));

    public static Step<Done> Work(this ProcedureBuilder procedure, string id) => procedure.Step<Work, Done>(id, $"Việc {id}", id);

    public static Step<Way> Choose(this ProcedureBuilder procedure, string id) => procedure.Step<Choose, Way>(id, $"Chọn {id}", id);

    public static Step<Answer> Ask(this ProcedureBuilder procedure, string id, string role = "officer") => procedure.Step<Ask, Answer>(id, $"Hỏi {id}", id).For(role);

    public static Step<InTime> AskInTime(this ProcedureBuilder procedure, string id, int minutes) =>
        procedure.Step<AskInTime, InTime>(id, $"Hỏi {id}", id).For("officer").With("minutes", minutes);

    public static Step<Done> Gate(this ProcedureBuilder procedure, string id, string name) => procedure.Step<Gate, Done>(id, $"Chờ {id}", id).With("stimulus", name);

    public static Step<Done> Pause(this ProcedureBuilder procedure, string id, int minutes) => procedure.Step<Pause, Done>(id, $"Nghỉ {id}", id).With("minutes", minutes);

    public static Step<Round> Repeat(this ProcedureBuilder procedure, string id, int times) => procedure.Step<Repeat, Round>(id, $"Lặp {id}", id).With("times", times);

    public static Step<EndPort> Stop(this ProcedureBuilder procedure, string id) => procedure.Step<Stop, EndPort>(id, $"Dừng {id}", id);

    public static Step<EndPort> End(this ProcedureBuilder procedure) => procedure.End("end", "Kết thúc", "End");

    /// <summary>Both answers lead to one step.</summary>
    public static Step<Answer> Then(this Step<Answer> step, IStep next) => step.On(Answer.Yes, next).On(Answer.No, next);

    public static Step<Done> Then(this Step<Done> step, IStep next) => step.On(Done.Done, next);

    public static Step<InTime> Then(this Step<InTime> step, IStep next) => step.On(InTime.Kept, next).On(InTime.Late, next);

    public static Step<Way> Then(this Step<Way> step, IStep next) => step.On(Way.Left, next).On(Way.Right, next);

    /// <summary>Start, the steps made, end.</summary>
    public static WorkflowDefinition Line(Func<ProcedureBuilder, Step<Done>> only, string id = "test")
    {
        var procedure = New(id);
        var step = only(procedure);
        procedure.Start.On(StartPort.Done, step);
        step.Then(procedure.End());
        return procedure.Build();
    }

    /// <summary>Start, one person's step, end.</summary>
    public static WorkflowDefinition OneTask(int? minutes = null)
    {
        var procedure = New();
        var ask = procedure.Ask("ask");
        if (minutes is { } due)
            ask.With("minutes", due);
        procedure.Start.On(StartPort.Done, ask);
        ask.Then(procedure.End());
        return procedure.Build();
    }

    public static WorkflowDefinition Reread(WorkflowDefinition definition) =>
        ElsaDefinitionJson.Read(JsonNode.Parse(ElsaDefinitionJson.Write(definition).ToJsonString())!.AsObject());
}
