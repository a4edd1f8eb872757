using System.Diagnostics;
using System.Text.Json;
using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Images.Tests.Containers;

/// <summary>The image properties of a project, as MSBuild evaluates them for PublishContainer.</summary>
internal sealed class ContainerProperties
{
    private static readonly string[] Properties =
        ["ContainerBaseImage", "ContainerRepository", "ContainerUser", "ContainerWorkingDirectory", "Version"];

    private static readonly string[] Items =
    [
        "ContainerImageTags", "ContainerAppCommand", "ContainerAppCommandArgs", "ContainerEntrypoint", "ContainerDefaultArgs",
        "ContainerPort",
        "ContainerLabel", "ContainerEnvironmentVariables",
    ];

    private readonly JsonElement _root;

    private ContainerProperties(JsonElement root) => _root = root;

    /// <summary>Evaluates a project, including the targets that add values of the SDK.</summary>
    internal static async Task<ContainerProperties> OfAsync(string project)
    {
        string[] command =
        [
            "dotnet", "msbuild", Repository.PathOf($"{project}/{project}.csproj"), "-t:ComputeContainerConfig",
            "-p:Configuration=Release",
            "-nodeReuse:false", .. Properties.Select(name => $"-getProperty:{name}"), .. Items.Select(name => $"-getItem:{name}"),
        ];
        using Process process = ProcessStarter.Start(command, start => start.RedirectStandardOutput = true);
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
        return new ContainerProperties(JsonDocument.Parse(output).RootElement);
    }

    internal string Property(string name) => _root.GetProperty("Properties").GetProperty(name).GetString()!;

    internal IReadOnlyList<string> Names(string item) =>
        [.. Entries(item).Select(entry => entry.GetProperty("Identity").GetString()!)];

    internal Dictionary<string, string> Values(string item, string metadata = "Value") => Entries(item).ToDictionary(
        entry => entry.GetProperty("Identity").GetString()!, entry => entry.GetProperty(metadata).GetString()!);

    private JsonElement.ArrayEnumerator Entries(string item) => _root.GetProperty("Items").GetProperty(item).EnumerateArray();
}
