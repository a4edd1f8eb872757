using System.Globalization;
using PathwayOrleans.Images.Tests.Building;
using PathwayOrleans.Testing.Dockerfiles;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Images.Tests;

/// <summary>
/// A container ends with the process of the tests, although the change of its user clears the parent-death signal.
/// </summary>
[Trait("Tier", "Slow")]
public sealed class KilledRunTests
{
    private const string User = "1654";

    [Fact]
    public async Task No_container_of_a_killed_run_is_left()
    {
        Machine.SkipUnlessNamespaces();
        (KilledRun run, int container) = await KilledRun.StartAsync(typeof(KilledRunTests), nameof(Run_a_container_until_killed));
        await using (run)
        {
            Assert.True(LivingProcess.Exists(container));

            await run.KillAsync();

            await run.NothingIsLeftAsync(container);
        }
    }

    [Fact(Explicit = true)]
    public async Task Run_a_container_until_killed()
    {
        string root = ScratchFolders.New();
        Directory.CreateDirectory(Path.Combine(root, "app"));
        File.Copy("/usr/bin/sleep", Path.Combine(root, "app", "sleep"));
        var stage = new Stage("sleep", "scratch") { User = User, Folder = "/app", EntryPoint = ["/app/sleep", "infinity"] };
        await using Container container = Container.Start(new BuiltImage(stage, root), null, new Dictionary<string, string>());
        await container.WaitForAsync(
            () =>
            {
                Assert.False(container.Process.HasExited, container.Process.OutputTail);
                return Task.FromResult(
                    container.Status("Name") == "sleep" && container.Status("Uid").StartsWith(User, StringComparison.Ordinal));
            },
            string.Create(CultureInfo.InvariantCulture, $"process {container.Process.Id} to run as {User}"));
        await KilledRun.WaitForKillAsync(container.Process.Id);
    }
}
