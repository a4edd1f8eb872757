using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Silo.Tests.Processes.Harness;

/// <summary>A server for one test that accepts clients from other hosts. They must authenticate with the password.</summary>
internal sealed class PostgresForHosts : IAsyncDisposable
{
    private const string AllowAll = "host all all all scram-sha-256\n";

    private readonly string _rules;

    private PostgresForHosts(PrivatePostgres server, string rules)
    {
        Server = server;
        _rules = rules;
    }

    internal PrivatePostgres Server { get; }

    internal static async Task<PostgresForHosts> StartAsync()
    {
        string rules = Path.Combine(Path.GetTempPath(), $"pathway-test-{Guid.NewGuid():n}.hba");
        await File.WriteAllTextAsync(rules, AllowAll);

        // The server does not run as root, so its user must be able to read the file.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                rules, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        var settings = new Dictionary<string, string> { ["hba_file"] = rules };
        return new PostgresForHosts(
            await PrivatePostgres.StartAsync(new PrivatePostgresOptions { Durable = false, Settings = settings }), rules);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        File.Delete(_rules);
    }
}
