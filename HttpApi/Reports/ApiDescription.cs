using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using PathwayOrleans.HttpApi.Reports.Changes;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Reading.Definitions;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.HttpApi.Reports;

/// <summary>The API as an OpenAPI document, made from the definitions of the reports.</summary>
internal static class ApiDescription
{
    internal const string Path = "/openapi.json";

    private const string JsonType = "application/json";

    private static readonly Lazy<string> Document = new(() => Create().ToJsonString(ReportJson.Options));

    /// <summary>The document.</summary>
    internal static string Json => Document.Value;

    private static JsonObject Create()
    {
        var paths = new JsonObject
        {
            ["/healthz"] = Get("Whether the process runs.", [], Plain("It runs.")),
            ["/readyz"] = Get(
                "Whether database and broker answer and partitions are assigned.", [], Plain("It is ready."), "503"),
            ["/api/status"] = Get("The engine of this process.", [], Plain("Its status.")),
            ["/api/partitions"] = Get("The partitions that this process reads.", [], Plain("The partitions.")),
            [$"{ReportEndpoints.Users}/{{id}}"] = Get(
                "The totals of a user.",
                [Place("id", "The user id.")],
                Ok("The totals.", JsonType, Schema(typeof(UserTotals))),
                "400", "404", "503"),
        };
        foreach ((string path, ReportDefinition report) in ReportEndpoints.All)
        {
            paths.Add(path, Get(
                report.Help, Parameters(report), Ok("A page of the report.", JsonType, Page(report)), "400", "404", "503"));
        }

        paths.Add(ChangesEndpoint.Path, Get(
            $"{ViewReports.Changes.Help} Server-sent events: change (the data is the JSON of the rows), heartbeat, and ended " +
            "(the data is the reason).",
            Parameters(ViewReports.Changes),
            Ok(
                "The events, until one side closes the connection.",
                ChangesEndpoint.MediaType,
                new JsonObject { ["type"] = "string" }),
            "400", "404", "503"));
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "PathwayOrleans",
                ["version"] = typeof(ApiDescription).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
                    .InformationalVersion,
            },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["responses"] = Errors() },
        };
    }

    private static JsonObject Get(string summary, JsonNode[] parameters, JsonObject ok, params string[] errors)
    {
        var responses = new JsonObject { ["200"] = ok };
        foreach (string error in errors)
        {
            responses.Add(error, new JsonObject { ["$ref"] = $"#/components/responses/{error}" });
        }

        return new JsonObject
        {
            ["get"] = new JsonObject
            {
                ["description"] = summary,
                ["parameters"] = new JsonArray(parameters),
                ["responses"] = responses,
            },
        };
    }

    private static JsonNode[] Parameters(ReportDefinition report) =>
    [
        .. report.Parameters.Select(parameter =>
            parameter.IsPlace ? Place(parameter.Name, parameter.Help) : Query(parameter)),
        .. report.HasLimit
            ? (JsonNode[])[Query(ReportDefinition.Limit, $"{report.LimitHelp}.", new JsonObject
            {
                ["type"] = "integer",
                ["minimum"] = 1,
                ["maximum"] = ReportLimits.MaxRows,
                ["default"] = ReportLimits.DefaultRows,
            })]
            : [],
        .. report.IsPaged
            ? (JsonNode[])[Query(ReportDefinition.After, "The next of the last page.", new JsonObject { ["type"] = "string" })]
            : [],
    ];

    private static JsonObject Place(string name, string help) => new()
    {
        ["name"] = name,
        ["in"] = "path",
        ["description"] = help,
        ["required"] = true,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private static JsonObject Query(ReportParameter parameter)
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (parameter.Words.Count > 0)
        {
            schema.Add("enum", new JsonArray([.. parameter.Words.Select(word => JsonValue.Create(word))]));
        }

        if (parameter.Default is { } value)
        {
            schema.Add("default", value);
        }

        string help = parameter.IsRepeated
            ? $"{parameter.Help} Repeated, or by name: {parameter.Name}.COLUMN=VALUE."
            : parameter.Help;
        JsonObject query = Query(
            parameter.Name, help, parameter.IsRepeated ? new JsonObject { ["type"] = "array", ["items"] = schema } : schema);
        if (parameter is { IsRequired: true, IsRepeated: false })
        {
            query.Add("required", true);
        }

        return query;
    }

    private static JsonObject Query(string name, string help, JsonObject schema) => new()
    {
        ["name"] = name,
        ["in"] = "query",
        ["description"] = help,
        ["schema"] = schema,
    };

    private static JsonObject Plain(string description) => Ok(description, JsonType, new JsonObject());

    private static JsonObject Ok(string description, string mediaType, JsonNode schema) => new()
    {
        ["description"] = description,
        ["content"] = new JsonObject { [mediaType] = new JsonObject { ["schema"] = schema } },
    };

    private static JsonObject Page(ReportDefinition report) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("rows", "next"),
        ["properties"] = new JsonObject
        {
            ["rows"] = new JsonObject
            {
                ["type"] = "array",
                ["items"] = report.RowTypes switch
                {
                    [] => new JsonObject { ["type"] = "object", ["description"] = "A member for each column." },
                    [Type one] => Schema(one),
                    var several => new JsonObject { ["anyOf"] = new JsonArray([.. several.Select(Schema)]) },
                },
            },
            ["next"] = new JsonObject { ["type"] = new JsonArray("string", "null") },
        },
    };

    private static JsonNode Schema(Type type) => ReportJson.Options.GetJsonSchemaAsNode(
        type, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });

    private static JsonObject Errors()
    {
        JsonObject Error(string description) => Ok(description, JsonType, new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("error"),
            ["properties"] = new JsonObject { ["error"] = new JsonObject { ["type"] = "string" } },
        });

        return new JsonObject
        {
            ["400"] = Error("A parameter is unknown or has an invalid value; parameter, value and remedy say which."),
            ["404"] = Error("What a parameter names does not exist."),
            ["503"] = Error("The database does not answer, or not in time, or a limit of the process is reached."),
        };
    }
}
