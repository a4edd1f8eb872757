using PathwayOrleans.Testing.Dockerfiles;

namespace PathwayOrleans.Images.Tests.Containers;

/// <summary>PublishContainer and the Dockerfile define the same image.</summary>
public sealed class EqualImagesTests
{
    [Theory]
    [InlineData("Silo", "Silo")]
    [InlineData("Standalone", "Cli")]
    [InlineData("Producer", "Producer")]
    [InlineData("Client", "Client")]
    public async Task The_image_of_PublishContainer_equals_that_of_the_Dockerfile(string folder, string project)
    {
        Stage image = Repository.Dockerfile(folder).Final;

        ContainerProperties published = await ContainerProperties.OfAsync(project);

        Assert.Equal(image.From, published.Property("ContainerBaseImage"));
        Assert.Equal(image.User, published.Property("ContainerUser"));
        Assert.Equal(image.Folder, published.Property("ContainerWorkingDirectory"));
        Assert.Empty(published.Names("ContainerEntrypoint"));
        Assert.Equal(image.EntryPoint, published.Names("ContainerAppCommand"));
        Assert.Empty(published.Names("ContainerAppCommandArgs"));
        Assert.Equal(image.Command, published.Names("ContainerDefaultArgs"));
        Assert.Equal(image.Ports, published.Values("ContainerPort", "Type").Select(port => $"{port.Key}/{port.Value}"));
        Assert.Equal(image.Environment, published.Values("ContainerEnvironmentVariables"));
        Assert.Equal(image.Labels, published.Values("ContainerLabel"));
        Assert.Equal([published.Property("Version")], published.Names("ContainerImageTags"));
        Assert.Equal(
            $"# docker build -f {folder}/Dockerfile -t " +
            $"{published.Property("ContainerRepository")}:{published.Property("Version")} .",
            Repository.Read($"{folder}/Dockerfile").Split('\n')[0]);
    }
}
