using System.Globalization;
using PathwayOrleans.Images.Tests.Building;

[assembly: AssemblyFixture(typeof(ScratchFolders))]

namespace PathwayOrleans.Images.Tests.Building;

/// <summary>Folders for what builds and containers leave. They go when the last test has ended.</summary>
public sealed class ScratchFolders : IDisposable
{
    private static readonly Lazy<string> Root = new(() => Directory.CreateTempSubdirectory("pathway-images-").FullName);

    private static int _count;

    /// <summary>A new one.</summary>
    internal static string New() => Directory.CreateDirectory(
        Path.Combine(Root.Value, Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture))).FullName;

    public void Dispose()
    {
        if (Root.IsValueCreated)
        {
            Directory.Delete(Root.Value, recursive: true);
        }
    }
}
