using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.LocalInfra.Tests;

public sealed class ChildProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Output_goes_to_tail_callback_and_file()
    {
        using TemporaryFolder folder = new();
        string log = Path.Combine(folder.Path, "log");
        List<string> lines = [];
        await using ChildProcess child = ChildProcess.Start(
            Shell("for i in 1 2 3 4; do echo $i; done; echo $WORD >&2; exit 7") with
            {
                Environment = new Dictionary<string, string?> { ["WORD"] = "five" },
                TailLines = 3,
                OnLine = lines.Add,
                LogFile = log,
            });

        Assert.Equal(7, await child.WaitForExitAsync().WaitAsync(Patience));

        string[] all = ["1", "2", "3", "4", "five"];
        Assert.Equal(all, lines.Order());
        Assert.Equal(all, (await File.ReadAllLinesAsync(log)).Order());
        Assert.Equal(3, child.OutputTail.Split('\n').Length);
        Assert.True(child.HasExited);
    }

    [Fact]
    public async Task Much_output_does_not_block_a_child()
    {
        await using ChildProcess child = ChildProcess.Start(Shell("head -c 5000000 /dev/zero | tr '\\0' '\\n'"));
        Assert.Equal(0, await child.WaitForExitAsync().WaitAsync(Patience));
    }

    [Theory]
    [InlineData(true, 128 + 9)]
    [InlineData(false, 42)]
    public async Task Kill_cannot_be_caught_and_terminate_can(bool kill, int code)
    {
        await using ChildProcess child = await StartReadyAsync("trap 'exit 42' TERM; echo ready; while :; do read -r _; done");

        (kill ? new Action(child.Kill) : child.Terminate)();

        Assert.Equal(code, await child.WaitForExitAsync().WaitAsync(Patience));
        child.Kill();
    }

    [Fact]
    public async Task A_frozen_child_is_suspended_until_continued()
    {
        await using ChildProcess child = await StartReadyAsync(
            "trap 'echo got it' TERM; echo ready; while :; do sleep 0.01; done");

        child.Freeze();
        await Eventually.SucceedsAsync(() => State(child.Id) == 'T', "the child to be stopped");
        child.Terminate();
        Assert.Equal('T', State(child.Id));
        Assert.DoesNotContain("got it", child.OutputTail, StringComparison.Ordinal);

        child.Continue();
        await Eventually.SucceedsAsync(() => child.OutputTail.Contains("got it", StringComparison.Ordinal), "the child to go on");
    }

    [Fact]
    public async Task The_input_of_a_child_stays_open_until_it_is_closed()
    {
        await using ChildProcess child = await StartReadyAsync("echo ready; read -r _ || exit 5");
        Assert.False(child.HasExited);

        child.CloseInput();

        Assert.Equal(5, await child.WaitForExitAsync().WaitAsync(Patience));
    }

    [Fact]
    public async Task Dispose_ends_a_frozen_child()
    {
        ChildProcess child = await StartReadyAsync("trap '' TERM; echo ready; while :; do sleep 0.01; done");
        child.Freeze();

        await child.DisposeAsync();

        Assert.False(LivingProcess.Exists(child.Id));
    }

    [Fact]
    public async Task A_child_in_its_own_session_leads_its_process_group()
    {
        await using ChildProcess child = ChildProcess.Start(Shell("read -r _") with { OwnSession = true });
        await Eventually.SucceedsAsync(() => Stat(child.Id)[2] == $"{child.Id}", "the child to have its own process group");
    }

    [Fact]
    public async Task A_dotnet_program_runs_on_the_same_dotnet_host()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "PathwayOrleans.LocalInfra.Tests.Owner.dll");
        await using ChildProcess child = ChildProcess.Start(ChildProcessOptions.Dotnet(program, "postgres"));
        await Eventually.SucceedsAsync(() => child.OutputTail.Length > 0, "the program to start");
        int server = int.Parse(child.OutputTail.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

        await child.DisposeAsync();

        await LivingProcess.EndsAsync(server);
    }

    [Fact]
    public void A_missing_program_is_named()
    {
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(
            () => ChildProcess.Start(new ChildProcessOptions { FileName = "/no/such/program" }));
        Assert.Contains("/no/such/program", refused.Message, StringComparison.Ordinal);
    }

    private static ChildProcessOptions Shell(string script) => new() { FileName = "/bin/sh", Arguments = ["-c", script] };

    private static async Task<ChildProcess> StartReadyAsync(string script)
    {
        ChildProcess child = ChildProcess.Start(Shell(script));
        await Eventually.SucceedsAsync(
            () => child.OutputTail.Contains("ready", StringComparison.Ordinal), "the child to be ready");
        return child;
    }

    private static char State(int id) => Stat(id)[0][0];

    /// <summary>The fields of proc(5) after the name: state, parent, group, session, ...</summary>
    private static string[] Stat(int id)
    {
        string status = File.ReadAllText($"/proc/{id}/stat");
        return status[(status.LastIndexOf(')') + 2)..].Split(' ');
    }
}
