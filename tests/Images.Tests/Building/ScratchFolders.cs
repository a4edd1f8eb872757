using System.Globalization;
using PathwayOrleans.Images.Tests.Building;
using PathwayOrleans.Testing.Folders;

[assembly: AssemblyFixture(typeof(ScratchFolders))]

namespace PathwayOrleans.Images.Tests.Building;

/// <summary>Temporary folders of builds and containers, deleted after the last test.</summary>
public sealed class ScratchFolders : IDisposable
{
    private static readonly Lazy<string> Root = new(() => RunFolders.Create("images").FullName);

    private static int _count;

    /// <summary>Creates an empty folder.</summary>
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
