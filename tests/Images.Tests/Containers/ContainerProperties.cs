using System.Diagnostics;
using System.Text.Json;
using PathwayOrleans.Images.Tests.Context;

namespace PathwayOrleans.Images.Tests.Containers;

/// <summary>What the SDK would make an image of, as MSBuild evaluates a project for PublishContainer.</summary>
internal sealed class ContainerProperties
{
    private static readonly string[] Properties = ["ContainerBaseImage", "ContainerRepository", "ContainerUser", "ContainerWorkingDirectory", "Version"];

    private static readonly string[] Items =
    [
        "ContainerImageTags", "ContainerAppCommand", "ContainerAppCommandArgs", "ContainerEntrypoint", "ContainerDefaultArgs", "ContainerPort",
        "ContainerLabel", "ContainerEnvironmentVariables",
    ];

    private readonly JsonElement _root;

    private ContainerProperties(JsonElement root) => _root = root;

    /// <summary>Evaluates a project, with the targets that fill in what the SDK adds.</summary>
    internal static async Task<ContainerProperties> OfAsync(string project)
    {
        ProcessStartInfo start = new("dotnet",
        [
            "msbuild", Repository.PathOf($"{project}/{project}.csproj"), "-t:ComputeContainerConfig", "-p:Configuration=Release", "-nodeReuse:false",
            .. Properties.Select(name => $"-getProperty:{name}"), .. Items.Select(name => $"-getItem:{name}"),
        ])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
        return new ContainerProperties(JsonDocument.Parse(output).RootElement);
    }

    internal string Property(string name) => _root.GetProperty("Properties").GetProperty(name).GetString()!;

    internal IReadOnlyList<string> Names(string item) => [.. Entries(item).Select(entry => entry.GetProperty("Identity").GetString()!)];

    internal Dictionary<string, string> Values(string item, string metadata = "Value") => Entries(item).ToDictionary(
        entry => entry.GetProperty("Identity").GetString()!, entry => entry.GetProperty(metadata).GetString()!);

    private JsonElement.ArrayEnumerator Entries(string item) => _root.GetProperty("Items").GetProperty(item).EnumerateArray();
}
