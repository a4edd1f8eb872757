namespace PathwayOrleans.Aggregation.State;

/// <summary>
/// The numbers of the inputs with an end whose events were applied or skipped since they were last taken. They must be written
/// together with the state, so that the database can reject events of an input that is finished.
/// </summary>
internal struct EndingInputs
{
    // Events of an input usually follow each other, so its number is one of the last.
    private const int Searched = 8;

    private List<long>? _numbers;

    /// <summary>What has not been taken; null for nothing.</summary>
    internal readonly List<long>? Pending => _numbers;

    /// <summary>Adds the input of an event, if it has an end.</summary>
    internal void Note(SourcePartition partition)
    {
        if (!SourceNumber.HasEnd(partition))
        {
            return;
        }

        _numbers ??= [];
        int from = Math.Max(0, _numbers.Count - Searched);
        if (_numbers.IndexOf(partition.SourceNumber, from) < 0)
        {
            _numbers.Add(partition.SourceNumber);
        }
    }

    internal IReadOnlyList<long> Take()
    {
        if (_numbers is not { } taken)
        {
            return [];
        }

        _numbers = null;
        return taken.Count == 1 ? taken : [.. taken.Distinct()];
    }

    /// <summary>Puts back what <see cref="Take"/> returned, because the write failed.</summary>
    internal void Restore(IReadOnlyList<long> inputs)
    {
        if (inputs.Count > 0)
        {
            (_numbers ??= []).AddRange(inputs);
        }
    }
}
