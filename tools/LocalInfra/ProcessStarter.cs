using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace PathwayOrleans.LocalInfra;

/// <summary>
/// Starts the processes of tests, demos and benchmarks. A child has default signal dispositions, even if this process was started
/// with signals ignored: a shell without job control starts background commands with SIGINT ignored, and
/// <see cref="Process.Start(ProcessStartInfo)"/> passes that on to children. On Linux a child gets SIGKILL when this process ends
/// in any way.
/// </summary>
/// <remarks>
/// Other systems have no such signal. There, a child that must end with this process has to watch its standard input for the end
/// of file. Members are thread-safe.
/// </remarks>
public static class ProcessStarter
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // env of GNU coreutils 8.31 or newer. Perl is part of macOS, where neither env nor a shell can reset signals.
    private static readonly string[] EnvPrefix = ["env", "--default-signal"];
    private static readonly string[] PerlPrefix =
        ["perl", "-e", "$SIG{$_} = 'DEFAULT' for qw(HUP INT QUIT TERM); exec {$ARGV[0]} @ARGV or exit 127", "--"];

    // setpriv of util-linux 2.33 or newer. A parent that ends before the signal is set, a moment after the start, is not noticed:
    // a check would need a shell, and dash drops environment variables whose names contain a dot.
    private static readonly string[] SetprivPrefix = ["setpriv", "--pdeathsig", "KILL", "--"];

    private static readonly Lazy<string[]> DefaultSignals = new(() => FirstThatWorks(EnvPrefix, PerlPrefix));
    private static readonly Lazy<string[]> EndWithParent = new(
        () => OperatingSystem.IsLinux() ? FirstThatWorks(SetprivPrefix) : []);

    // The parent-death signal is sent when the thread that started the child ends. Thread pool threads end when idle, so one
    // thread that runs as long as this process starts all children.
    private static readonly BlockingCollection<Action> Requests = StartThread();

    /// <summary>Starts a command.</summary>
    /// <param name="command">The program, by its path or by a name that is looked up in PATH, and its arguments.</param>
    /// <param name="configure">Sets redirections, environment variables and the working directory.</param>
    /// <param name="endsWithParent">
    /// Whether the child gets SIGKILL when this process ends. False for a process that detects the end of this process itself and
    /// ends in an orderly way.
    /// </param>
    /// <exception cref="InvalidOperationException">The program could not be started; the message names it.</exception>
    public static Process Start(IReadOnlyList<string> command, Action<ProcessStartInfo> configure, bool endsWithParent = true)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(configure);

        // Looked up here, because the programs of the prefix report a missing program only by their exit code.
        string program = FindProgram(command[0]) ?? throw new InvalidOperationException(
            $"`{command[0]}` could not be started: " +
            $"{(command[0].Contains('/') ? "the program does not exist" : "it is not in PATH")}.");
        string[] all = [.. DefaultSignals.Value, .. endsWithParent ? EndWithParent.Value : [], program, .. command.Skip(1)];
        ProcessStartInfo start = new(all[0], all.Skip(1));
        configure(start);
        return OnStarterThread(() => StartNow(start, command[0]));
    }

    private static string? FindProgram(string name)
    {
        if (name.Contains('/'))
        {
            string path = Path.GetFullPath(name);
            return IsProgram(path) ? path : null;
        }

        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(IsProgram);
    }

    private static bool IsProgram(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != 0);

    private static string[] FirstThatWorks(params string[][] prefixes) =>
        prefixes.FirstOrDefault(prefix => FindProgram(prefix[0]) is not null && Works([.. prefix, "true"])) ?? [];

    private static bool Works(string[] command)
    {
        ProcessStartInfo start = new(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = OnStarterThread(() => StartNow(start, command[0]));
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static Process StartNow(ProcessStartInfo start, string name)
    {
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException($"`{name}` did not start.");
        }
        catch (Win32Exception refused)
        {
            throw new InvalidOperationException($"`{name}` could not be started: {refused.Message}", refused);
        }
    }

    private static Process OnStarterThread(Func<Process> start)
    {
        Process? process = null;
        ExceptionDispatchInfo? failure = null;
        using ManualResetEventSlim done = new();
        Requests.Add(() =>
        {
            try
            {
                process = start();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
            finally
            {
                done.Set();
            }
        });
        done.Wait();
        failure?.Throw();
        return process!;
    }

    private static BlockingCollection<Action> StartThread()
    {
        BlockingCollection<Action> requests = [];
        Thread thread = new(() =>
        {
            foreach (Action request in requests.GetConsumingEnumerable())
            {
                request();
            }
        })
        {
            IsBackground = true,
            Name = "process starter",
        };
        thread.Start();
        return requests;
    }
}
