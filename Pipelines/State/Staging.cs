using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Runtime.Aggregates;
using PathwayOrleans.Pipelines.Windows;

namespace PathwayOrleans.Pipelines.State;

/// <summary>
/// The accumulators of windows that a record changes, computed beside the state: only when no aggregate has failed are they
/// copied into it. Those of views without windows are kept here and changed in place. Sketches are large and cannot fail, so they
/// are changed in the state itself, afterwards. Reused for all records of a thread.
/// </summary>
internal sealed class Staging
{
    [ThreadStatic]
    private static Staging? _current;

    private readonly List<StagedRow> _rows = [];
    private long[] _words = new long[64];
    private object?[] _objects = new object?[16];
    private int _wordCount;
    private int _objectCount;

    internal static Staging Current => _current ??= new Staging();

    /// <summary>The windows of a record in a view, for their assigner to fill.</summary>
    internal List<TimeRange> Windows { get; } = [];

    internal List<StagedRow> Rows => _rows;

    internal void Clear()
    {
        _rows.Clear();
        if (_objectCount > 0)
        {
            Array.Clear(_objects, 0, _objectCount);
        }

        _wordCount = 0;
        _objectCount = 0;
    }

    /// <summary>Keeps a copy of the accumulators of views without windows, which are changed in place.</summary>
    internal void Keep(long[] words, object?[] objects)
    {
        Reserve(words.Length, objects.Length);
        words.CopyTo(_words.AsSpan());
        objects.CopyTo(_objects.AsSpan());
        _wordCount = words.Length;
        _objectCount = objects.Length;
    }

    /// <summary>Puts back what was kept.</summary>
    internal void Restore(long[] words, object?[] objects)
    {
        _words.AsSpan(0, words.Length).CopyTo(words);
        _objects.AsSpan(0, objects.Length).CopyTo(objects);
    }

    /// <summary>Adds a row without values.</summary>
    internal StagedRow Add(CompiledView view, SessionChange? session, TimeRange range)
    {
        Reserve(_wordCount + view.WordCount, _objectCount + view.ObjectCount);
        var row = new StagedRow(view, range, session, _wordCount, _objectCount);
        Array.Clear(_words, _wordCount, view.WordCount);
        _wordCount += view.WordCount;
        _objectCount += view.ObjectCount;
        _rows.Add(row);
        return row;
    }

    private void Reserve(int words, int objects)
    {
        if (words > _words.Length)
        {
            Array.Resize(ref _words, Math.Max(words, _words.Length * 2));
        }

        if (objects > _objects.Length)
        {
            Array.Resize(ref _objects, Math.Max(objects, _objects.Length * 2));
        }
    }

    internal Span<long> WordsOf(in StagedRow row) => _words.AsSpan(row.WordOffset, row.View.WordCount);

    internal Span<object?> ObjectsOf(in StagedRow row) => _objects.AsSpan(row.ObjectOffset, row.View.ObjectCount);

    /// <summary>Adds the accumulators of a row of the state, but not its sketches.</summary>
    internal void Merge(in StagedRow staged, Span<long> words, Span<object?> objects)
    {
        foreach (AggregateStep step in staged.View.Steps)
        {
            if (!step.IsSketch)
            {
                step.Aggregate.Merge(
                    step.SlotOf(WordsOf(staged), ObjectsOf(staged)), step.SlotOf(words, objects));
            }
        }
    }

    /// <summary>Adds a record, but not to sketches.</summary>
    internal void Add(in StagedRow staged, Row row, in EventOrder order)
    {
        Span<long> words = WordsOf(staged);
        Span<object?> objects = ObjectsOf(staged);
        foreach (AggregateStep step in staged.View.Steps)
        {
            if (!step.IsSketch)
            {
                row.Evaluating = step.Text;
                step.Add(row, words, objects, order);
            }
        }
    }

    /// <summary>Copies a row into the state, and adds the record to the sketches there.</summary>
    internal void CopyTo(in StagedRow staged, Span<long> words, Span<object?> objects, Row row, in EventOrder order)
    {
        WordsOf(staged).CopyTo(words);
        if (objects.IsEmpty)
        {
            return;
        }

        foreach (AggregateStep step in staged.View.Steps)
        {
            int offset = step.Input.ObjectOffset;
            int count = step.Aggregate.ObjectCount;
            if (step.IsSketch)
            {
                step.Add(row, words, objects, order);
            }
            else if (count > 0)
            {
                ObjectsOf(staged).Slice(offset, count).CopyTo(objects[offset..]);
            }
        }
    }
}

/// <summary>A row whose accumulators are computed beside the state.</summary>
/// <param name="View">Its view.</param>
/// <param name="Range">Its window.</param>
/// <param name="Session">What happens to existing sessions; null for other rows.</param>
/// <param name="WordOffset">Where its words begin.</param>
/// <param name="ObjectOffset">Where its objects begin.</param>
internal readonly record struct StagedRow(
    CompiledView View, TimeRange Range, SessionChange? Session, int WordOffset, int ObjectOffset);

/// <summary>A session that a record extends, and others that it merges into it.</summary>
/// <param name="First">The first of these sessions.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct SessionChange(TimeRange First, int Count);
