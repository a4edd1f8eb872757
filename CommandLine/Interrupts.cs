using System.Globalization;
using System.Runtime.InteropServices;

namespace PathwayOrleans.CommandLine;

/// <summary>
/// Ctrl-C and SIGTERM while a command runs: the first cancels it, so that it can clean up. Cleaning up may wait for a database or
/// broker that does not answer; another Ctrl-C ends the process at once, and so does a time limit.
/// </summary>
public sealed class Interrupts : IDisposable
{
    private const string Hint = "Still stopping. Press Ctrl-C again to end at once.";
    private const string Default = "What was committed before is durable.";

    // The cursor is hidden while progress is drawn.
    private const string ShowCursor = "\u001b[?25h";

    private static readonly TimeSpan HintAfter = TimeSpan.FromSeconds(2);

    // Standard error may be a pipe without a reader.
    private static readonly TimeSpan WriteTime = TimeSpan.FromSeconds(1);

    private static Func<string>? _durable;

    private readonly CancellationTokenSource _cancel = new();
    private readonly TimeSpan _cleanUpTime;
    private readonly ITimer _hint;
    private readonly ITimer _limit;
    private readonly PosixSignalRegistration _interrupted;
    private readonly PosixSignalRegistration _terminated;
    private int _signals;

    /// <param name="cleanUpTime">How long the command may take to end after the first signal.</param>
    /// <param name="time">The clock.</param>
    internal Interrupts(TimeSpan cleanUpTime, TimeProvider time)
    {
        _cleanUpTime = cleanUpTime;
        _hint = CreateTimer(() => Console.Error.WriteLine(Hint), time);
        _limit = CreateTimer(
            () => End(string.Create(
                CultureInfo.InvariantCulture, $"Ended: not stopped within {cleanUpTime.TotalSeconds:0.#} s.")),
            time);
        _interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        _terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
    }

    /// <summary>Cancelled by the first signal.</summary>
    internal CancellationToken Token => _cancel.Token;

    /// <summary>Sets what the process says if it is ended before it has stopped, until the result is disposed.</summary>
    /// <param name="durable">Says what is durable. It is called on another thread.</param>
    public static IDisposable Tell(Func<string> durable) => new Description(durable);

    public void Dispose()
    {
        _interrupted.Dispose();
        _terminated.Dispose();
        _hint.Dispose();
        _limit.Dispose();
        _cancel.Dispose();
    }

    private void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (Interlocked.Increment(ref _signals) == 1)
        {
            // A supervisor sends SIGTERM, and expects only lines of the log.
            if (signal.Signal == PosixSignal.SIGINT)
            {
                _hint.Change(HintAfter, Timeout.InfiniteTimeSpan);
            }

            _limit.Change(_cleanUpTime, Timeout.InfiniteTimeSpan);
            Cancel();
        }
        else if (signal.Signal == PosixSignal.SIGINT)
        {
            End("Ended at once by Ctrl-C.");
        }
    }

    private void Cancel()
    {
        try
        {
            _cancel.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The command has just ended.
        }
    }

    private static void End(string reason)
    {
        string cursor = Terminal.IsInteractive ? ShowCursor : "";
        string durable = Volatile.Read(ref _durable)?.Invoke() ?? Default;
        Task.Run(() => Console.Error.WriteLine($"{cursor}{reason} {durable}")).Wait(WriteTime);
        Environment.Exit(ExitCodes.Interrupted);
    }

    private static ITimer CreateTimer(Action action, TimeProvider time) =>
        time.CreateTimer(_ => action(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private sealed class Description : IDisposable
    {
        internal Description(Func<string> durable) => Volatile.Write(ref _durable, durable);

        public void Dispose() => Volatile.Write(ref _durable, null);
    }
}
