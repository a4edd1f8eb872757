using System.Text.Json;

namespace PathwayOrleans.Pipelines.Runtime.Aggregates;

/// <summary>
/// An aggregate function. It has no state of its own: that is in the <see cref="AggregateSlot"/> of each key. Adding a value
/// either changes the whole slot or throws and changes nothing.
/// </summary>
public abstract class Aggregate
{
    /// <summary>The size of its part of the words.</summary>
    public abstract int WordCount { get; }

    /// <summary>The size of its part of the objects.</summary>
    public virtual int ObjectCount => 0;

    /// <summary>
    /// Whether its state is an object that <see cref="Aggregate{T}.Add"/> and <see cref="Merge"/> change in place. Neither fails
    /// for values that pass <see cref="Aggregate{T}.Check"/>.
    /// </summary>
    public virtual bool IsSketch => false;

    /// <summary>Whether adding a value, which passes <see cref="Aggregate{T}.Check"/>, may fail.</summary>
    public virtual bool CanFail => !IsSketch;

    /// <summary>The approximate memory of the objects of a slot, in bytes.</summary>
    public virtual long ObjectBytes(AggregateSlot slot)
    {
        long bytes = 0;
        foreach (object? item in slot.Objects)
        {
            bytes += item is string text ? 24 + (2L * text.Length) : 0;
        }

        return bytes;
    }

    /// <summary>
    /// The result, of Postgres's type; null is NULL. The types are <see cref="bool"/>, <see cref="int"/>, <see cref="long"/>,
    /// <see cref="float"/>, <see cref="double"/>, <see cref="decimal"/>, <see cref="string"/>, and those of this assembly.
    /// </summary>
    /// <exception cref="EvaluationException">A numeric result has too many digits.</exception>
    public abstract object? Result(AggregateSlot slot);

    /// <summary>Adds the values of another slot, as when two sessions become one.</summary>
    public abstract void Merge(AggregateSlot slot, AggregateSlot other);

    /// <summary>Writes the slot as one JSON value.</summary>
    public abstract void Write(AggregateSlot slot, Utf8JsonWriter writer);

    /// <summary>Reads what <see cref="Write"/> has written. The reader is at the first token of the value.</summary>
    public abstract void Read(AggregateSlot slot, ref Utf8JsonReader reader);
}

/// <summary>An aggregate of values of one type.</summary>
/// <typeparam name="T">The type of its argument.</typeparam>
public abstract class Aggregate<T> : Aggregate
{
    /// <summary>Adds a value that is not NULL and passes the filter.</summary>
    public abstract void Add(AggregateSlot slot, T value);

    /// <summary>The same for an aggregate without objects.</summary>
    /// <param name="words">The words of its slot.</param>
    /// <param name="value">The value.</param>
    internal virtual void AddTo(Span<long> words, T value) => Add(new AggregateSlot(words, []), value);

    /// <summary>Rejects a value that no slot accepts.</summary>
    /// <exception cref="EvaluationException">The value cannot be added.</exception>
    public virtual void Check(T value)
    {
    }
}
