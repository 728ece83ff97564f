using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ProcedureEngine.Host.Composition;

/// <summary>What the API's document says of every operation: how a caller shows who he is, and how a refusal looks.</summary>
internal static class ApiDocument
{
    private const string Key = "apiKey";
    private const string Session = "session";
    private const string ProblemSchema = "Problem";

    public static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer(DescribeDocumentAsync);
        options.AddOperationTransformer(DescribeOperationAsync);
    }

    private static Task DescribeDocumentAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info.Title = "ProcedureEngine";
        document.Info.Description = "Legal procedures as durable state machines. Instants are ISO 8601, dates yyyy-MM-dd; lists are paged by the cursor of the page before.";
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Key] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "Authorization", Description = "A calling system: 'ApiKey' and its key." },
            [Session] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = WebSetup.CookieName,
                Description = "A person, signed in by POST /api/session. Unsafe methods need a same-origin Origin or Sec-Fetch-Site header. "
                    + $"A call that names its person in {ExpectedUserMiddleware.Header} is refused (another-user) when the session is another's.",
            },
        };
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        document.Components.Schemas[ProblemSchema] = Problem();
        return Task.CompletedTask;
    }

    private static Task DescribeOperationAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "Refused, with the rule and every wrong field (RFC 9457)",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [Problems.Problem.ContentType] = new() { Schema = new OpenApiSchemaReference(ProblemSchema, context.Document) },
            },
        };
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Any())
        {
            operation.Security =
            [
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Key, context.Document)] = [] },
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Session, context.Document)] = [] },
            ];
        }

        return Task.CompletedTask;
    }

    private static OpenApiSchema Problem() => Object(
        ("type", Text("Stable: /problems/ and the rule's name")), ("title", Text("What the status says in general")), ("status", new OpenApiSchema { Type = JsonSchemaType.Integer }),
        ("detail", Text("What it was")), ("instance", Text("The path that was called")), ("incident", Text("With the rule 'incident': its id")),
        ("errors", new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Items = Object(("field", Text("JSON path")), ("rule", Text("The rule that it breaks")), ("message", Text("What to do"))),
        }));

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    private static OpenApiSchema Object(params (string Name, OpenApiSchema Schema)[] members) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = members.ToDictionary(member => member.Name, IOpenApiSchema (member) => member.Schema, StringComparer.Ordinal),
    };
}
