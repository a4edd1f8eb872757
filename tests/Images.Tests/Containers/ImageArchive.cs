using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace PathwayOrleans.Images.Tests.Containers;

/// <summary>An image file in the format of <c>docker load</c>.</summary>
internal sealed class ImageArchive
{
    private ImageArchive(Dictionary<string, byte[]> files)
    {
        Manifest manifest = JsonSerializer.Deserialize<Manifest[]>(files["manifest.json"])![0];
        Tags = manifest.RepoTags;
        Config = JsonDocument.Parse(files[manifest.Config]).RootElement.GetProperty("config");
        LastLayer = Entries(files[manifest.Layers[^1]]);
    }

    internal IReadOnlyList<string> Tags { get; }

    /// <summary>The configuration of containers.</summary>
    internal JsonElement Config { get; }

    /// <summary>The entries of the top layer.</summary>
    internal IReadOnlyList<TarEntry> LastLayer { get; }

    internal static ImageArchive Read(string path)
    {
        var files = new Dictionary<string, byte[]>();
        foreach (TarEntry entry in Entries(File.ReadAllBytes(path)))
        {
            if (entry.DataStream is { } data)
            {
                using var copy = new MemoryStream();
                data.CopyTo(copy);
                files[entry.Name] = copy.ToArray();
            }
        }

        return new ImageArchive(files);
    }

    internal IReadOnlyList<string> Strings(string property) =>
        [.. Config.GetProperty(property).EnumerateArray().Select(value => value.GetString()!)];

    private static List<TarEntry> Entries(byte[] content)
    {
        Stream stream = new MemoryStream(content);
        if (content is [0x1f, 0x8b, ..])
        {
            stream = new GZipStream(stream, CompressionMode.Decompress);
        }

        using var reader = new TarReader(stream);
        var entries = new List<TarEntry>();
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            entries.Add(entry);
        }

        return entries;
    }

    /// <summary>An entry of <c>manifest.json</c>.</summary>
    private sealed record Manifest(string Config, string[] RepoTags, string[] Layers);
}
