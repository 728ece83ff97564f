using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using ProcedureEngine.Activities;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Engine.UserTasks;

namespace ProcedureEngine.Host.Tasks;

/// <summary>Whom a form or a request gives work must hold its role at the office (<see cref="HoldsRoleAttribute"/>).</summary>
internal sealed class NamedPersons(DurableStore store, DefinitionRegistry definitions, ActivityRegistry activities)
{
    /// <summary>Every field by which some form names somebody, as JSON has it.</summary>
    private static readonly FrozenSet<string> Fields = typeof(Roles).Assembly.GetTypes().SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        .Where(property => property.IsDefined(typeof(HoldsRoleAttribute))).Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Looks at who is named where the task may be completed so; every other refusal is the engine's to tell.</summary>
    /// <exception cref="RejectedException">Somebody named does not hold the role.</exception>
    public async Task RequireAsync(CompleteTask complete, CancellationToken cancellation)
    {
        // Most forms name nobody: they cost no question to the store.
        if (complete.Data is null || !MayName(complete.Data) || await store.Queries.TaskAsync(complete.TaskId, cancellation) is not { IsOpen: true, Handler: null } task || !complete.Actor.Has(task.Role, task.Office))
            return;
        var version = (await store.Queries.InstanceAsync(task.InstanceId, cancellation))!.DefinitionVersion;
        var node = definitions.Find(task.DefinitionId, version)?.FindActivity(task.ActivityId);
        if (node is not null && activities.TryGet(node.Type, node.Version, out var activity) && activity.OutcomeData(task, complete.Outcome) is { } form)
            await RequireAsync(form, complete.Data, "data", task.Office, cancellation);
    }

    private static bool MayName(JsonObject data) => data.Any(member => Fields.Contains(member.Key) || (member.Value is JsonObject part && MayName(part)));

    /// <summary>A blank field names nobody; whether it may be blank is for the form itself to say.</summary>
    /// <param name="form">The record that the data will be read into.</param>
    /// <param name="path">Path of the data, for the error; empty at the top.</param>
    /// <exception cref="RejectedException">Somebody named does not hold the role.</exception>
    public async Task RequireAsync(Type form, JsonObject data, string path, string office, CancellationToken cancellation)
    {
        foreach (var property in form.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var field = path.Length == 0 ? name : $"{path}.{name}";
            if (data[name] is JsonObject part)
                await RequireAsync(property.PropertyType, part, field, office, cancellation);
            else if (property.GetCustomAttribute<HoldsRoleAttribute>() is { } holds && data[name] is JsonValue value && value.TryGetValue<string>(out var id) && !string.IsNullOrWhiteSpace(id))
                await RequireAsync(field, id, new Grant(holds.Role, office), cancellation);
        }
    }

    /// <exception cref="RejectedException">There is no such account, or it does not hold the role at the office.</exception>
    public async Task RequireAsync(string field, string id, Grant grant, CancellationToken cancellation)
    {
        if (await store.Accounts.FindAsync(id, cancellation) is not { } account || !account.Grants.Contains(grant))
        {
            throw RejectedException.Invalid(
                field, "assignee-role", "Người được giao không có vai trò này tại cơ quan.", $"'{id}' does not hold role '{grant.Role}' at office '{grant.Office}'.");
        }
    }
}
