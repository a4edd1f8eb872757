using System.Globalization;
using PathwayOrleans.Images.Tests.Dockerfiles;
using PathwayOrleans.Kubernetes.Tests.Pods.Harness.Specs;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Kubernetes.Tests.Pods.Harness.Images;

/// <summary>What an image of ours holds and how it starts: the program as built here, and the rest as its Dockerfile says.</summary>
internal sealed record ContainerImage
{
    private const string Repository = "pathway-orleans/";

    // As mcr.microsoft.com/dotnet/aspnet sets them; the first is why the default port of ASP.NET is another than outside.
    private static readonly EnvironmentVariable[] OfTheBase =
    [
        new("ASPNETCORE_HTTP_PORTS", "8080"),
        new("APP_UID", "1654"),
        new("DOTNET_RUNNING_IN_CONTAINER", "true"),
    ];

    /// <summary>The folder of the built program, which the image has at <see cref="WorkingDirectory"/>.</summary>
    internal required string Program { get; init; }

    internal required string WorkingDirectory { get; init; }

    internal required IReadOnlyList<string> EntryPoint { get; init; }

    internal required IReadOnlyList<string> Command { get; init; }

    internal required int User { get; init; }

    internal required IReadOnlyList<EnvironmentVariable> Environment { get; init; }

    /// <summary>The image of a name and tag, as the manifests write it.</summary>
    /// <exception cref="ArgumentException">It is none of ours.</exception>
    internal static ContainerImage Of(string image)
    {
        string name = image.StartsWith(Repository, StringComparison.Ordinal) ? image[Repository.Length..].Split(':')[0] : "";
        string folder = name switch
        {
            "silo" => "Silo",
            "standalone" => "Standalone",
            "client" => "Client",
            _ => throw new ArgumentException($"'{image}' is no image that this test can run: {Repository}silo, standalone and client are."),
        };
        string path = RepositoryFolder.PathOf(folder, "Dockerfile");
        Stage stage = Dockerfile.Parse(File.ReadAllText(path)).Final;
        return new ContainerImage
        {
            Program = BuiltOutput.FolderOf(stage.EntryPoint),
            WorkingDirectory = stage.Folder != "/" ? stage.Folder : throw new FormatException($"{path}: its last stage has no WORKDIR."),
            EntryPoint = stage.EntryPoint,
            Command = stage.Command,
            User = int.TryParse(stage.User, CultureInfo.InvariantCulture, out int user)
                ? user
                : throw new FormatException($"{path}: its last stage has no USER with a number."),
            Environment = [.. OfTheBase, .. stage.Environment.Select(variable => new EnvironmentVariable(variable.Key, variable.Value))],
        };
    }
}
