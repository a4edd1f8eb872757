using System.Formats.Tar;
using System.Text.Json;
using PathwayOrleans.Images.Tests.Building;
using PathwayOrleans.Testing.Dockerfiles;

namespace PathwayOrleans.Images.Tests.Containers;

/// <summary>Runs PublishContainer with a local base image, because Microsoft's registry may be unreachable.</summary>
[Trait("Tier", "Slow")]
public sealed class PublishContainerTests
{
    private const string Archive = "/app/standalone.tar.gz";

    [Fact]
    public async Task PublishContainer_builds_the_image_of_the_Dockerfile()
    {
        await using LocalRegistry registry = await LocalRegistry.StartAsync();
        BuiltImage built = await BuiltImage.OfAsync("Standalone");

        string folder = await BuiltImage.ContinueAsync(
            "Standalone",
            "build",
            $"dotnet publish Cli -c Release /t:PublishContainer -p:RunAnalyzers=false -p:ContainerBaseImage={registry.Image} " +
            $"-p:ContainerArchiveOutputPath={Archive}");

        ImageArchive image = ImageArchive.Read(folder + Archive);
        Assert.Equal([$"pathway-orleans/standalone:{Repository.Version}"], image.Tags);
        Assert.Equal(built.Stage.User, image.Config.GetProperty("User").GetString());
        Assert.Equal(built.Stage.Folder, image.Config.GetProperty("WorkingDir").GetString());
        Assert.Equal(built.Stage.EntryPoint, image.Strings("Entrypoint"));
        Assert.Equal(built.Stage.Command, image.Strings("Cmd"));
        Assert.Equal(built.Stage.Ports, image.Config.GetProperty("ExposedPorts").EnumerateObject().Select(port => port.Name));
        Assert.Superset(
            built.Stage.Environment.Select(variable => $"{variable.Key}={variable.Value}").ToHashSet(),
            image.Strings("Env").ToHashSet());
        AssertLabels(built.Stage, image.Config.GetProperty("Labels"), registry.Image);
        AssertFiles(built, image.LastLayer);
    }

    private static void AssertLabels(Stage stage, JsonElement labels, string baseName)
    {
        Dictionary<string, string> expected = new(stage.Labels) { ["org.opencontainers.image.base.name"] = baseName };
        Assert.Equal(expected, labels.EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!));
    }

    private static void AssertFiles(BuiltImage built, IReadOnlyList<TarEntry> layer)
    {
        TarEntry[] files = [.. layer.Where(entry => entry.EntryType is TarEntryType.RegularFile)];
        Assert.Equal(
            Directory.GetFiles(built.Application)
                .Select(file => $"{built.Stage.Folder}/{Path.GetFileName(file)}").Order(StringComparer.Ordinal),
            files.Select(file => $"/{file.Name.TrimStart('/')}").Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.True(file.Mode.HasFlag(UnixFileMode.OtherRead), file.Name));
    }
}
