using ProcedureEngine.Host.ElsaApi.Live;

namespace ProcedureEngine.Host.ElsaApi;

/// <summary>
/// The part of Elsa's server API that Elsa Studio 3.8.2 calls, answered from the engine's own data and under the same rights as our own
/// API: what one may not see is not there, what one may not do is refused with the rule. Page numbers begin at 0.
/// </summary>
internal static class ElsaEndpoints
{
    public const string Root = "/elsa/api";
    public const string Hub = "/elsa/hubs/workflow-instance";

    public static void AddElsa(this IServiceCollection services)
    {
        services.AddSingleton<DefinitionCatalogue>();
        services.AddScoped<InstanceReader>();
        services.AddScoped<ExecutionReader>();
        services.AddSingleton<ExecutionStats>();
        services.AddSingleton<ObservedInstances>();
        services.AddSingleton<LiveUpdates>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveUpdates>());
        services.AddSignalR();
    }

    public static void MapElsa(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Root).RequireAuthorization().WithTags("Elsa");
        group.MapDescriptors();
        group.MapDefinitions();
        group.MapInstances();
        group.MapExecutions();
        routes.MapHub<WorkflowInstanceHub>(Hub, hub => hub.CloseOnAuthenticationExpiration = true).RequireAuthorization();
    }

    /// <summary>A whole list as Elsa writes it.</summary>
    public static IResult List<T>(IReadOnlyCollection<T> items) => Body.Json(new { items, count = items.Count });
}
