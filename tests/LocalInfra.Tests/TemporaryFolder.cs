namespace PathwayOrleans.LocalInfra.Tests;

/// <summary>A folder that the account of Postgres can reach and that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal TemporaryFolder() => File.SetUnixFileMode(Path, File.GetUnixFileMode(Path) | UnixFileMode.OtherExecute);

    internal string Path { get; } = Directory.CreateTempSubdirectory("pathway-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
