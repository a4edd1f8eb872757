using System.Globalization;
using System.Text.Json;

namespace PathwayOrleans.Pipelines.Runtime.Aggregates;

/// <summary>
/// <c>first_value</c> and <c>last_value</c> in the order of events, whatever the order in which they are added. A NULL counts as
/// a value, as in Postgres. The event with the same order twice changes nothing.
/// </summary>
/// <typeparam name="T">The type of the argument.</typeparam>
/// <param name="isLast">Whether the result is the last value.</param>
public sealed class OrderedAggregate<T>(bool isLast) : Aggregate
{
    // Words: what there is, the order, the value.
    private const int OrderWords = 4;
    private const long Nothing = 0;
    private const long Null = 1;
    private const long Value = 2;

    public override int WordCount => 1 + OrderWords + ValueCell<T>.Words;

    public override int ObjectCount => ValueCell<T>.Objects;

    public override bool CanFail => false;

    /// <summary>Adds a value that passes the filter.</summary>
    public void Add(AggregateSlot slot, T value, EventOrder order)
    {
        if (Replaces(slot, order))
        {
            Set(slot, Value, order);
            ValueCell<T>.Set(slot.Words[(1 + OrderWords)..], slot.Objects, value);
        }
    }

    /// <summary>Adds NULL.</summary>
    public void AddNull(AggregateSlot slot, EventOrder order)
    {
        if (Replaces(slot, order))
        {
            Set(slot, Null, order);
        }
    }

    public override object? Result(AggregateSlot slot) => slot.Words[0] == Value ? Get(slot) : null;

    public override void Merge(AggregateSlot slot, AggregateSlot other)
    {
        if (other.Words[0] != Nothing && Replaces(slot, OrderOf(other)))
        {
            other.Words.CopyTo(slot.Words);
            other.Objects.CopyTo(slot.Objects);
        }
    }

    public override void Write(AggregateSlot slot, Utf8JsonWriter writer)
    {
        if (slot.Words[0] == Nothing)
        {
            writer.WriteNullValue();
            return;
        }

        EventOrder order = OrderOf(slot);
        writer.WriteStartArray();
        writer.WriteNumberValue(order.Time);
        writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture,
            $"{order.High:x16}{order.Middle:x16}{order.Low:x16}"));
        if (slot.Words[0] == Value)
        {
            ValueCell<T>.Write(writer, Get(slot));
        }

        writer.WriteEndArray();
    }

    public override void Read(AggregateSlot slot, ref Utf8JsonReader reader)
    {
        slot.Words.Clear();
        slot.Objects.Clear();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        reader.Read();
        long time = reader.GetInt64();
        reader.Read();
        string position = reader.GetString() ?? "";
        var order = new EventOrder(time, Hexadecimal(position, 0), Hexadecimal(position, 16), Hexadecimal(position, 32));
        reader.Read();
        Set(slot, reader.TokenType == JsonTokenType.EndArray ? Null : Value, order);
        if (slot.Words[0] == Value)
        {
            ValueCell<T>.Set(slot.Words[(1 + OrderWords)..], slot.Objects, ValueCell<T>.Read(ref reader));
            reader.Read();
        }
    }

    private static ulong Hexadecimal(string text, int start) =>
        ulong.Parse(text.AsSpan(start, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static T Get(AggregateSlot slot) => ValueCell<T>.Get(slot.Words[(1 + OrderWords)..], slot.Objects);

    private static EventOrder OrderOf(AggregateSlot slot) =>
        new(slot.Words[1], unchecked((ulong)slot.Words[2]), unchecked((ulong)slot.Words[3]), unchecked((ulong)slot.Words[4]));

    private static void Set(AggregateSlot slot, long kind, EventOrder order)
    {
        slot.Words[0] = kind;
        slot.Words[1] = order.Time;
        slot.Words[2] = unchecked((long)order.High);
        slot.Words[3] = unchecked((long)order.Middle);
        slot.Words[4] = unchecked((long)order.Low);
    }

    private bool Replaces(AggregateSlot slot, EventOrder order) =>
        slot.Words[0] == Nothing || (isLast ? order > OrderOf(slot) : order < OrderOf(slot));
}
