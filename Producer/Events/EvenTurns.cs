namespace PathwayOrleans.Producer.Events;

/// <summary>Picks some of many, evenly spread.</summary>
/// <param name="picked">How many are picked; at most all.</param>
/// <param name="all">How many there are.</param>
internal sealed class EvenTurns(long picked, long all)
{
    private UInt128 _due;

    /// <summary>Whether the next one is picked.</summary>
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
