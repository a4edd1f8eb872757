namespace PathwayOrleans.Engine.Partitions;

/// <summary>
/// When the last record of a partition arrived, and when a step of its watermark is due. All members but <see cref="EndStep"/>
/// are called on the reader's thread. Times are timestamps of the engine's <see cref="TimeProvider"/>.
/// </summary>
internal sealed class IdleClock
{
    private long _dueAt = long.MaxValue;
    private long _stepTime;
    private bool _hasRecord;
    private bool _isStepStored;

    /// <summary>The time at which the partition's watermark was last set, by a record or by a step.</summary>
    internal long Since { get; private set; }

    /// <summary>Whether a step was stored since the last record.</summary>
    internal bool IsDeclared { get; private set; }

    /// <summary>Reading begins.</summary>
    /// <param name="now">The time.</param>
    /// <param name="age">The age of the stored checkpoint: no record has followed it in that time.</param>
    /// <param name="timeout">The time without a record after which a step is due.</param>
    internal void Begin(long now, long age, long timeout)
    {
        Since = now - age;
        _dueAt = Since + timeout;
        _hasRecord = false;
        IsDeclared = false;
        Volatile.Write(ref _isStepStored, false);
    }

    /// <summary>A record arrived. Called for each record, so it does not read the time.</summary>
    internal void OnRecord() => _hasRecord = true;

    /// <summary>
    /// Takes note of what happened since the last call. Records are taken to have arrived now; the watermark can only be lower
    /// for that.
    /// </summary>
    internal void Tick(long now, long timeout)
    {
        if (Volatile.Read(ref _isStepStored))
        {
            Volatile.Write(ref _isStepStored, false);
            Since = Math.Max(Since, _stepTime);
            IsDeclared = true;
        }

        if (_hasRecord)
        {
            Begin(now, age: 0, timeout);
        }
    }

    /// <summary>Whether a step is due now. If so, the next one is due after <paramref name="interval"/>.</summary>
    internal bool TakeDue(long now, long interval)
    {
        if (now < _dueAt)
        {
            return false;
        }

        _dueAt = now + interval;
        return true;
    }

    /// <summary>A step to the watermark of a time begins.</summary>
    internal void BeginStep(long at) => _stepTime = at;

    /// <summary>A step was stored. Any thread may call.</summary>
    internal void EndStep() => Volatile.Write(ref _isStepStored, true);
}
