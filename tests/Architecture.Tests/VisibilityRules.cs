namespace PathwayOrleans.Architecture.Tests;

/// <summary>What may be public. Each rule returns a line per violation.</summary>
internal static class VisibilityRules
{
    private static readonly IReadOnlySet<string> NoTypes = new HashSet<string>();

    /// <summary>The libraries whose types are internal by default.</summary>
    internal static IReadOnlyCollection<string> Libraries { get; } =
    [
        "Aggregation", "CommandLine", "Configuration", "Engine", "HttpApi", "Pipelines", "Pipelines.Oracle", "Sources",
        "Standalone", "Storage",
    ];

    /// <summary>Types that are public although no assembly names them in its metadata.</summary>
    internal static IReadOnlyCollection<string> Exempt { get; } =
    [
        // Other assemblies use their constants; the compiler copies the values and leaves no reference.
        "PathwayOrleans.CommandLine.ExitCodes",
        "PathwayOrleans.Engine.Configuration.PipelineOptions",
        "PathwayOrleans.Engine.Status.PathwayMetrics",
        "PathwayOrleans.Storage.Commit.EndedInputs",
        "PathwayOrleans.Storage.GrainRows.UserGrainRows",

        // Public methods throw them, and a caller must be able to catch them.
        "PathwayOrleans.Sources.Files.InputFileException",
        "PathwayOrleans.Storage.Commit.ServiceResetException",
    ];

    /// <summary>
    /// A public type is used by an assembly that does not see the internal types anyway, or named by a public type that is. An
    /// exempt type needs the exemption.
    /// </summary>
    /// <param name="libraries">The assemblies whose public types are checked.</param>
    /// <param name="users">The assemblies that may use them.</param>
    /// <param name="exempt">The full names of types that may be public without a use.</param>
    internal static IEnumerable<string> PublicTypes(
        IReadOnlyCollection<AssemblyTypes> libraries,
        IReadOnlyCollection<AssemblyTypes> users,
        IReadOnlyCollection<string> exempt)
    {
        var known = libraries.SelectMany(library => library.Public).ToDictionary();
        HashSet<string> used =
        [
            .. from library in libraries
               from user in users
               where !library.Friends.Contains(user.Project)
               from type in user.Used
               where library.Public.ContainsKey(type)
               select type,
        ];
        HashSet<string> needed = [.. used, .. exempt];
        var open = new Stack<string>(needed);
        while (open.TryPop(out string? type))
        {
            foreach (string named in known.GetValueOrDefault(type, NoTypes).Where(needed.Add))
            {
                open.Push(named);
            }
        }

        return known.Keys.Except(needed).Order(StringComparer.Ordinal)
            .Select(type => $"{type} is public, and no assembly needs that; make it internal.")
            .Concat(exempt.Where(type => used.Contains(type) || !known.ContainsKey(type))
                .Select(type => $"{type} needs no exemption: it does not exist, or an assembly uses it."));
    }
}
