using System.Globalization;
using PathwayOrleans.Kubernetes.Tests.Pods.Harness.Images;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Kubernetes.Tests.Pods.Harness.Nodes;

/// <summary>
/// A container's run from its start to its end: the first process of PID, mount, UTS and IPC namespaces in its pod's
/// network. Being the first, it dies of no signal that it does not handle, but SIGKILL.
/// </summary>
internal sealed class Container : IAsyncDisposable
{
    // What the first process is before it becomes the container's command.
    private static readonly string[] SettingUp = ["unshare", "sh", "start-container", "chroot", "setpriv", "env"];

    private readonly ChildProcess _process;
    private readonly ContainerCommand _command;
    private readonly int _firstProcess;

    private Container(ChildProcess process, ContainerCommand command, int firstProcess)
    {
        _process = process;
        _command = command;
        _firstProcess = firstProcess;
    }

    /// <summary>Its exit code, once it has ended; not 0 where a signal ended it.</summary>
    internal Task<int> Ended => _process.WaitForExitAsync();

    /// <summary>The end of what it printed.</summary>
    internal string Output => _process.OutputTail;

    /// <summary>The folder through which this machine sees the container's root.</summary>
    internal string RootFolder => $"{ProcessFolder}/root";

    private string ProcessFolder => string.Create(CultureInfo.InvariantCulture, $"/proc/{_firstProcess}");

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
                "sh", script, sandbox.RootFolder, image.Program, image.WorkingDirectory, DotnetFolder, sandbox.EtcFolder, sandbox.Name,
                sandbox.Spec.Container.Security.ReadOnlyRoot ? "ro" : "rw",
                .. sandbox.Mounts, "--", .. command.Main,
            ],
        });
        int firstProcess = await FirstProcessAsync(process);
        await Eventually.SucceedsAsync(
            () => process.HasExited || !SettingUp.Contains(NameOf(firstProcess)), $"{sandbox.Name} to run its command");
        return new Container(process, command, firstProcess);
    }

    /// <summary>Asks it to end.</summary>
    internal void Terminate() => UnixSignal.Send(_firstProcess, UnixSignal.Terminate);

    /// <summary>Ends it.</summary>
    internal void Kill() => UnixSignal.Send(_firstProcess, UnixSignal.Kill);

    /// <summary>The most memory that the first process has had at a time, in bytes; 0 once it has ended.</summary>
    internal long PeakMemory()
    {
        try
        {
            string line = File.ReadLines($"{ProcessFolder}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) ?? "VmHWM: 0 kB";
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Runs another program in it, as <c>kubectl exec</c>.</summary>
    /// <returns>Its exit code and what it printed.</returns>
    internal async Task<(int ExitCode, string Output)> ExecuteAsync(params IEnumerable<string> command)
    {
        await using ChildProcess process = ChildProcess.Start(new ChildProcessOptions
        {
            FileName = "nsenter",
            Arguments =
            [
                string.Create(CultureInfo.InvariantCulture, $"--target={_firstProcess}"),
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

    // unshare's only child, by its id on this machine.
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
