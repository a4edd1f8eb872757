namespace PathwayOrleans.Testing;

/// <summary>Where the sources are that these tests were built from.</summary>
public static class RepositoryFolder
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>A path below it.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PathwayOrleans.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException(
            $"PathwayOrleans.sln is in no folder above {AppContext.BaseDirectory}; run the tests from where they were built.");
    }
}
