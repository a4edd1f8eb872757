using System.Text.Json;

namespace PathwayOrleans.Pipelines.Runtime.Aggregates;

/// <summary><c>count(*)</c> and <c>count(x)</c>: the number of values. The value itself is not used.</summary>
/// <typeparam name="T">The type of the argument.</typeparam>
public sealed class CountAggregate<T> : Aggregate<T>
{
    public override int WordCount => 1;

    public override bool CanFail => false;

    public override void Add(AggregateSlot slot, T value) => slot.Words[0]++;

    internal override void AddTo(Span<long> words, T value) => words[0]++;

    public override object? Result(AggregateSlot slot) => slot.Words[0];

    public override void Merge(AggregateSlot slot, AggregateSlot other) => slot.Words[0] += other.Words[0];

    public override void Write(AggregateSlot slot, Utf8JsonWriter writer) => writer.WriteNumberValue(slot.Words[0]);

    public override void Read(AggregateSlot slot, ref Utf8JsonReader reader) => slot.Words[0] = reader.GetInt64();
}
