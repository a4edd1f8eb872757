using System.Numerics;

namespace PathwayOrleans.Pipelines.Runtime.Aggregates;

/// <summary>
/// A sketch of the number of distinct values. Up to 128 values are counted exactly, by their hashes; then there are 4096
/// registers of one byte, with a standard error of 1.04 / sqrt(4096) = 1.6 %. Sources: Flajolet, Fusy, Gandouet, Meunier,
/// "HyperLogLog: the analysis of a near-optimal cardinality estimation algorithm" (2007); the estimator, which needs no
/// correction of small and large counts: Ertl, "New cardinality estimation algorithms for HyperLogLog sketches" (2017), algorithm
/// 6.
/// </summary>
internal sealed class HyperLogLog
{
    internal const int MostExact = 128;

    private const int IndexBits = 12;
    private const int Count = 1 << IndexBits;
    private const int RankBits = 64 - IndexBits;

    private HashSet<ulong>? _hashes = [];
    private byte[]? _registers;

    /// <summary>The hashes, while there are few.</summary>
    internal IReadOnlyCollection<ulong>? Hashes => _hashes;

    /// <summary>The registers, after that.</summary>
    internal ReadOnlySpan<byte> Registers => _registers;

    /// <summary>Its approximate memory.</summary>
    internal long Bytes => 100 + (_registers is null ? (_hashes?.Capacity ?? 0) * 20L : Count);

    internal static HyperLogLog Of(byte[] registers) => registers.Length == Count
        ? new HyperLogLog { _hashes = null, _registers = registers }
        : throw new FormatException($"A sketch has {Count} registers, not {registers.Length}.");

    internal void Add(ulong hash)
    {
        if (_hashes is null)
        {
            AddToRegisters(hash);
            return;
        }

        _hashes.Add(hash);
        if (_hashes.Count > MostExact)
        {
            _registers = new byte[Count];
            foreach (ulong known in _hashes)
            {
                AddToRegisters(known);
            }

            _hashes = null;
        }
    }

    internal void Merge(HyperLogLog other)
    {
        foreach (ulong hash in other._hashes ?? [])
        {
            Add(hash);
        }

        if (other._registers is { } registers)
        {
            byte[] own = _registers ??= new byte[Count];
            foreach (ulong hash in _hashes ?? [])
            {
                AddToRegisters(hash);
            }

            _hashes = null;
            for (int i = 0; i < Count; i++)
            {
                own[i] = Math.Max(own[i], registers[i]);
            }
        }
    }

    internal long Estimate()
    {
        if (_registers is null)
        {
            return _hashes?.Count ?? 0;
        }

        Span<int> histogram = stackalloc int[RankBits + 2];
        histogram.Clear();
        foreach (byte register in _registers)
        {
            histogram[register]++;
        }

        double z = Count * Tau(1 - ((double)histogram[RankBits + 1] / Count));
        for (int rank = RankBits; rank >= 1; rank--)
        {
            z = 0.5 * (z + histogram[rank]);
        }

        z += Count * Sigma((double)histogram[0] / Count);
        return (long)Math.Round(Count / (2 * Math.Log(2)) * Count / z);
    }

    private static double Sigma(double x)
    {
        if (x == 1)
        {
            return double.PositiveInfinity;
        }

        double y = 1;
        double z = x;
        for (double previous = double.NaN; z != previous;)
        {
            x *= x;
            previous = z;
            z += x * y;
            y += y;
        }

        return z;
    }

    private static double Tau(double x)
    {
        if (x is 0 or 1)
        {
            return 0;
        }

        double y = 1;
        double z = 1 - x;
        for (double previous = double.NaN; z != previous;)
        {
            x = Math.Sqrt(x);
            previous = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        }

        return z / 3;
    }

    private void AddToRegisters(ulong hash)
    {
        int index = (int)(hash >> RankBits);
        int rank = Math.Min(BitOperations.LeadingZeroCount(hash << IndexBits), RankBits) + 1;
        _registers![index] = (byte)Math.Max(_registers[index], rank);
    }
}
