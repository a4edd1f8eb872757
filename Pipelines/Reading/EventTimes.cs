using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Reading;

/// <summary>Determines the event time of a record and checks its range: from the configured earliest time to 2262.</summary>
/// <param name="pipeline">The pipeline.</param>
/// <param name="rules">The configured limits.</param>
internal sealed class EventTimes(CompiledPipeline pipeline, EventRules rules)
{
    private readonly SourceColumn? _column = pipeline.Definition.Source.Watermark?.Column;
    private readonly bool _isInstant = pipeline.Definition.Source.Watermark?.Column.Type == SqlType.TimestampTz;
    private readonly int _slot = pipeline.TimeSlot ?? -1;

    /// <summary>Sets the event time of a row; false if the record is rejected.</summary>
    internal bool TryRead(Row row, in RecordMetadata metadata, out RecordRejection rejection)
    {
        rejection = default;
        if (_slot >= 0 && !row.HasValue(_slot))
        {
            rejection = new RecordRejection(
                RecordReasons.Missing, _column!.Name, "the event time is NULL, and the watermark needs one");
            return false;
        }

        if (_slot < 0 && metadata.Timestamp is null)
        {
            rejection = new RecordRejection(
                RecordReasons.Missing, null,
                "the broker gives no timestamp; declare WATERMARK FOR a column of the message");
            return false;
        }

        Timestamptz instant = _isInstant ? row.Read<Timestamptz>(_slot) : default;
        long milliseconds = _isInstant ? instant.UnixMilliseconds
            : _slot >= 0 ? row.Read<long>(_slot)
            : metadata.Timestamp!.Value;
        if (rules.CheckTime(milliseconds) is not RejectionReason.None and var reason)
        {
            rejection = new RecordRejection(RecordReasons.Invalid, _column?.Name, Describe(
                _isInstant ? instant.ToString() : System.FormattableString.Invariant($"{milliseconds}"), reason));
            return false;
        }

        row.EventTime = _isInstant ? instant.Microseconds + Timestamptz.UnixEpochOffset : milliseconds * 1000;
        return true;
    }

    private static string Describe(string time, RejectionReason reason) => $"the event time {time} is " + reason switch
    {
        RejectionReason.TimeAfter2262 => "after 2262",
        RejectionReason.TimeLooksLikeSeconds => "before the earliest one that is accepted; it looks like seconds",
        RejectionReason.TimeBefore1970 => "before 1970",
        _ => "before the earliest one that is accepted",
    };
}
