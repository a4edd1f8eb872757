using System.Diagnostics;
using System.Globalization;

namespace PathwayOrleans.LocalInfra;

/// <summary>
/// A process that we start and may kill, freeze and continue. Its output is read all the time, so it never blocks
/// on it. Its standard input is a pipe that stays open and silent while we live: a child that reads it learns of
/// our end, whatever ended us.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly OutputTail _tail;
    private readonly Action<string>? _onLine;
    private readonly StreamWriter? _log;
    private readonly Lock _gate = new();
    private readonly Task<int> _ended;

    private ChildProcess(Process process, ChildProcessOptions options)
    {
        _process = process;
        Id = process.Id;
        Description = string.Create(
            CultureInfo.InvariantCulture, $"process {Id} ({Path.GetFileName(options.FileName)} {string.Join(' ', options.Arguments)})");
        _tail = new OutputTail(options.TailLines);
        _onLine = options.OnLine;
        _log = options.LogFile is { } file ? new StreamWriter(file, append: true) { AutoFlush = true } : null;
        process.OutputDataReceived += OnData;
        process.ErrorDataReceived += OnData;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _ended = EndedAsync();
    }

    /// <summary>The process id.</summary>
    public int Id { get; }

    /// <summary>Id, program and arguments, for messages.</summary>
    public string Description { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>The last lines of output and error output.</summary>
    public string OutputTail => _tail.ToString();

    /// <summary>Starts a process.</summary>
    /// <exception cref="InvalidOperationException">The program could not be started.</exception>
    public static ChildProcess Start(ChildProcessOptions options)
    {
        string[] command = options.OwnSession && OperatingSystem.IsLinux()
            ? ["setsid", options.FileName, .. options.Arguments]
            : [options.FileName, .. options.Arguments];
        ProcessStartInfo start = new(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = options.WorkingDirectory ?? "",
        };
        foreach ((string name, string? value) in options.Environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            Process process = Process.Start(start) ?? throw new InvalidOperationException($"`{command[0]}` did not start.");
            return new ChildProcess(process, options);
        }
        catch (System.ComponentModel.Win32Exception refused)
        {
            throw new InvalidOperationException($"`{command[0]}` could not be started: {refused.Message}", refused);
        }
    }

    /// <summary>SIGKILL: it ends at once and cannot clean up.</summary>
    public void Kill() => Signal(UnixSignal.Kill);

    /// <summary>SIGTERM: asks it to end.</summary>
    public void Terminate() => Signal(UnixSignal.Terminate);

    /// <summary>SIGINT: as Ctrl-C.</summary>
    public void Interrupt() => Signal(UnixSignal.Interrupt);

    /// <summary>SIGSTOP: it stands still, its connections stay open, until <see cref="Continue"/>.</summary>
    public void Freeze() => Signal(UnixSignal.Stop);

    /// <summary>SIGCONT: it goes on where it was frozen.</summary>
    public void Continue() => Signal(UnixSignal.Continue);

    /// <summary>Closes its standard input, as our end would.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Waits until it has ended and its output is read; returns its exit code, 128 + n after signal n.</summary>
    public Task<int> WaitForExitAsync(CancellationToken cancellation = default) => _ended.WaitAsync(cancellation);

    /// <summary>Kills it if it still runs, and waits for its end.</summary>
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

    private void OnData(object sender, DataReceivedEventArgs data)
    {
        if (data.Data is not { } line)
        {
            return;
        }

        lock (_gate)
        {
            _tail.Add(line);
            _log?.WriteLine(line);
            _onLine?.Invoke(line);
        }
    }
}
