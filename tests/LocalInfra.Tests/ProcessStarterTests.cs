using System.Diagnostics;
using System.Globalization;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.LocalInfra.Tests;

public sealed class ProcessStarterTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_child_can_be_interrupted_although_its_parent_ignores_the_signal()
    {
        using Process parent = OwnerProcess.Start("trap '' INT QUIT TERM HUP", "interrupt");
        Assert.Equal("130", await parent.StandardOutput.ReadLineAsync().WaitAsync(Patience));
    }

    [Fact]
    public async Task A_child_ends_with_a_parent_that_is_killed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has a parent-death signal.");
        using Process parent = OwnerProcess.Start(":", "child");
        int child = int.Parse((await parent.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        Assert.True(LivingProcess.Exists(child));

        parent.Kill();

        await LivingProcess.EndsAsync(child);
    }

    [Fact]
    public async Task A_child_outlives_the_thread_that_started_it()
    {
        Process? child = null;
        Thread thread = new(() => child = ProcessStarter.Start(["cat"], start =>
        {
            start.RedirectStandardInput = true;
            start.RedirectStandardOutput = true;
        }));
        thread.Start();
        thread.Join();

        using (child)
        {
            await child!.StandardInput.WriteLineAsync("still here");
            child.StandardInput.Close();
            Assert.Equal("still here", await child.StandardOutput.ReadLineAsync().WaitAsync(Patience));
            await child.WaitForExitAsync().WaitAsync(Patience);
            Assert.Equal(0, child.ExitCode);
        }
    }

    [Fact]
    public async Task Variables_of_any_name_reach_the_child()
    {
        using Process child = ProcessStarter.Start(["env"], start =>
        {
            start.RedirectStandardOutput = true;
            start.Environment["Pathway__Kafka__Client__session.timeout.ms"] = "3000";
        });
        Assert.Contains(
            "Pathway__Kafka__Client__session.timeout.ms=3000", await child.StandardOutput.ReadToEndAsync(),
            StringComparison.Ordinal);
    }
}
