namespace PathwayOrleans.Producer.Events;

/// <summary>Selects some of many items, evenly distributed.</summary>
/// <param name="picked">How many are selected; at most <paramref name="all"/>.</param>
/// <param name="all">How many there are.</param>
internal sealed class EvenTurns(long picked, long all)
{
    private UInt128 _due;

    /// <summary>Whether the next item is selected.</summary>
    internal bool IsNext()
    {
        _due += (UInt128)picked;
        if (_due < (UInt128)all)
        {
            return false;
        }

        _due -= (UInt128)all;
        return true;
    }
}
