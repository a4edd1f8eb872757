namespace PathwayOrleans.Pipelines.Binding;

/// <summary>An interval as Postgres stores it: months and days have no fixed length.</summary>
internal readonly record struct PgInterval(int Months, int Days, long Microseconds)
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    /// <summary>Its length if days have 24 hours; null if it has months or does not fit.</summary>
    internal long? FixedMicroseconds
    {
        get
        {
            Int128 length = ((Int128)Days * MicrosecondsPerDay) + Microseconds;
            return Months == 0 && length >= long.MinValue && length <= long.MaxValue ? (long)length : null;
        }
    }
}
