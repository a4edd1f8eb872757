using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Storage.Tests.Connections;

/// <summary>
/// A server configured like kubernetes/overlays/production: with that overlay's access rules and a certificate for a host
/// name.
/// </summary>
internal sealed class PostgresWithTls : IAsyncDisposable
{
    private readonly FolderForTests _folder;

    private PostgresWithTls(FolderForTests folder, PrivatePostgres server)
    {
        _folder = folder;
        Server = server;
    }

    internal PrivatePostgres Server { get; }

    /// <summary>The certificate of the authority that signed the server's.</summary>
    internal string Authority => _folder.PathOf("ca.crt");

    internal static async Task<PostgresWithTls> StartAsync(string hostName)
    {
        var folder = new FolderForTests();
        try
        {
            Sign(folder, hostName);
            File.Copy(
                RepositoryFolder.PathOf("kubernetes", "overlays", "production", "pg_hba.conf"), folder.PathOf("pg_hba.conf"));
            OpenToServer(folder);
            var settings = new Dictionary<string, string>
            {
                ["ssl"] = "on",
                ["ssl_min_protocol_version"] = "TLSv1.2",
                ["ssl_cert_file"] = folder.PathOf("tls.crt"),
                ["ssl_key_file"] = folder.PathOf("tls.key"),
                ["hba_file"] = folder.PathOf("pg_hba.conf"),
            };
            return new PostgresWithTls(
                folder, await PrivatePostgres.StartAsync(new PrivatePostgresOptions { Durable = false, Settings = settings }));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The certificate of another authority, which has not signed the server's.</summary>
    internal string OtherAuthority()
    {
        using ECDsa key = ECDsa.Create();
        return _folder.Write("other.crt", Authorised(key, "CN=Another authority").ExportCertificatePem());
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }

    private static void Sign(FolderForTests folder, string hostName)
    {
        using ECDsa authorityKey = ECDsa.Create();
        using X509Certificate2 authority = Authorised(authorityKey, "CN=An authority");
        using ECDsa key = ECDsa.Create();
        var request = new CertificateRequest($"CN={hostName}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(hostName);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 server = request.Create(authority, authority.NotBefore, authority.NotAfter, [1]);
        folder.Write("ca.crt", authority.ExportCertificatePem());
        folder.Write("tls.crt", server.ExportCertificatePem());
        folder.Write("tls.key", key.ExportPkcs8PrivateKeyPem());
    }

    private static X509Certificate2 Authorised(ECDsa key, string name)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    // The server may run as another operating system user, and requires that only it can read its key.
    private static void OpenToServer(FolderForTests folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(folder.PathOf("tls.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (Environment.IsPrivilegedProcess)
        {
            using Process chown = Process.Start(
                "chown", ["--recursive", "postgres", Path.GetDirectoryName(folder.PathOf("tls.key"))!]);
            chown.WaitForExit();
            Assert.Equal(0, chown.ExitCode);
        }
    }
}
