using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Confluent.Kafka;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Engines;

/// <summary>librdkafka accepts the properties that a container passes to it.</summary>
internal static class KafkaClientRules
{
    internal static IEnumerable<string> Problems(ManifestSet set, Container container)
    {
        using var folder = new FolderForTests();
        KafkaOptions options = EngineConfiguration.Options<KafkaOptions>(set, container);

        // The files exist only in the cluster; another test verifies that they are mounted.
        foreach (string property in options.Client.Keys.Where(key => key.EndsWith(".location", StringComparison.Ordinal))
            .ToArray())
        {
            options.Client[property] = folder.Write($"{property}.pem", Certificate());
        }

        try
        {
            using IConsumer<Ignore, Ignore> consumer = new ConsumerBuilder<Ignore, Ignore>(KafkaClientSettings.Consumer(options))
                .SetLogHandler((_, _) => { }).Build();
            return [];
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            return [$"{container}: librdkafka rejects a property: {e.Message}"];
        }
    }

    private static string Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest("CN=cluster-ca", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return certificate.ExportCertificatePem();
    }
}
