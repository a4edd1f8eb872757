using System.IO.Compression;
using System.Text;

namespace PathwayOrleans.Testing.Folders;

/// <summary>A temporary folder for one test, deleted with this object.</summary>
public sealed class FolderForTests : IDisposable
{
    private readonly string _path = RunFolders.Create("test").FullName;

    /// <summary>The path of a file in the folder.</summary>
    public string PathOf(string name) => Path.Combine(_path, name);

    /// <summary>Writes a file, compressed if its name ends with .gz.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, byte[] content)
    {
        string path = PathOf(name);
        using Stream file = File.Create(path);
        using Stream stream = name.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionLevel.Fastest)
            : file;
        stream.Write(content);
        return path;
    }

    /// <summary>Writes a file in UTF-8.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
