using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace PathwayOrleans.Configuration;

/// <summary>The keys directly under <c>Pathway</c>. <see cref="SectionBinder"/> checks the keys below them.</summary>
public static class PathwaySections
{
    private const string Root = "Pathway";
    private const string SourceKey = $"{Root}:Source";

    // All programs read the same configuration, so each accepts the sections of the others.
    private static readonly string[] Known =
    [
        "Dashboard", "Database", "Engine", "Events", "Http", "Kafka", "ServiceId", "Silo", "Source", "StopWhenInputEnds",
        "Windows",
    ];

    /// <summary>Checks that every key directly under <c>Pathway</c> is known.</summary>
    /// <exception cref="OptionsValidationException">A key is unknown; the message names it and the nearest known key.</exception>
    public static void Check(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);

        // The section of a connector has the connector's name.
        string[] known = configuration[SourceKey] is { Length: > 0 } connector ? [.. Known, connector] : Known;
        string[] problems =
        [
            .. configuration.GetSection(Root).GetChildren()
                .Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                .Select(child => NearestName.DescribeUnknown(child.Path, child.Key, Known)),
        ];
        if (problems.Length > 0)
        {
            throw new OptionsValidationException(Root, typeof(PathwaySections), problems);
        }
    }
}
