using PathwayOrleans.Pipelines.Runtime.Text;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Aggregates;

/// <summary>
/// A hash of 64 bits that is the same in every process and for equal values: numeric 1.0 and 1.00, double 0 and -0. Sources:
/// FNV-1a (Fowler, Noll, Vo) over the text, and the finalizer of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
/// </summary>
internal static class ValueHash
{
    internal static ulong Of<T>(T value) => value switch
    {
        int number => Mix(unchecked((ulong)number)),
        long number => Mix(unchecked((ulong)number)),
        double number => Mix(BitConverter.DoubleToUInt64Bits(number == 0 ? 0 : double.IsNaN(number) ? double.NaN : number)),
        float number => Of((double)number),
        decimal number => Of(number),
        bool flag => Mix(flag ? 1u : 0u),
        Timestamptz time => Mix(unchecked((ulong)time.Microseconds)),
        Date date => Mix(unchecked((ulong)date.Days)),
        string text => Of(text.AsSpan()),
        null => 0,
        _ => Of(ValueText.Of(value).AsSpan()),
    };

    private static ulong Of(decimal value)
    {
        UInt128 coefficient = Numeric.CoefficientOf(value);
        int scale = value.Scale;
        while (scale > 0 && coefficient % 10 == 0)
        {
            coefficient /= 10;
            scale--;
        }

        return Mix(Mix((ulong)coefficient) + (ulong)(coefficient >> 64) + ((ulong)scale << 40) + (value < 0 ? 1UL << 63 : 0));
    }

    private static ulong Of(ReadOnlySpan<char> text)
    {
        ulong hash = 14695981039346656037;
        foreach (char character in text)
        {
            hash = unchecked((hash ^ character) * 1099511628211);
        }

        return Mix(hash);
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value += 0x9E3779B97F4A7C15;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
