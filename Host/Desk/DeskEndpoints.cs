namespace ProcedureEngine.Host.Desk;

internal static class DeskEndpoints
{
    public static void AddDesk(this IServiceCollection services) => _ = services;

    public static void MapDesk(this IEndpointRouteBuilder routes) => _ = routes;
}
