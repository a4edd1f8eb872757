using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace PathwayOrleans.Configuration;

/// <summary>Checks the names of all keys under <c>Pathway</c>.</summary>
public static class PathwaySections
{
    private const string Root = "Pathway";
    private const string SourceKey = $"{Root}:Source";
    private const string StopWhenInputEnds = "StopWhenInputEnds";

    // Single values; the others are sections.
    private static readonly string[] Values =
        [.. PathwayKeys.All.Where(key => key.Length == 1).Select(key => key[0])];

    private static readonly string[] Known = [.. PathwayKeys.All.Select(key => key[0]).Distinct()];

    /// <summary>
    /// Checks that every key under <c>Pathway</c> is known, and that each directly under it is a value or a section as it must
    /// be. The keys of a connector that brings its own section are left to its options.
    /// </summary>
    /// <exception cref="OptionsValidationException">A key is wrong; the message names it and what would be right.</exception>
    public static void Check(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);

        // The section of a connector has the connector's name.
        string[] known = configuration[SourceKey] is { Length: > 0 } connector ? [.. Known, connector] : Known;
        IConfigurationSection root = configuration.GetSection(Root);
        string[] problems =
        [
            .. string.IsNullOrEmpty(root.Value) ? [] : new[] { $"{Root} has a value; it must be a section with keys." },
            .. root.GetChildren().SelectMany(child => FindProblems(child, known)),
        ];
        if (problems.Length > 0)
        {
            throw new OptionsValidationException(Root, typeof(PathwaySections), problems);
        }
    }

    private static IEnumerable<string> FindProblems(IConfigurationSection child, string[] known)
    {
        if (!known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
        {
            return [NearestName.DescribeUnknown(child.Path, child.Key, Known)];
        }

        if (Values.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
        {
            return FindProblem(child) is { } problem ? [problem] : [];
        }

        return string.IsNullOrEmpty(child.Value)
            ? FindUnknownKeys(child, Below(PathwayKeys.All, child.Key))
            : [$"{child.Path} has a value; it must be a section with keys, such as {child.Path}:KEY."];
    }

    private static string? FindProblem(IConfigurationSection value)
    {
        if (value.GetChildren().Any())
        {
            return $"{value.Path} is a section; it must be a value.";
        }

        return value.Key.Equals(StopWhenInputEnds, StringComparison.OrdinalIgnoreCase) && value.Value is { } text
            && !bool.TryParse(text, out _)
                ? $"{value.Path} is '{text}'; it must be true or false."
                : null;
    }

    // Known are the names below the section; there are none below a value, whose form its options check, and in the section of a
    // connector that brings its own.
    private static IEnumerable<string> FindUnknownKeys(IConfigurationSection section, string[][] known) => known.Length == 0
        ? []
        : section.GetChildren().SelectMany(child =>
            known.Any(key => Matches(key[0], child.Key))
                ? FindUnknownKeys(child, Below(known, child.Key))
                : [NearestName.DescribeUnknown(child.Path, child.Key, [.. known.Select(key => key[0]).Distinct()])]);

    private static string[][] Below(IEnumerable<string[]> keys, string name) =>
        [.. keys.Where(key => key.Length > 1 && Matches(key[0], name)).Select(key => key[1..])];

    private static bool Matches(string known, string name) =>
        known == PathwayKeys.AnyName || known.Equals(name, StringComparison.OrdinalIgnoreCase);
}
