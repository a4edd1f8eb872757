using System.Globalization;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Testing.Folders;
using Xunit;

namespace PathwayOrleans.Testing.Processes;

/// <summary>
/// A run of one explicit test as a separate process, which is killed while the test waits. The processes that it started must
/// end too.
/// </summary>
public sealed class KilledRun : IAsyncDisposable
{
    // Set for the run: the file to which its test writes the id of a process that it has started.
    private const string ReportVariable = "PATHWAY_TEST_KILLED_RUN";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly FolderForTests _folder = new();
    private readonly ChildProcess _process;

    private KilledRun(Type tests, string method) => _process = ChildProcess.Start(
        ChildProcessOptions.Dotnet(
            tests.Assembly.Location, "--explicit", "only", "--filter-method", $"{tests.FullName}.{method}") with
        {
            Environment = new Dictionary<string, string?> { [ReportVariable] = Report },
        });

    /// <summary>The process of the run.</summary>
    public int Id => _process.Id;

    private string Report => _folder.PathOf("process");

    /// <summary>Starts a test and waits until it has started the process that must not outlive it.</summary>
    /// <param name="tests">The class of the test.</param>
    /// <param name="method">The test, which is explicit and calls <see cref="WaitForKillAsync"/>.</param>
    /// <returns>The run, and the id of the process that the test reported.</returns>
    public static async Task<(KilledRun Run, int Started)> StartAsync(Type tests, string method)
    {
        ArgumentNullException.ThrowIfNull(tests);
        var run = new KilledRun(tests, method);
        try
        {
            await Eventually.SucceedsAsync(
                () =>
                {
                    Assert.False(run._process.HasExited, run._process.OutputTail);
                    return Task.FromResult(File.Exists(run.Report));
                },
                Patience,
                $"{run._process.Description} to start its process");
            return (run, int.Parse(await File.ReadAllTextAsync(run.Report), CultureInfo.InvariantCulture));
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Called by the explicit test: reports a process that it has started and waits until the run is killed.</summary>
    public static async Task WaitForKillAsync(int started)
    {
        string report = Environment.GetEnvironmentVariable(ReportVariable)
            ?? throw new InvalidOperationException($"This test is only run by a test that sets {ReportVariable}.");

        // Written under another name first, so that the file is complete when it appears.
        await File.WriteAllTextAsync(report + ".new", started.ToString(CultureInfo.InvariantCulture));
        File.Move(report + ".new", report);
        await Task.Delay(Timeout.Infinite);
    }

    /// <summary>Kills the run with SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits until a process that the run started has ended, and all processes with its environment.</summary>
    public Task NothingIsLeftAsync(int started) => Eventually.SucceedsAsync(
        () => !LivingProcess.Exists(started) && !LivingProcess.WithVariable(ReportVariable, Report).Any(),
        "the processes of the killed run to end");

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
