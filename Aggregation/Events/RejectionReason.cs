namespace PathwayOrleans.Aggregation.Events;

/// <summary>Why a message is rejected. Its text in <c>dead_letters.reason</c> is <see cref="RejectionReasons.Code"/>.</summary>
public enum RejectionReason
{
    /// <summary>Not rejected.</summary>
    None,

    /// <summary>The payload is null (a tombstone) or has zero bytes.</summary>
    Empty,

    /// <summary>Larger than <see cref="EventLimits.MaxMessageBytes"/>.</summary>
    Oversize,

    /// <summary>Not JSON.</summary>
    NotJson,

    /// <summary>JSON, but not an object.</summary>
    NotAnObject,

    /// <summary>Something other than white space follows the object.</summary>
    TrailingBytes,

    UserIdMissing,

    /// <summary><c>user_id</c> is not a string.</summary>
    UserIdNotAString,

    UserIdEmpty,

    /// <summary>More than <see cref="EventLimits.MaxUserIdLength"/> code points.</summary>
    UserIdTooLong,

    /// <summary>Characters that a Postgres text cannot hold: U+0000, a lone surrogate, invalid UTF-8.</summary>
    UserIdInvalid,

    ValueMissing,

    ValueNotNumeric,

    /// <summary>A number too large for a double.</summary>
    ValueNotFinite,

    /// <summary>Finite, but of a magnitude above <see cref="EventLimits.MaxValue"/>; or in JSON too small for a double.</summary>
    ValueOutOfRange,

    /// <summary>The event has no <c>time</c> and the broker provided no timestamp.</summary>
    TimeMissing,

    TimeNotAnInteger,

    TimeBefore1970,

    TimeAfter2262,

    /// <summary>Before the earliest accepted time, and in the accepted range if it is read as seconds.</summary>
    TimeLooksLikeSeconds,

    /// <summary>Before the earliest accepted time.</summary>
    TimeTooEarly,

    /// <summary>Not a valid CSV record: unbalanced quotes, or a number of fields that differs from the header's.</summary>
    NotCsv,
}

/// <summary>The stable, documented text of each reason.</summary>
public static class RejectionReasons
{
    /// <summary>The text stored in <c>dead_letters.reason</c>.</summary>
    public static string Code(this RejectionReason reason) => reason switch
    {
        RejectionReason.Empty => "empty",
        RejectionReason.Oversize => "oversize",
        RejectionReason.NotJson => "not_json",
        RejectionReason.NotAnObject => "not_an_object",
        RejectionReason.TrailingBytes => "trailing_bytes",
        RejectionReason.UserIdMissing => "user_id_missing",
        RejectionReason.UserIdNotAString => "user_id_not_a_string",
        RejectionReason.UserIdEmpty => "user_id_empty",
        RejectionReason.UserIdTooLong => "user_id_too_long",
        RejectionReason.UserIdInvalid => "user_id_invalid",
        RejectionReason.ValueMissing => "value_missing",
        RejectionReason.ValueNotNumeric => "value_not_numeric",
        RejectionReason.ValueNotFinite => "value_not_finite",
        RejectionReason.ValueOutOfRange => "value_out_of_range",
        RejectionReason.TimeMissing => "time_missing",
        RejectionReason.TimeNotAnInteger => "time_not_an_integer",
        RejectionReason.TimeBefore1970 => "time_before_1970",
        RejectionReason.TimeAfter2262 => "time_after_2262",
        RejectionReason.TimeLooksLikeSeconds => "time_looks_like_seconds",
        RejectionReason.TimeTooEarly => "time_too_early",
        RejectionReason.NotCsv => "not_csv",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Only rejected messages have a reason code."),
    };
}
