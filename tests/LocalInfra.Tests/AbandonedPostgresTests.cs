using System.Diagnostics;
using System.Globalization;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.LocalInfra.Tests;

/// <summary>Clusters of killed owners. The owners are separate processes with their own PATHWAY_HOME.</summary>
[Trait("Tier", "Slow")]
public sealed class AbandonedPostgresTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    private readonly List<Owned> _started = [];

    public void Dispose()
    {
        _started.ForEach(owned => owned.Owner.Kill());
        _home.Dispose();
    }

    [Fact]
    public async Task The_server_ends_with_its_owner_and_the_next_start_deletes_what_is_left()
    {
        Owned first = await StartOwnerAsync();

        first.Owner.Kill();
        await LivingProcess.EndsAsync(first.ServerProcessId);
        Assert.True(Directory.Exists(first.Folder));

        Owned second = await StartOwnerAsync();
        Assert.False(Directory.Exists(first.Folder));
        await EndAsync(second);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_outlived_its_owner_is_stopped_by_the_next_start(bool kept)
    {
        using TemporaryFolder elsewhere = new();
        Owned first = await StartOwnerAsync(kept ? [elsewhere.Path] : []);
        await KillWatcherAsync(first);
        first.Owner.Kill();
        await LivingProcess.EndsAsync(first.Owner.Id);
        Assert.True(LivingProcess.Exists(first.ServerProcessId));

        Owned second = await StartOwnerAsync();

        Assert.False(LivingProcess.Exists(first.ServerProcessId));
        Assert.Equal(kept, Directory.Exists(first.Folder));
        await EndAsync(second);
    }

    private static async Task EndAsync(Owned owned)
    {
        owned.Owner.Kill();
        await LivingProcess.EndsAsync(owned.ServerProcessId);
    }

    /// <summary>
    /// The watcher that stops the server when its owner ends: a shell with the data folder in its arguments.
    /// </summary>
    private static async Task KillWatcherAsync(Owned owned)
    {
        int[] watchers =
        [
            .. Process.GetProcesses().Select(process => process.Id).Where(id =>
                id != owned.ServerProcessId
                && CommandLine(id) is { } line
                && line.StartsWith("/bin/sh\0", StringComparison.Ordinal)
                && line.Contains(owned.Folder, StringComparison.Ordinal)),
        ];
        int watcher = Assert.Single(watchers);
        using Process process = Process.GetProcessById(watcher);
        process.Kill();
        await LivingProcess.EndsAsync(watcher);
    }

    private static string? CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task<Owned> StartOwnerAsync(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "PathwayOrleans.LocalInfra.Tests.Owner.dll");
        Process owner = ProcessStarter.Start(["dotnet", program, "postgres", .. arguments], start =>
        {
            start.RedirectStandardOutput = true;
            start.Environment[PathwayHome.Variable] = _home.Path;
        });
        string line = await owner.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The owner ended.");
        string[] parts = line.Split(' ', 2);
        Owned owned = new(owner, int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]);
        _started.Add(owned);
        return owned;
    }

    private sealed record Owned(Process Owner, int ServerProcessId, string Folder);
}
