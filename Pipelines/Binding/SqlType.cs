namespace PathwayOrleans.Pipelines.Binding;

/// <summary>The types of expressions, as Postgres has them. varchar is text.</summary>
internal enum SqlType
{
    /// <summary>A text literal or NULL whose place does not say its type.</summary>
    Unknown,

    Boolean,
    Integer,
    BigInt,
    Real,
    Double,
    Numeric,
    Text,
    TimestampTz,
    Date,
    Uuid,

    /// <summary>Only inside expressions and as a result, not as a column of a source.</summary>
    Interval,

    /// <summary>Only a result that the binder rejects: a pipeline has no times without a time zone.</summary>
    Timestamp,

    /// <summary>A parameter that accepts every type.</summary>
    Any,
}
