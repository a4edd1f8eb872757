using PathwayOrleans.Images.Tests.Building;

namespace PathwayOrleans.Images.Tests.Images;

/// <summary>The files in the final stages.</summary>
[Trait("Tier", "Slow")]
public sealed class PublishedFilesTests
{
    // The assemblies of the silo have about 13 MB of native code.
    private const long MaxBytes = 80_000_000;
    private const int OthersMayRead = 0b100;
    private static readonly string[] Tools = ["Bench", "Demo", "LocalInfra"];

    [Theory]
    [InlineData("Silo", "Silo")]
    [InlineData("Standalone", "Cli")]
    [InlineData("Producer", "Producer")]
    [InlineData("Client", "Client")]
    public async Task An_image_contains_only_the_program_and_its_dependencies(string folder, string project)
    {
        BuiltImage image = await BuiltImage.OfAsync(folder);

        FileInfo[] files = new DirectoryInfo(image.Application).GetFiles("*", SearchOption.AllDirectories);
        string[] names = [.. files.Select(file => Path.GetRelativePath(image.Application, file.FullName))];
        Assert.Equal([image.Application], Directory.GetFileSystemEntries(image.Root));
        Assert.Contains($"PathwayOrleans.{project}.dll", names);
        Assert.Contains($"PathwayOrleans.{project}.runtimeconfig.json", names);
        Assert.Contains($"PathwayOrleans.{project}.deps.json", names);
        if (project != "Client")
        {
            Assert.Contains("librdkafka.so", names);
        }

        Assert.DoesNotContain(names, name => name.Contains('/', StringComparison.Ordinal));
        Assert.DoesNotContain(
            names,
            name => name.EndsWith(".dylib", StringComparison.Ordinal) || name.StartsWith("alpine-", StringComparison.Ordinal));
        Assert.DoesNotContain(
            names,
            name => name.Contains("xunit", StringComparison.OrdinalIgnoreCase)
                || name.Contains(".Test", StringComparison.Ordinal));
        Assert.DoesNotContain(
            names, name => name.EndsWith(".xml", StringComparison.Ordinal) || name == $"PathwayOrleans.{project}");
        Assert.All(files, file => Assert.True(
            ((int)file.UnixFileMode & OthersMayRead) != 0, $"{file.Name} is readable only by root."));
        Assert.All(Tools, tool => Assert.DoesNotContain($"PathwayOrleans.{tool}.dll", names));
        long bytes = files.Sum(file => file.Length);
        Assert.True(
            bytes < MaxBytes,
            $"{folder} has {bytes:N0} bytes: " +
            string.Join(
                ", ", files.OrderByDescending(file => file.Length).Take(5).Select(file => $"{file.Name} {file.Length:N0}")));
    }

    [Theory]
    [InlineData("Silo")]
    [InlineData("Standalone")]
    [InlineData("Producer")]
    [InlineData("Client")]
    public void The_version_is_that_of_the_projects(string folder)
    {
        Assert.Equal(Repository.Version, Repository.Dockerfile(folder).Final.Labels["org.opencontainers.image.version"]);
        Assert.Contains(
            $":{Repository.Version} .", Repository.Read($"{folder}/Dockerfile").Split('\n')[0], StringComparison.Ordinal);
    }
}
