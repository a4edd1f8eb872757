using System.Text.Json;

namespace PathwayOrleans.Pipelines.Runtime.Aggregates;

/// <summary>
/// An aggregate whose state is one value, of a type of its own, and the number of values behind it. Without values the result is
/// NULL. In JSON it is null, or an array of the count and the text of the value.
/// </summary>
/// <typeparam name="T">The type of the argument.</typeparam>
/// <typeparam name="TState">The type of the state.</typeparam>
public abstract class FoldAggregate<T, TState> : Aggregate<T>
{
    public override int WordCount => 1 + ValueCell<TState>.Words;

    public override int ObjectCount => ValueCell<TState>.Objects;

    public override void Add(AggregateSlot slot, T value)
    {
        Set(slot, slot.Words[0] == 0 ? First(value) : Next(Get(slot), value));
        slot.Words[0]++;
    }

    internal override void AddTo(Span<long> words, T value)
    {
        Span<long> state = words[1..];
        ValueCell<TState>.Set(state, [], words[0] == 0 ? First(value) : Next(ValueCell<TState>.Get(state, []), value));
        words[0]++;
    }

    public override object? Result(AggregateSlot slot) => slot.Words[0] == 0 ? null : Result(Get(slot), slot.Words[0]);

    public override void Merge(AggregateSlot slot, AggregateSlot other)
    {
        if (other.Words[0] > 0)
        {
            Set(slot, slot.Words[0] == 0 ? Get(other) : Merge(Get(slot), Get(other)));
            slot.Words[0] += other.Words[0];
        }
    }

    public override void Write(AggregateSlot slot, Utf8JsonWriter writer)
    {
        if (slot.Words[0] == 0)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartArray();
        writer.WriteNumberValue(slot.Words[0]);
        ValueCell<TState>.Write(writer, Get(slot));
        writer.WriteEndArray();
    }

    public override void Read(AggregateSlot slot, ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            slot.Words.Clear();
            slot.Objects.Clear();
            return;
        }

        reader.Read();
        slot.Words[0] = reader.GetInt64();
        reader.Read();
        Set(slot, ValueCell<TState>.Read(ref reader));
        reader.Read();
    }

    /// <summary>The state of the first value.</summary>
    protected abstract TState First(T value);

    /// <summary>The state with one more value.</summary>
    protected abstract TState Next(TState state, T value);

    /// <summary>The state of the values of both.</summary>
    protected abstract TState Merge(TState state, TState other);

    /// <summary>The result of at least one value.</summary>
    protected abstract object? Result(TState state, long count);

    private static TState Get(AggregateSlot slot) => ValueCell<TState>.Get(slot.Words[1..], slot.Objects);

    private static void Set(AggregateSlot slot, TState value) => ValueCell<TState>.Set(slot.Words[1..], slot.Objects, value);
}
