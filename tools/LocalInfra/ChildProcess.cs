using System.Diagnostics;
using System.Globalization;

namespace PathwayOrleans.LocalInfra;

/// <summary>
/// A child process that can be killed, frozen and continued. Its output is read continuously, so it never blocks on writing. It
/// ends with this process, see <see cref="ProcessStarter"/>. Its standard input is a pipe that stays open, without data, until
/// then.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly OutputTail _tail;
    private readonly Action<string>? _onLine;
    private readonly Action<string>? _onErrorLine;
    private readonly StreamWriter? _log;
    private readonly Lock _gate = new();
    private readonly Task<int> _ended;

    private ChildProcess(Process process, ChildProcessOptions options)
    {
        _process = process;
        Id = process.Id;
        Description = string.Create(
            CultureInfo.InvariantCulture,
            $"process {Id} ({Path.GetFileName(options.FileName)} {string.Join(' ', options.Arguments)})");
        _tail = new OutputTail(options.TailLines);
        _onLine = options.OnLine;
        _onErrorLine = options.OnErrorLine ?? options.OnLine;
        _log = options.LogFile is { } file ? new StreamWriter(file, append: true) { AutoFlush = true } : null;
        process.OutputDataReceived += (_, data) => OnData(data, _onLine);
        process.ErrorDataReceived += (_, data) => OnData(data, _onErrorLine);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _ended = EndedAsync();
    }

    /// <summary>The process id.</summary>
    public int Id { get; }

    /// <summary>Id, program and arguments, for messages.</summary>
    public string Description { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>Its standard input.</summary>
    public StreamWriter Input => _process.StandardInput;

    /// <summary>The last lines of output and error output.</summary>
    public string OutputTail => _tail.ToString();

    /// <summary>Starts a process.</summary>
    /// <exception cref="InvalidOperationException">The program could not be started.</exception>
    public static ChildProcess Start(ChildProcessOptions options)
    {
        string[] command = options.OwnSession && OperatingSystem.IsLinux()
            ? ["setsid", options.FileName, .. options.Arguments]
            : [options.FileName, .. options.Arguments];
        Process process = ProcessStarter.Start(command, start =>
        {
            start.RedirectStandardInput = true;
            start.RedirectStandardOutput = true;
            start.RedirectStandardError = true;
            start.WorkingDirectory = options.WorkingDirectory ?? "";
            foreach ((string name, string? value) in options.Environment)
            {
                start.Environment[name] = value;
            }
        });
        return new ChildProcess(process, options);
    }

    /// <summary>Sends SIGKILL: the process ends immediately and cannot clean up.</summary>
    public void Kill() => Signal(UnixSignal.Kill);

    /// <summary>Sends SIGTERM, which requests an orderly end.</summary>
    public void Terminate() => Signal(UnixSignal.Terminate);

    /// <summary>Sends SIGINT, as Ctrl-C does.</summary>
    public void Interrupt() => Signal(UnixSignal.Interrupt);

    /// <summary>Sends SIGSTOP: the process is suspended, with open connections, until <see cref="Continue"/>.</summary>
    public void Freeze() => Signal(UnixSignal.Stop);

    /// <summary>Sends SIGCONT: the process resumes after <see cref="Freeze"/>.</summary>
    public void Continue() => Signal(UnixSignal.Continue);

    /// <summary>Closes its standard input, as the end of this process does.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>
    /// Waits until the process has ended and its output is read. Returns the exit code, 128 + n after signal n.
    /// </summary>
    public Task<int> WaitForExitAsync(CancellationToken cancellation = default) => _ended.WaitAsync(cancellation);

    /// <summary>Kills the process if it still runs, and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await _ended;
        _process.Dispose();
    }

    private async Task<int> EndedAsync()
    {
        await _process.WaitForExitAsync();
        if (_log is not null)
        {
            await _log.DisposeAsync();
        }

        return _process.ExitCode;
    }

    private void Signal(int signal)
    {
        if (!_ended.IsCompleted && !_process.HasExited)
        {
            UnixSignal.Send(Id, signal);
        }
    }

    private void OnData(DataReceivedEventArgs data, Action<string>? onLine)
    {
        if (data.Data is not { } line)
        {
            return;
        }

        lock (_gate)
        {
            _tail.Add(line);
            _log?.WriteLine(line);
            onLine?.Invoke(line);
        }
    }
}
