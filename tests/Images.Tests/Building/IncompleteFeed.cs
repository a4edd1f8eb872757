using System.Xml.Linq;
using PathwayOrleans.Images.Tests.Context;

namespace PathwayOrleans.Images.Tests.Building;

/// <summary>
/// The one thing that a build here may need beyond the context: where the package feed is incomplete, what
/// <c>incomplete-feed/prepare</c> found out about it. Such a librdkafka is linked with libraries of this machine, too.
/// </summary>
internal static class IncompleteFeed
{
    private const string PropsPath = "incomplete-feed/feed.props";

    /// <summary>Libraries that a container needs beyond its base's, for a librdkafka that was built here.</summary>
    internal static string ExtraLibraries => File.Exists(Repository.PathOf(PropsPath)) ? "libz.so.1 libzstd.so.1" : "";

    internal static string? WithoutOrleans() => File.Exists(Repository.PathOf(PropsPath))
        ? XDocument.Parse(Repository.Read(PropsPath)).Descendants("PathwayWithoutOrleans").SingleOrDefault()?.Value
        : null;

    /// <summary>Brings it into the copy of the context that a stage has, if the stage has one.</summary>
    /// <param name="copy">Where the copy is.</param>
    /// <param name="name">What the stage calls that folder.</param>
    internal static void AddTo(string copy, string name)
    {
        if (File.Exists(Repository.PathOf(PropsPath)) && Directory.Exists(Path.Combine(copy, "incomplete-feed")))
        {
            File.WriteAllText(Path.Combine(copy, PropsPath), Repository.Read(PropsPath).Replace(Repository.Root, name, StringComparison.Ordinal));
        }
    }
}
