namespace PathwayOrleans.Architecture.Tests;

/// <summary>The allowed references of projects. Each rule returns a line per violation.</summary>
internal static class ReferenceRules
{
    private const string Orleans = "Microsoft.Orleans.";
    private const string AspNetCore = "Microsoft.AspNetCore.App";

    /// <summary>The projects of the product, and the projects that each may reference: dependencies point one way.</summary>
    internal static IReadOnlyDictionary<string, string[]> Allowed { get; } = new Dictionary<string, string[]>
    {
        ["Aggregation"] = [],
        ["Configuration"] = [],
        ["Pipelines.Runtime"] = [],
        ["Pipelines"] = ["Aggregation", "Configuration", "Pipelines.Runtime"],
        ["Pipelines.Oracle"] = ["Pipelines"],
        ["Sources"] = ["Aggregation", "Configuration"],
        ["Storage"] = ["Aggregation", "Configuration", "Pipelines"],
        ["Engine"] = ["Aggregation", "Configuration", "Pipelines", "Sources", "Storage"],
        ["Standalone"] = ["Aggregation", "Engine", "Sources", "Storage"],
        ["Grains.Interfaces"] = ["Aggregation", "Storage"],
        ["Grains"] = ["Aggregation", "Engine", "Grains.Interfaces", "Sources", "Storage"],
        ["HttpApi"] = ["CommandLine", "Configuration", "Engine", "Sources", "Storage"],
        ["Silo"] =
        [
            "Aggregation", "CommandLine", "Configuration", "Engine", "Grains", "Grains.Interfaces", "HttpApi", "Sources",
            "Storage",
        ],
        ["CommandLine"] = ["Configuration"],
        ["Producer"] = ["Aggregation", "CommandLine", "Sources"],
        ["Cli"] =
        [
            "Aggregation", "CommandLine", "Engine", "HttpApi", "Pipelines", "Producer", "Sources", "Standalone", "Storage",
        ],
        ["Client"] = ["CommandLine", "Grains.Interfaces", "Storage"],
    };

    // Tests of a project that is restored with Orleans are restored with it too.
    private static readonly string[] WithOrleans =
    [
        "Grains.Interfaces", "Grains", "Silo", "Client", "SiloHarness", "Silo.Tests", "Engine.Tests", "Client.Tests",
        "Kubernetes.Tests", "Docs.Tests",
    ];

    private static readonly string[] WithAspNetCore = ["Cli", "Client", "HttpApi", "Silo"];

    /// <summary>A project of the product references only what the table allows, and every project is in the table.</summary>
    internal static IEnumerable<string> Arrows(IEnumerable<ProjectFile> projects) =>
        projects.Where(project => project.IsProduct)
            .SelectMany(project => Allowed.TryGetValue(project.Name, out string[]? allowed)
            ? project.Projects.Where(reference => !allowed.Contains(Path.GetFileNameWithoutExtension(reference)))
                .Select(reference => $"{project.Path} must not reference {reference}; allowed: {string.Join(", ", allowed)}.")
            : [$"{project.Path} is not in the table of allowed references."]);

    /// <summary>The product references nothing of tools and tests, and opens its internals to no tool.</summary>
    internal static IEnumerable<string> Product(IReadOnlyCollection<ProjectFile> projects)
    {
        HashSet<string> tools = [.. projects.Where(project => project.IsTool).Select(project => project.Name)];
        return projects.Where(project => project.IsProduct).SelectMany(project =>
            project.Projects.Where(reference => !new ProjectFile(reference).IsProduct)
                .Select(reference => $"{project.Path} is part of the product and must not reference {reference}.")
                .Concat(project.Friends.Where(tools.Contains)
                    .Select(tool => $"{project.Path} is part of the product and must not open its internals to {tool}.")));
    }

    /// <summary>Only the Orleans engine, its client and their tests are restored with Orleans.</summary>
    internal static IEnumerable<string> OrleansPackages(IEnumerable<ProjectFile> projects) =>
        from project in projects
        where !WithOrleans.Contains(project.Name)
        from package in project.RestoredPackages.Concat(project.Packages).Distinct()
        where package.StartsWith(Orleans, StringComparison.OrdinalIgnoreCase)
        select $"{project.Path} must not depend on {package}.";

    /// <summary>Aggregation is pure C#.</summary>
    internal static IEnumerable<string> Aggregation(IEnumerable<ProjectFile> projects) =>
        from project in projects
        where project.Name == "Aggregation"
        from reference in project.Packages.Concat(project.Frameworks).Concat(project.Projects)
        select $"{project.Path} must not reference {reference}; it has no dependency.";

    /// <summary>No library of the product needs ASP.NET Core unless it serves HTTP.</summary>
    internal static IEnumerable<string> WebFramework(IEnumerable<ProjectFile> projects) =>
        from project in projects
        where project.IsProduct && project.Frameworks.Contains(AspNetCore) && !WithAspNetCore.Contains(project.Name)
        select $"{project.Path} must not reference {AspNetCore}; only {string.Join(", ", WithAspNetCore)} may.";
}
