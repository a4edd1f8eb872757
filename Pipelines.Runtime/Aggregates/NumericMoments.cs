using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using PathwayOrleans.Pipelines.Runtime.Functions;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Aggregates;

/// <summary>
/// <c>var_samp</c>, <c>var_pop</c>, <c>stddev_samp</c> and <c>stddev_pop</c> of <c>numeric</c>, and of integers cast to it. The
/// sum and the sum of squares are exact, in 256 bits each, and the result is Postgres's (<c>numeric_stddev_internal</c>), digit
/// by digit and in any order of the values. Values that need more bits are an error.
/// </summary>
/// <param name="statistic">The result.</param>
public sealed class NumericMoments(Statistic statistic) : Aggregate<decimal>
{
    // Words: the count, the scale, the sum at that scale, the sum of squares at twice that scale.
    private const int WideWords = 4;
    private const int WideBytes = WideWords * sizeof(long);

    public override int WordCount => 2 + (2 * WideWords);

    public override void Add(AggregateSlot slot, decimal value)
    {
        if (slot.Words[1] == value.Scale)
        {
            AddAligned(slot.Words, Numeric.CoefficientOf(value), value < 0);
            return;
        }

        Numeric number = Numeric.Of(value);
        Combine(slot, 1, number.Scale, number.Coefficient, number.Coefficient * number.Coefficient);
    }

    public override object? Result(AggregateSlot slot)
    {
        BigInteger count = slot.Words[0];
        bool isSample = statistic is Statistic.VarianceSample or Statistic.DeviationSample;
        if (count == 0 || (isSample && count == 1))
        {
            return null;
        }

        int scale = (int)slot.Words[1];
        BigInteger sum = Sum(slot);
        BigInteger numerator = (count * Squares(slot)) - (sum * sum);
        if (numerator.Sign <= 0)
        {
            return 0m;
        }

        Numeric variance = Arithmetic.Quotient(
            new Numeric(numerator, scale * 2), new Numeric(count * (isSample ? count - 1 : count), 0));
        return (statistic is Statistic.DeviationSample or Statistic.DeviationPopulation
            ? Arithmetic.Root(variance, variance.Scale)
            : variance).ToDecimal("variance", (long)count);
    }

    public override void Merge(AggregateSlot slot, AggregateSlot other) =>
        Combine(slot, other.Words[0], (int)other.Words[1], Sum(other), Squares(other));

    public override void Write(AggregateSlot slot, Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(slot.Words[0]);
        writer.WriteNumberValue(slot.Words[1]);
        writer.WriteStringValue(Sum(slot).ToString(CultureInfo.InvariantCulture));
        writer.WriteStringValue(Squares(slot).ToString(CultureInfo.InvariantCulture));
        writer.WriteEndArray();
    }

    public override void Read(AggregateSlot slot, ref Utf8JsonReader reader)
    {
        slot.Words.Clear();
        reader.Read();
        long count = reader.GetInt64();
        reader.Read();
        int scale = reader.GetInt32();
        reader.Read();
        BigInteger sum = BigInteger.Parse(reader.GetString() ?? "", CultureInfo.InvariantCulture);
        reader.Read();
        Combine(slot, count, scale, sum, BigInteger.Parse(reader.GetString() ?? "", CultureInfo.InvariantCulture));
        reader.Read();
    }

    private static BigInteger Sum(AggregateSlot slot) => Wide(slot.Words.Slice(2, WideWords));

    private static BigInteger Squares(AggregateSlot slot) => Wide(slot.Words.Slice(2 + WideWords, WideWords));

    private static BigInteger Wide(ReadOnlySpan<long> words) => new(MemoryMarshal.AsBytes(words));

    private static void Combine(AggregateSlot slot, long count, int scale, BigInteger sum, BigInteger squares)
    {
        int common = Math.Max(scale, (int)slot.Words[1]);
        BigInteger toOwn = BigInteger.Pow(10, common - (int)slot.Words[1]);
        BigInteger toOther = BigInteger.Pow(10, common - scale);
        BigInteger newSum = (Sum(slot) * toOwn) + (sum * toOther);
        BigInteger newSquares = (Squares(slot) * toOwn * toOwn) + (squares * toOther * toOther);

        // A bit for the sign, and some for the values that are added without this check.
        if (newSquares.GetBitLength() > 240 || newSum.GetBitLength() > 240)
        {
            throw Fail.Precision("variance", slot.Words[0] + count);
        }

        slot.Words[0] += count;
        slot.Words[1] = common;
        Store(newSum, slot.Words.Slice(2, WideWords));
        Store(newSquares, slot.Words.Slice(2 + WideWords, WideWords));
    }

    private static void Store(BigInteger value, Span<long> words)
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(words)[..WideBytes];
        bytes.Fill(value.Sign < 0 ? (byte)0xFF : (byte)0);
        value.TryWriteBytes(bytes, out _);
    }

    // Without an allocation: the scale is the same, which is the rule. A square has at most 188 bits.
    private static void AddAligned(Span<long> words, UInt128 coefficient, bool isNegative)
    {
        if (words[2 + WideWords + 3] > long.MaxValue / 2)
        {
            throw Fail.Precision("variance", words[0]);
        }

        words[0]++;
        UInt128 signed = isNegative ? unchecked((UInt128)0 - coefficient) : coefficient;
        AddWide(words.Slice(2, WideWords), isNegative && coefficient != 0 ? UInt128.MaxValue : 0, signed);

        ulong low = (ulong)coefficient;
        ulong high = (ulong)(coefficient >> 64);
        UInt128 middle = (UInt128)low * high * 2;
        UInt128 lowSquare = (UInt128)low * low;
        UInt128 lowSum = unchecked(lowSquare + (middle << 64));
        UInt128 highSum = ((UInt128)high * high) + (middle >> 64) + (lowSum < lowSquare ? 1u : 0u);
        AddWide(words.Slice(2 + WideWords, WideWords), highSum, lowSum);
    }

    private static void AddWide(Span<long> words, UInt128 high, UInt128 low)
    {
        Span<UInt128> halves = MemoryMarshal.Cast<long, UInt128>(words);
        UInt128 sum = unchecked(halves[0] + low);
        halves[1] = unchecked(halves[1] + high + (sum < low ? 1u : 0u));
        halves[0] = sum;
    }
}
