using Npgsql;
using NpgsqlTypes;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Storage.Views;

/// <summary>The values of a column in the rows of a commit. It is filled and cleared again and again. Not thread-safe.</summary>
internal abstract class ColumnBuffer
{
    /// <summary>The number of values.</summary>
    internal abstract int Count { get; }

    /// <summary>The approximate size of the values in a statement.</summary>
    internal abstract long Bytes { get; }

    /// <summary>The buffer of a type of values.</summary>
    internal static ColumnBuffer Create(SqlType type, bool isIdentity) => type switch
    {
        SqlType.Boolean => new ValueBuffer<bool>(NpgsqlDbType.Boolean),
        SqlType.Integer => new ValueBuffer<int>(NpgsqlDbType.Integer),
        SqlType.BigInt => new ValueBuffer<long>(NpgsqlDbType.Bigint),
        SqlType.Real => new ValueBuffer<float>(NpgsqlDbType.Real) { ReplacesNegativeZero = isIdentity },
        SqlType.Double => new ValueBuffer<double>(NpgsqlDbType.Double) { ReplacesNegativeZero = isIdentity },
        SqlType.Numeric => new ValueBuffer<decimal>(NpgsqlDbType.Numeric),
        SqlType.TimestampTz => new ValueBuffer<long>(NpgsqlDbType.TimestampTz),
        SqlType.Date => new ValueBuffer<int>(NpgsqlDbType.Date),
        SqlType.Uuid => new ValueBuffer<Guid>(NpgsqlDbType.Uuid),
        SqlType.Interval => new ValueBuffer<NpgsqlInterval>(NpgsqlDbType.Interval),
        SqlType.Text => new TextBuffer(),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "A column of a view has no such type."),
    };

    /// <summary>Adds a value of the pipeline: null is NULL.</summary>
    internal void AddValue(object? value)
    {
        switch (value, this)
        {
            case (null, _):
                AddNull();
                break;
            case (string text, TextBuffer texts):
                texts.Add(text);
                break;
            case (bool boolean, ValueBuffer<bool> booleans):
                booleans.Add(boolean);
                break;
            case (int integer, ValueBuffer<int> integers):
                integers.Add(integer);
                break;
            case (long bigint, ValueBuffer<long> bigints):
                bigints.Add(bigint);
                break;
            case (float real, ValueBuffer<float> reals):
                reals.Add(real);
                break;
            case (double number, ValueBuffer<double> numbers):
                numbers.Add(number);
                break;
            case (decimal numeric, ValueBuffer<decimal> numerics):
                numerics.Add(numeric);
                break;
            case (Guid uuid, ValueBuffer<Guid> uuids):
                uuids.Add(uuid);
                break;
            case (Timestamptz instant, ValueBuffer<long> instants):
                instants.Add(instant.Microseconds);
                break;
            case (Date date, ValueBuffer<int> dates):
                dates.Add(date.Days);
                break;
            case (Interval interval, ValueBuffer<NpgsqlInterval> intervals):
                intervals.Add(new NpgsqlInterval(interval.Months, interval.Days, interval.Microseconds));
                break;
            default:
                throw new ArgumentException($"{GetType().Name} takes no {value!.GetType().Name}.", nameof(value));
        }
    }

    /// <summary>Adds NULL.</summary>
    internal abstract void AddNull();

    /// <summary>Removes all values.</summary>
    internal abstract void Clear();

    /// <summary>The values as an array. The buffer must not change until the command has run.</summary>
    internal abstract NpgsqlParameter ToParameter();
}

/// <summary>Values of a type of fixed size.</summary>
/// <typeparam name="T">
/// <see cref="bool"/>, <see cref="int"/>, <see cref="long"/>, <see cref="float"/>, <see cref="double"/>, <see cref="decimal"/>,
/// <see cref="Guid"/> or <see cref="NpgsqlInterval"/>. A <c>timestamptz</c> is a <see cref="long"/> of microseconds and a
/// <c>date</c> an <see cref="int"/> of days since 2000-01-01, as Postgres stores them: the whole range and infinities fit.
/// </typeparam>
internal sealed class ValueBuffer<T>(NpgsqlDbType type) : ColumnBuffer
    where T : struct
{
    // The protocol adds a length to each value; a numeric has up to 14 digits of 16 bits.
    private const int ValueBytes = 24;

    private readonly List<T?> _values = [];

    internal override int Count => _values.Count;

    internal override long Bytes => (long)_values.Count * ValueBytes;

    /// <summary>
    /// Whether -0 becomes 0. Postgres compares them as equal, so that a key cannot have both; its other representation of equal
    /// values is NaN, which is equal to itself there.
    /// </summary>
    internal bool ReplacesNegativeZero { get; init; }

    /// <summary>Adds a value.</summary>
    internal void Add(T value) => _values.Add(ReplacesNegativeZero && value.Equals(default(T)) ? default(T) : value);

    internal override void AddNull() => _values.Add(null);

    internal override void Clear() => _values.Clear();

    internal override NpgsqlParameter ToParameter() =>
        new NpgsqlParameter<List<T?>> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = _values };
}

/// <summary>Texts.</summary>
internal sealed class TextBuffer : ColumnBuffer
{
    // Most characters of UTF-16 are at most as many bytes in UTF-8; the others are at most three.
    private const int BytesPerCharacter = 3;
    private const int LengthBytes = 4;

    private readonly List<string?> _values = [];
    private long _characters;

    internal override int Count => _values.Count;

    internal override long Bytes => (_characters * BytesPerCharacter) + ((long)_values.Count * LengthBytes);

    /// <summary>Adds a text.</summary>
    internal void Add(string value)
    {
        _characters += value.Length;
        _values.Add(value);
    }

    internal override void AddNull() => _values.Add(null);

    internal override void Clear()
    {
        _values.Clear();
        _characters = 0;
    }

    internal override NpgsqlParameter ToParameter() => new NpgsqlParameter<List<string?>>
    {
        NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        TypedValue = _values,
    };
}

/// <summary>Bytes.</summary>
internal sealed class BytesBuffer : ColumnBuffer
{
    private readonly List<byte[]?> _values = [];
    private long _bytes;

    internal override int Count => _values.Count;

    internal override long Bytes => _bytes + (_values.Count * 4L);

    /// <summary>Adds bytes, which must not change until the buffer is cleared.</summary>
    internal void Add(byte[] value)
    {
        _bytes += value.Length;
        _values.Add(value);
    }

    internal override void AddNull() => _values.Add(null);

    internal override void Clear()
    {
        _values.Clear();
        _bytes = 0;
    }

    internal override NpgsqlParameter ToParameter() => new NpgsqlParameter<List<byte[]?>>
    {
        NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea,
        TypedValue = _values,
    };
}
