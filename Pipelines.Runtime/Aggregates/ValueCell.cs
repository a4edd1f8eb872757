using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using PathwayOrleans.Pipelines.Runtime.Functions;
using PathwayOrleans.Pipelines.Runtime.Text;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Aggregates;

/// <summary>How a value of a type is kept in a slot, and in JSON: as a string with Postgres's text.</summary>
internal static class ValueCell<T>
{
    private static readonly Func<string, T> Parse = (Func<string, T>)Parser();

    internal static int Words => typeof(T) == typeof(string) ? 0 : (Unsafe.SizeOf<T>() + 7) / 8;

    internal static int Objects => typeof(T) == typeof(string) ? 1 : 0;

    internal static T Get(ReadOnlySpan<long> words, ReadOnlySpan<object?> objects) => typeof(T) == typeof(string)
        ? (T)objects[0]!
        : Unsafe.ReadUnaligned<T>(ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(words[..Words])));

    internal static void Set(Span<long> words, Span<object?> objects, T value)
    {
        if (typeof(T) == typeof(string))
        {
            objects[0] = value;
        }
        else
        {
            Unsafe.WriteUnaligned(ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(words[..Words])), value);
        }
    }

    internal static void Write(Utf8JsonWriter writer, T value)
    {
        Span<char> text = stackalloc char[FloatText.LongestText];
        int length = 0;

        // Of the branches one is compiled for each type.
        if (typeof(T) == typeof(double))
        {
            length = FloatText.Format((double)(object)value!, text);
        }
        else if (typeof(T) == typeof(float))
        {
            length = FloatText.Format((float)(object)value!, text);
        }
        else if (typeof(T) == typeof(long))
        {
            ((long)(object)value!).TryFormat(text, out length, default, CultureInfo.InvariantCulture);
        }
        else if (typeof(T) == typeof(int))
        {
            ((int)(object)value!).TryFormat(text, out length, default, CultureInfo.InvariantCulture);
        }
        else
        {
            writer.WriteStringValue(ValueText.Of(value!));
            return;
        }

        writer.WriteStringValue(text[..length]);
    }

    internal static T Read(ref Utf8JsonReader reader) => Parse(reader.GetString() ?? "");

    private static Delegate Parser() => default(T) switch
    {
        bool => new Func<string, bool>(Cast.ToBoolean),
        int => new Func<string, int>(Cast.ToInteger),
        long => new Func<string, long>(Cast.ToBigint),
        float => new Func<string, float>(Cast.ToReal),
        double => new Func<string, double>(Cast.ToDouble),
        decimal => new Func<string, decimal>(Cast.ToNumeric),
        Guid => new Func<string, Guid>(Cast.ToUuid),
        Timestamptz => new Func<string, Timestamptz>(Cast.ToTimestamptz),
        Date => new Func<string, Date>(Cast.ToDate),
        Interval => new Func<string, Interval>(Cast.ToInterval),
        _ => new Func<string, string>(text => text),
    };
}
