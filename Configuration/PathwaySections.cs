using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace PathwayOrleans.Configuration;

/// <summary>The keys directly under <c>Pathway</c>. <see cref="SectionBinder"/> checks the keys below them.</summary>
public static class PathwaySections
{
    private const string Root = "Pathway";
    private const string SourceKey = $"{Root}:Source";
    private const string StopWhenInputEnds = "StopWhenInputEnds";

    // Single values; the others are sections.
    private static readonly string[] Values = ["ServiceId", "Source", StopWhenInputEnds];

    // All programs read the same configuration, so each accepts the sections of the others.
    private static readonly string[] Known =
    [
        "Dashboard", "Database", "Engine", "Events", "Http", "Kafka", "ServiceId", "Silo", "Source", StopWhenInputEnds,
        "Windows",
    ];

    /// <summary>
    /// Checks that every key directly under <c>Pathway</c> is known, and that it is a value or a section as it must be.
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
            .. root.GetChildren().Select(child => FindProblem(child, known)).OfType<string>(),
        ];
        if (problems.Length > 0)
        {
            throw new OptionsValidationException(Root, typeof(PathwaySections), problems);
        }
    }

    private static string? FindProblem(IConfigurationSection child, string[] known)
    {
        if (!known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
        {
            return NearestName.DescribeUnknown(child.Path, child.Key, Known);
        }

        if (!Values.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
        {
            return string.IsNullOrEmpty(child.Value)
                ? null
                : $"{child.Path} has a value; it must be a section with keys, such as {child.Path}:KEY.";
        }

        if (child.GetChildren().Any())
        {
            return $"{child.Path} is a section; it must be a value.";
        }

        return child.Key.Equals(StopWhenInputEnds, StringComparison.OrdinalIgnoreCase) && child.Value is { } text
            && !bool.TryParse(text, out _)
                ? $"{child.Path} is '{text}'; it must be true or false."
                : null;
    }
}
