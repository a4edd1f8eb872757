using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Pipelines;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Engine.Counting;

/// <summary>The dead letters of events that the parser of a reader has rejected, with the reasons of pipelines.</summary>
internal static class Rejections
{
    /// <summary>The dead letter of a record that was rejected.</summary>
    internal static DeadLetter LetterOf(SourcePartition partition, in SourceRecord record)
    {
        RecordRejection rejection = Of(record.Rejection);
        return new DeadLetter(partition, record.Position, rejection.Reason, record.Raw)
        {
            Detail = DetailText.Of(rejection.ToString()),
        };
    }

    private static RecordRejection Of(RejectionReason reason) => reason switch
    {
        RejectionReason.Empty => new(RecordReasons.Empty, null, "the record has no bytes"),
        RejectionReason.Oversize => new(
            RecordReasons.TooLarge, null, $"the record has more than {EventLimits.MaxMessageBytes} bytes"),
        RejectionReason.NotCsv => new(
            RecordReasons.InvalidCsv, null, "the quotes are unbalanced, or the number of fields is not that of the header"),
        RejectionReason.UserIdMissing => Missing(BuiltInPipeline.UserId),
        RejectionReason.ValueMissing => Missing(BuiltInPipeline.Value),
        RejectionReason.TimeMissing => Missing(BuiltInPipeline.EventTime),
        RejectionReason.UserIdEmpty => Invalid(BuiltInPipeline.UserId, "the key is empty"),
        RejectionReason.UserIdTooLong => Invalid(
            BuiltInPipeline.UserId, $"the key has more than {EventLimits.MaxUserIdLength} characters"),
        RejectionReason.UserIdInvalid => Invalid(BuiltInPipeline.UserId, "the text has characters that Postgres cannot store"),
        RejectionReason.ValueNotNumeric => Invalid(BuiltInPipeline.Value, "the text is not a number"),
        RejectionReason.ValueNotFinite or RejectionReason.ValueOutOfRange => Invalid(
            BuiltInPipeline.Value, "the number is out of the range of double precision"),
        RejectionReason.TimeNotAnInteger => Invalid(BuiltInPipeline.Time, "the text is not an integer"),
        RejectionReason.TimeAfter2262 => Invalid(BuiltInPipeline.EventTime, "the event time is after 2262"),
        RejectionReason.TimeBefore1970 => Invalid(BuiltInPipeline.EventTime, "the event time is before 1970"),
        RejectionReason.TimeLooksLikeSeconds => Invalid(
            BuiltInPipeline.EventTime,
            "the event time is before the earliest one that is accepted; it looks like seconds"),
        RejectionReason.TimeTooEarly => Invalid(
            BuiltInPipeline.EventTime, "the event time is before the earliest one that is accepted"),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Readers deliver the bytes of other records."),
    };

    private static RecordRejection Missing(string column) => new(RecordReasons.Missing, column, "there is no value");

    private static RecordRejection Invalid(string column, string detail) => new(RecordReasons.Invalid, column, detail);
}
