namespace PathwayOrleans.LocalInfra.Tests;

/// <summary>A temporary folder that the Postgres account can access; <see cref="Dispose"/> deletes it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal TemporaryFolder() => File.SetUnixFileMode(Path, File.GetUnixFileMode(Path) | UnixFileMode.OtherExecute);

    internal string Path { get; } = Directory.CreateTempSubdirectory("pathway-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
