using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Runtime;

namespace PathwayOrleans.Pipelines.Reading;

/// <summary>
/// Makes a row of an event that a reader has parsed. The row is the one that <see cref="RecordReader"/> makes of the record's
/// bytes; the parser of events accepts only a part of what it accepts, and is faster.
/// </summary>
internal sealed class EventColumns
{
    private readonly CompiledPipeline _pipeline;
    private readonly int _userId;
    private readonly int _value;
    private readonly int _time;

    /// <param name="pipeline">A pipeline that <see cref="Fit"/> accepts.</param>
    internal EventColumns(CompiledPipeline pipeline)
    {
        _pipeline = pipeline;
        _userId = SlotOf(BuiltInPipeline.UserId);
        _value = SlotOf(BuiltInPipeline.Value);
        _time = SlotOf(BuiltInPipeline.EventTime);
    }

    /// <summary>Whether a pipeline over the columns of the built-in source needs only those that an event has.</summary>
    internal static bool Fit(CompiledPipeline pipeline) => pipeline.ReadColumns.All(
        column => column.Name is BuiltInPipeline.UserId or BuiltInPipeline.Value or BuiltInPipeline.EventTime);

    /// <summary>Sets a row; false if the record is rejected.</summary>
    internal bool TryFill(Row row, in UserEvent counted, out RecordRejection rejection)
    {
        row.Clear();
        if (_userId >= 0)
        {
            row.Write(_userId, counted.UserId);
        }

        if (_value >= 0)
        {
            row.Write(_value, counted.Value);
        }

        row.Write(_time, counted.Time);
        row.EventTime = counted.Time * 1000;
        rejection = default;
        if (_pipeline.CountsAll)
        {
            return true;
        }

        try
        {
            _pipeline.Evaluate(row);
            return true;
        }
        catch (EvaluationException e)
        {
            rejection = new RecordRejection(RecordReasons.EvaluationFailed, row.Evaluating, e.Message);
            return false;
        }
    }

    private int SlotOf(string name) => _pipeline.Columns
        .Where(column => column.Key.Name == name).Select(column => (int?)column.Value).SingleOrDefault() ?? -1;
}
