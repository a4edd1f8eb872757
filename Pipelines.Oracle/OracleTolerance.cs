namespace PathwayOrleans.Pipelines.Oracle;

/// <summary>How far a maintained value may differ from the one of Postgres.</summary>
public enum OracleTolerance
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>
    /// It has sums of real or double precision, which are added in another order: a relative error of 1e-9, or 1e-4 for real.
    /// </summary>
    Order,

    /// <summary>Exact up to 128 distinct values; above, five times the standard error of 1.6 %.</summary>
    DistinctCount,

    /// <summary>A relative error of 1 %.</summary>
    Percentile,
}
