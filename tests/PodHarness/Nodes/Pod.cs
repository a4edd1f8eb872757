using System.Collections.Concurrent;
using System.Globalization;
using PathwayOrleans.PodHarness.Specs;
using PathwayOrleans.Testing.Network;

namespace PathwayOrleans.PodHarness.Nodes;

/// <summary>
/// A pod and its kubelet, which starts the container, runs its probes, and restarts it in the same pod when it has ended or
/// must be killed.
/// </summary>
internal sealed class Pod : IAsyncDisposable
{
    // Like a kubelet: the first restart is immediate, the following ones wait from 10 seconds on, longer each time.
    private static readonly TimeSpan BackOff = TimeSpan.FromSeconds(1);

    private readonly PodSandbox _sandbox;
    private readonly ContainerImage _image;
    private readonly TimeProvider _time;
    private readonly ConcurrentQueue<string> _events = new();
    private readonly TaskCompletionSource<bool> _deleted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<PodEnd> _running;
    private volatile Container? _container;
    private long _readySince = long.MaxValue;
    private int _restarts;
    private int _livenessErrors;
    private long _peakMemory;

    private Pod(PodSandbox sandbox, TimeProvider time)
    {
        _sandbox = sandbox;
        _image = ContainerImage.Of(sandbox.Spec.Container.Image);
        _time = time;
        Prober = new Prober(sandbox.Network);
        _running = Task.Run(RunAsync);
    }

    internal string Name => _sandbox.Name;

    internal PodSpec Spec => _sandbox.Spec;

    internal NetworkHost Network => _sandbox.Network;

    /// <summary>An HTTP client in the network of the pod.</summary>
    internal Prober Prober { get; }

    /// <summary>Whether its readiness probe succeeds.</summary>
    internal bool IsReady => Interlocked.Read(ref _readySince) != long.MaxValue;

    /// <summary>How long it has been ready; negative if it is not ready.</summary>
    internal TimeSpan ReadyFor => Interlocked.Read(ref _readySince) is var since && since == long.MaxValue
        ? TimeSpan.MinValue
        : _time.GetElapsedTime(since);

    /// <summary>The number of restarts of its container.</summary>
    internal int Restarts => Volatile.Read(ref _restarts);

    /// <summary>
    /// How many liveness probes the container answered with an error. Missing answers are not counted, because answers can be
    /// late on a busy machine; the probe's threshold of consecutive failures restarts the container.
    /// </summary>
    internal int LivenessErrors => Volatile.Read(ref _livenessErrors);

    /// <summary>The peak memory of its program in bytes.</summary>
    internal long PeakMemory => Math.Max(Interlocked.Read(ref _peakMemory), _container?.PeakMemory() ?? 0);

    /// <summary>The current run of the container.</summary>
    internal Container Container =>
        _container ?? throw new InvalidOperationException($"{Name} has not started its container yet.");

    /// <summary>Completes when the pod has ended and is not restarted.</summary>
    internal Task<PodEnd> Ended => _running;

    /// <summary>Called on every change of <see cref="IsReady"/>, from any thread.</summary>
    internal Action ReadinessChanged { get; set; } = () => { };

    /// <summary>Its events, and the last lines of its container's output.</summary>
    internal string Description => $"--- {Name} at {Network.Address}\n{string.Join('\n', _events)}\n{_container?.Output}";

    internal static Pod Start(PodSandbox sandbox, TimeProvider time) => new(sandbox, time);

    /// <summary>Ends the pod like a kubelet when the pod is deleted: SIGTERM, and SIGKILL after the grace period.</summary>
    internal Task<PodEnd> DeleteAsync()
    {
        _deleted.TrySetResult(true);
        return _running;
    }

    /// <summary>Ends the pod like the loss of its node: immediately, and without a replacement.</summary>
    internal Task<PodEnd> LoseAsync()
    {
        _deleted.TrySetResult(false);
        return _running;
    }

    public async ValueTask DisposeAsync()
    {
        await LoseAsync();
        Prober.Dispose();
        _sandbox.Remove();
    }

    private async Task<PodEnd> RunAsync()
    {
        while (true)
        {
            await using Container container = await Container.StartAsync(_sandbox, _image);
            _container = container;
            Note("started");
            PodEnd end = await LiveAsync(container);
            Note(end.ToString());
            bool isOver = _sandbox.Spec.Restarts is RestartPolicy.Never
                || (_sandbox.Spec.Restarts is RestartPolicy.OnFailure && end.ExitCode == 0);
            if (_deleted.Task.IsCompleted || isOver)
            {
                return end;
            }

            await Task.WhenAny(Task.Delay(BackOff * Restarts, _time), _deleted.Task);
            if (_deleted.Task.IsCompleted)
            {
                return end;
            }

            Interlocked.Increment(ref _restarts);
        }
    }

    // One run of the container, from start to end.
    private async Task<PodEnd> LiveAsync(Container container)
    {
        using var life = new CancellationTokenSource();
        var probes = new PodProbes(_sandbox.Spec.Container, Prober, _time) { Failed = NoteFailure, Ready = SetReady };
        Task<string> sick = probes.RunAsync(life.Token);
        await Task.WhenAny(container.Ended, sick, _deleted.Task);
        bool isSick = sick.IsCompletedSuccessfully;
        await life.CancelAsync();
        await ((Task)sick).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        SetReady(false);
        if (sick.IsFaulted)
        {
            await sick;
        }

        if (container.Ended.IsCompleted)
        {
            return new PodEnd(await container.Ended, WasKilled: false, TimeSpan.Zero);
        }

        if (isSick)
        {
            Note(await sick);
        }

        return isSick || await _deleted.Task ? await StopAsync(container) : await KillAsync(container);
    }

    private async Task<PodEnd> StopAsync(Container container)
    {
        long start = _time.GetTimestamp();
        Task grace = Task.Delay(_sandbox.Spec.Grace, _time);
        await Task.WhenAny(Task.Delay(_sandbox.Spec.Container.SleepBeforeStop, _time), container.Ended);
        Note("SIGTERM");
        _peakMemory = PeakMemory;
        container.Terminate();
        await Task.WhenAny(container.Ended, grace);
        bool isLate = !container.Ended.IsCompleted;
        if (isLate)
        {
            await KillAsync(container);
        }

        return new PodEnd(await container.Ended, isLate, _time.GetElapsedTime(start));
    }

    private static async Task<PodEnd> KillAsync(Container container)
    {
        container.Kill();
        return new PodEnd(await container.Ended, WasKilled: true, TimeSpan.Zero);
    }

    private void NoteFailure(string probe, ProbeFailure failure)
    {
        Note($"{probe} probe failed: {failure.Problem}");
        if (probe == "liveness" && failure.IsAnswered)
        {
            Interlocked.Increment(ref _livenessErrors);
        }
    }

    private void SetReady(bool isReady)
    {
        if (isReady == IsReady)
        {
            return;
        }

        Interlocked.Exchange(ref _readySince, isReady ? _time.GetTimestamp() : long.MaxValue);
        Note(isReady ? "ready" : "not ready");
        ReadinessChanged();
    }

    private void Note(string what) =>
        _events.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{_time.GetUtcNow():HH:mm:ss.fff} {what}"));
}
