using System.Globalization;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Testing;

namespace PathwayOrleans.PodHarness.Nodes;

/// <summary>
/// A run of a container: the first process of PID, mount, UTS and IPC namespaces in the network of its pod. Like the first
/// process of a container, it ignores signals that it does not handle, except SIGKILL. It receives SIGKILL when this process
/// ends in any way: unshare receives it (<see cref="ProcessStarter"/>) and passes it on.
/// </summary>
internal sealed class Container : IAsyncDisposable
{
    // The first process before it executes the container's command.
    private static readonly string[] SettingUp = ["unshare", "sh", "start-container", "chroot", "setpriv", "env"];

    private readonly ChildProcess _process;
    private readonly ContainerCommand _command;

    private Container(ChildProcess process, ContainerCommand command, int firstProcess)
    {
        _process = process;
        _command = command;
        FirstProcess = firstProcess;
    }

    /// <summary>The first process, by its id on this machine.</summary>
    internal int FirstProcess { get; }

    /// <summary>The exit code when it has ended; not 0 if it was ended by a signal.</summary>
    internal Task<int> Ended => _process.WaitForExitAsync();

    /// <summary>The last lines of its output.</summary>
    internal string Output => _process.OutputTail;

    /// <summary>The folder at which this machine can access the root of the container.</summary>
    internal string RootFolder => $"{ProcessFolder}/root";

    private string ProcessFolder => string.Create(CultureInfo.InvariantCulture, $"/proc/{FirstProcess}");

    internal static async Task<Container> StartAsync(PodSandbox sandbox, ContainerImage image)
    {
        var command = new ContainerCommand(sandbox, image);
        string script = Path.Combine(AppContext.BaseDirectory, "start-container");
        IReadOnlyList<string> prefix = sandbox.Network.CommandPrefix;
        ChildProcess process = ChildProcess.Start(new ChildProcessOptions
        {
            FileName = prefix[0],
            Arguments =
            [
                .. prefix.Skip(1),
                "unshare", "--mount", "--pid", "--uts", "--ipc", "--fork", "--kill-child", "--",
                "sh", script, sandbox.RootFolder, image.Program, image.WorkingDirectory, DotnetFolder, sandbox.EtcFolder,
                sandbox.Name,
                sandbox.Spec.Container.Security.ReadOnlyRoot ? "ro" : "rw",
                .. sandbox.Mounts, "--", .. command.Main,
            ],
        });
        int firstProcess = await FirstProcessAsync(process);
        await Eventually.SucceedsAsync(
            () => process.HasExited || !SettingUp.Contains(NameOf(firstProcess)), $"{sandbox.Name} to run its command");
        return new Container(process, command, firstProcess);
    }

    /// <summary>Sends SIGTERM.</summary>
    internal void Terminate() => UnixSignal.Send(FirstProcess, UnixSignal.Terminate);

    /// <summary>Sends SIGKILL.</summary>
    internal void Kill() => UnixSignal.Send(FirstProcess, UnixSignal.Kill);

    /// <summary>The peak memory of the first process in bytes; 0 when it has ended.</summary>
    internal long PeakMemory()
    {
        try
        {
            string line = File.ReadLines($"{ProcessFolder}/status")
                .FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) ?? "VmHWM: 0 kB";
            string kilobytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1];
            return long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Runs another program in the container, like <c>kubectl exec</c>.</summary>
    /// <returns>The exit code and the output.</returns>
    internal async Task<(int ExitCode, string Output)> ExecuteAsync(params IEnumerable<string> command)
    {
        await using ChildProcess process = ChildProcess.Start(new ChildProcessOptions
        {
            FileName = "nsenter",
            Arguments =
            [
                string.Create(CultureInfo.InvariantCulture, $"--target={FirstProcess}"),
                "--mount", "--pid", "--uts", "--ipc", "--net", "--root", "--", .. _command.Beside(command),
            ],
        });
        process.CloseInput();
        return (await process.WaitForExitAsync(), process.OutputTail);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        await _process.DisposeAsync();
    }

    private static string DotnetFolder { get; } = Path.GetFullPath(
        Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    private static string NameOf(int process)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/comm")).Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }

    // The only child of unshare, by its id on this machine.
    private static async Task<int> FirstProcessAsync(ChildProcess unshare)
    {
        string file = string.Create(CultureInfo.InvariantCulture, $"/proc/{unshare.Id}/task/{unshare.Id}/children");
        string children = "";
        await Eventually.SucceedsAsync(
            () =>
            {
                children = unshare.HasExited ? "" : File.ReadAllText(file).Trim();
                return unshare.HasExited || children.Length > 0;
            },
            $"{unshare.Description} to start its container");
        return int.TryParse(children, NumberStyles.None, CultureInfo.InvariantCulture, out int process)
            ? process
            : throw new InvalidOperationException($"{unshare.Description} started no container: {unshare.OutputTail}");
    }
}
