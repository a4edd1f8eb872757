namespace PathwayOrleans.LocalInfra;

/// <summary>Finds the programs of this repository that a tool starts as processes.</summary>
public static class BuiltProgram
{
    private const string Solution = "PathwayOrleans.sln";

    /// <summary>The path of a program's dll, built in the same configuration as the running program.</summary>
    /// <param name="project">The name of the project and of its folder beside the solution.</param>
    /// <exception cref="FileNotFoundException">The program is not built; the message names the project to build.</exception>
    public static string Find(string project) => Find(project, AppContext.BaseDirectory);

    /// <summary>Finds a program from the folder of the calling program, <c>.../bin/CONFIGURATION/FRAMEWORK</c>.</summary>
    internal static string Find(string project, string ownFolder)
    {
        var framework = new DirectoryInfo(Path.TrimEndingDirectorySeparator(ownFolder));
        DirectoryInfo? root = framework;
        while (root is not null && !File.Exists(Path.Combine(root.FullName, Solution)))
        {
            root = root.Parent;
        }

        if (root is null)
        {
            throw new FileNotFoundException(
                $"No folder above {ownFolder} contains {Solution}. Start this program from its build output folder.");
        }

        string configuration = framework.Parent?.Name ?? "";
        string dll = Path.Combine(root.FullName, project, "bin", configuration, framework.Name, $"PathwayOrleans.{project}.dll");
        return File.Exists(dll)
            ? dll
            : throw new FileNotFoundException(
                $"{dll} does not exist. Build {project}/{project}.csproj in the configuration {configuration}.");
    }
}
