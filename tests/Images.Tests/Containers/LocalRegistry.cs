using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PathwayOrleans.Images.Tests.Containers;

/// <summary>
/// A registry on loopback with one image, which replaces Microsoft's base: its environment, and a layer with a file.
/// </summary>
internal sealed class LocalRegistry : IAsyncDisposable
{
    private const string ManifestType = "application/vnd.docker.distribution.manifest.v2+json";
    private const string Name = "base";

    private readonly WebApplication _app;
    private readonly Dictionary<string, (byte[] Content, string Type)> _blobs = [];
    private readonly string _manifest;

    private LocalRegistry(WebApplication app)
    {
        _app = app;
        (byte[] layer, string layerId) = Layer();
        string layerDigest = Add(layer, "application/octet-stream");
        byte[] config = JsonSerializer.SerializeToUtf8Bytes(new
        {
            architecture = RuntimeInformation.OSArchitecture == Architecture.X64 ? "amd64" : "arm64",
            os = "linux",
            config = new { Env = new[] { "PATH=/usr/bin", "APP_UID=1654", "ASPNETCORE_HTTP_PORTS=8080" } },
            rootfs = new { type = "layers", diff_ids = new[] { layerId } },
            history = Array.Empty<object>(),
        });
        string configDigest = Add(config, "application/octet-stream");
        _manifest = Add(
            JsonSerializer.SerializeToUtf8Bytes(new
            {
                schemaVersion = 2,
                mediaType = ManifestType,
                config = new
                {
                    mediaType = "application/vnd.docker.container.image.v1+json",
                    size = config.Length,
                    digest = configDigest,
                },
                layers = new[]
                {
                    new
                    {
                        mediaType = "application/vnd.docker.image.rootfs.diff.tar.gzip",
                        size = layer.Length,
                        digest = layerDigest,
                    },
                },
            }),
            ManifestType);
    }

    /// <summary>The image's name, with the registry's port.</summary>
    internal string Image =>
        string.Create(CultureInfo.InvariantCulture, $"localhost:{new Uri(_app.Urls.Single()).Port}/{Name}:1");

    internal static async Task<LocalRegistry> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var registry = new LocalRegistry(app);
        app.MapGet("/v2/", () => Results.Ok());
        app.MapMethods($"/v2/{Name}/manifests/{{reference}}", ["GET", "HEAD"], (string reference) =>
            registry.Answer(reference.StartsWith("sha256:", StringComparison.Ordinal) ? reference : registry._manifest));
        app.MapMethods($"/v2/{Name}/blobs/{{digest}}", ["GET", "HEAD"], registry.Answer);
        await app.StartAsync();
        return registry;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Answer(string digest) =>
        _blobs.TryGetValue(digest, out (byte[] Content, string Type) blob)
            ? Results.Bytes(blob.Content, blob.Type)
            : Results.NotFound();

    private string Add(byte[] content, string type)
    {
        string digest = Digest(content);
        _blobs[digest] = (content, type);
        return digest;
    }

    private static (byte[] Packed, string Id) Layer()
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, leaveOpen: true))
        {
            writer.WriteEntry(
                new PaxTarEntry(TarEntryType.RegularFile, "etc/base") { DataStream = new MemoryStream("base"u8.ToArray()) });
        }

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(tar.ToArray());
        }

        return (packed.ToArray(), Digest(tar.ToArray()));
    }

    private static string Digest(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";
}
