using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Host.Cases;

namespace ProcedureEngine.Host.Tasks;

/// <summary>The one way to a task for whoever signed in: from its id to its case, what a stimulus or a preview of it answers; the same for the API and the desk.</summary>
internal sealed class TaskDoor(DurableStore store, WorkflowRunner runner, NamedPersons persons, LetterPreview preview, Caller caller, IHttpContextAccessor http)
{
    private CancellationToken Cancellation => http.HttpContext!.RequestAborted;

    /// <summary>A task's id begins with its case's.</summary>
    public static string CaseOf(string taskId) => taskId.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? taskId[..dot] : throw RejectedException.NotFound("công việc (task)", taskId);

    public async Task<UserTask> FindAsync(string id)
    {
        var task = await store.Queries.TaskAsync(id, Cancellation);
        caller.RequireSight(task?.Office, "công việc (task)", id);
        return task!;
    }

    /// <exception cref="RejectedException">It breaks a rule, or its form names somebody who does not hold the role.</exception>
    public async Task<BurstAnswer> AnswerAsync(Stimulus stimulus)
    {
        if (stimulus is CompleteTask complete)
            await persons.RequireAsync(complete, Cancellation);
        return await runner.RunAsync(stimulus, Cancellation);
    }

    public async Task<IResult> RunAsync(Stimulus stimulus)
    {
        var answer = await AnswerAsync(stimulus);
        return answer.Kind == "incident" ? Problem.Incident(http.HttpContext!, answer) : Body.Json(answer.Body);
    }

    /// <summary>What completing would send.</summary>
    /// <exception cref="RejectedException">Completing would be refused.</exception>
    public async Task<TaskPreview> PreviewAsync(CompleteTask complete)
    {
        await persons.RequireAsync(complete, Cancellation);
        return await preview.OfAsync(complete, Cancellation);
    }
}
