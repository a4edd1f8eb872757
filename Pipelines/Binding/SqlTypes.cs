using System.Collections.Frozen;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>Names, categories and casts of types, as in Postgres's catalogs <c>pg_type</c> and <c>pg_cast</c>.</summary>
internal static class SqlTypes
{
    private static readonly FrozenDictionary<string, SqlType> ByName = new Dictionary<string, SqlType>
    {
        ["boolean"] = SqlType.Boolean,
        ["bool"] = SqlType.Boolean,
        ["integer"] = SqlType.Integer,
        ["int"] = SqlType.Integer,
        ["int4"] = SqlType.Integer,
        ["bigint"] = SqlType.BigInt,
        ["int8"] = SqlType.BigInt,
        ["real"] = SqlType.Real,
        ["float4"] = SqlType.Real,
        ["double precision"] = SqlType.Double,
        ["float8"] = SqlType.Double,
        ["float"] = SqlType.Double,
        ["numeric"] = SqlType.Numeric,
        ["decimal"] = SqlType.Numeric,
        ["text"] = SqlType.Text,
        ["varchar"] = SqlType.Text,
        ["character varying"] = SqlType.Text,
        ["timestamptz"] = SqlType.TimestampTz,
        ["timestamp with time zone"] = SqlType.TimestampTz,
        ["date"] = SqlType.Date,
        ["uuid"] = SqlType.Uuid,
        ["interval"] = SqlType.Interval,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Instead = new Dictionary<string, string>
    {
        ["smallint"] = "integer",
        ["int2"] = "integer",
        ["serial"] = "bigint",
        ["money"] = "numeric",
        ["char"] = "text",
        ["character"] = "text",
        ["json"] = "text, or a column for each member with PATH",
        ["jsonb"] = "text, or a column for each member with PATH",
        ["bytea"] = "text",
        ["timestamp"] = "timestamptz",
        ["timestamp without time zone"] = "timestamptz",
        ["time"] = "text",
        ["string"] = "text",
        ["long"] = "bigint",
        ["double"] = "double precision",
        ["datetime"] = "timestamptz",
    }.ToFrozenDictionary();

    private static readonly FrozenSet<(SqlType From, SqlType To)> Implicit = ((ReadOnlySpan<(SqlType, SqlType)>)
    [
        (SqlType.Integer, SqlType.BigInt), (SqlType.Integer, SqlType.Real), (SqlType.Integer, SqlType.Double),
        (SqlType.Integer, SqlType.Numeric), (SqlType.BigInt, SqlType.Real), (SqlType.BigInt, SqlType.Double),
        (SqlType.BigInt, SqlType.Numeric), (SqlType.Numeric, SqlType.Real), (SqlType.Numeric, SqlType.Double),
        (SqlType.Real, SqlType.Double), (SqlType.Date, SqlType.TimestampTz),
    ]).ToArray().ToFrozenSet();

    private static readonly FrozenSet<(SqlType From, SqlType To)> Assignment = ((ReadOnlySpan<(SqlType, SqlType)>)
    [
        (SqlType.BigInt, SqlType.Integer), (SqlType.Real, SqlType.Integer), (SqlType.Real, SqlType.BigInt),
        (SqlType.Real, SqlType.Numeric), (SqlType.Double, SqlType.Integer), (SqlType.Double, SqlType.BigInt),
        (SqlType.Double, SqlType.Real), (SqlType.Double, SqlType.Numeric), (SqlType.Numeric, SqlType.Integer),
        (SqlType.Numeric, SqlType.BigInt), (SqlType.TimestampTz, SqlType.Date), (SqlType.Boolean, SqlType.Text),
    ]).ToArray().ToFrozenSet();

    /// <summary>The names by which a type is suggested.</summary>
    internal static IEnumerable<string> Names => ByName.Keys;

    /// <summary>The type of a name, or null.</summary>
    internal static SqlType? Find(string name) => ByName.TryGetValue(name, out SqlType type) ? type : null;

    /// <summary>What to use instead of a type that a pipeline does not have, or null.</summary>
    internal static string? FindInstead(string name) => Instead.GetValueOrDefault(name);

    /// <summary>The name that Postgres shows.</summary>
    internal static string Name(this SqlType type) => type switch
    {
        SqlType.Unknown => "unknown",
        SqlType.Boolean => "boolean",
        SqlType.Integer => "integer",
        SqlType.BigInt => "bigint",
        SqlType.Real => "real",
        SqlType.Double => "double precision",
        SqlType.Numeric => "numeric",
        SqlType.Text => "text",
        SqlType.TimestampTz => "timestamp with time zone",
        SqlType.Date => "date",
        SqlType.Uuid => "uuid",
        SqlType.Interval => "interval",
        SqlType.Timestamp => "timestamp without time zone",
        SqlType.Any => "any type",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    internal static bool IsNumber(this SqlType type) => Category(type) == 'N';

    /// <summary>The category by which Postgres chooses among overloads.</summary>
    internal static char Category(this SqlType type) => type switch
    {
        SqlType.Boolean => 'B',
        SqlType.Integer or SqlType.BigInt or SqlType.Real or SqlType.Double or SqlType.Numeric => 'N',
        SqlType.Text => 'S',
        SqlType.TimestampTz or SqlType.Timestamp or SqlType.Date => 'D',
        SqlType.Interval => 'T',
        SqlType.Uuid => 'U',
        SqlType.Any => 'P',
        _ => 'X',
    };

    /// <summary>Whether Postgres prefers the type to the others of its category.</summary>
    internal static bool IsPreferred(this SqlType type) =>
        type is SqlType.Boolean or SqlType.Double or SqlType.Text or SqlType.TimestampTz or SqlType.Interval;

    /// <summary>Whether a value becomes a value of the other type without being asked.</summary>
    internal static bool CastsImplicitlyTo(this SqlType from, SqlType to) =>
        from == to || from == SqlType.Unknown || to == SqlType.Any || Implicit.Contains((from, to));

    /// <summary>Whether a value may be stored in a column of the other type.</summary>
    internal static bool CastsByAssignmentTo(this SqlType from, SqlType to) =>
        CastsImplicitlyTo(from, to) || Assignment.Contains((from, to)) || to == SqlType.Text;

    /// <summary>Whether CAST makes one of the other. Every type is cast to and from text.</summary>
    internal static bool CastsExplicitlyTo(this SqlType from, SqlType to) =>
        CastsByAssignmentTo(from, to) || from == SqlType.Text
        || (from, to) is (SqlType.Boolean, SqlType.Integer) or (SqlType.Integer, SqlType.Boolean);
}
