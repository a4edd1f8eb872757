using System.Globalization;
using PathwayOrleans.Testing.Dockerfiles;
using PathwayOrleans.PodHarness.Specs;
using PathwayOrleans.Testing.Folders;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.PodHarness;

/// <summary>
/// The contents of an image of this repository and its start: the program as built here, and the rest from its Dockerfile.
/// </summary>
internal sealed record ContainerImage
{
    private const string Repository = "pathway-orleans/";

    // As set by mcr.microsoft.com/dotnet/aspnet; the first variable changes ASP.NET's default port.
    private static readonly EnvironmentVariable[] OfTheBase =
    [
        new("ASPNETCORE_HTTP_PORTS", "8080"),
        new("APP_UID", "1654"),
        new("DOTNET_RUNNING_IN_CONTAINER", "true"),
        .. RuntimeSettings.OfThisProcess.Select(setting => new EnvironmentVariable(setting.Key, setting.Value)),
    ];

    /// <summary>The folder of the built program, which is at <see cref="WorkingDirectory"/> in the image.</summary>
    internal required string Program { get; init; }

    internal required string WorkingDirectory { get; init; }

    internal required IReadOnlyList<string> EntryPoint { get; init; }

    internal required IReadOnlyList<string> Command { get; init; }

    internal required int User { get; init; }

    internal required IReadOnlyList<EnvironmentVariable> Environment { get; init; }

    /// <summary>The image of a name and tag as written in the manifests.</summary>
    /// <exception cref="ArgumentException">It is not an image of this repository.</exception>
    internal static ContainerImage Of(string image)
    {
        string name = image.StartsWith(Repository, StringComparison.Ordinal) ? image[Repository.Length..].Split(':')[0] : "";
        string folder = name switch
        {
            "silo" => "Silo",
            "standalone" => "Standalone",
            "client" => "Client",
            _ => throw new ArgumentException(
                $"The image is '{image}'; the tests can run {Repository}silo, standalone and client."),
        };
        string path = RepositoryFolder.PathOf(folder, "Dockerfile");
        Stage stage = Dockerfile.Parse(File.ReadAllText(path)).Final;
        return new ContainerImage
        {
            Program = BuiltOutput.FolderOf(stage.EntryPoint),
            WorkingDirectory = stage.Folder != "/"
                ? stage.Folder
                : throw new FormatException($"{path}: its last stage has no WORKDIR."),
            EntryPoint = stage.EntryPoint,
            Command = stage.Command,
            User = int.TryParse(stage.User, CultureInfo.InvariantCulture, out int user)
                ? user
                : throw new FormatException($"{path}: its last stage has no USER with a number."),
            Environment =
            [
                .. OfTheBase,
                .. stage.Environment.Select(variable => new EnvironmentVariable(variable.Key, variable.Value)),
            ],
        };
    }
}
