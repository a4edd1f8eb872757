using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Compilation;

/// <summary>The .NET types of values.</summary>
internal static class ClrTypes
{
    /// <summary>The type of values that are not NULL.</summary>
    internal static Type Of(SqlType type) => type switch
    {
        SqlType.Boolean => typeof(bool),
        SqlType.Integer => typeof(int),
        SqlType.BigInt => typeof(long),
        SqlType.Real => typeof(float),
        SqlType.Double => typeof(double),
        SqlType.Numeric => typeof(decimal),
        SqlType.Text => typeof(string),
        SqlType.TimestampTz => typeof(Timestamptz),
        SqlType.Date => typeof(Date),
        SqlType.Uuid => typeof(Guid),
        SqlType.Interval => typeof(Interval),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "An expression has no values of this type."),
    };

    /// <summary>The type of values that may be NULL: null is NULL.</summary>
    internal static Type Nullable(SqlType type) => Nullable(Of(type));

    /// <summary>The type of values that may be NULL.</summary>
    internal static Type Nullable(Type type) => type.IsValueType && System.Nullable.GetUnderlyingType(type) is null
        ? typeof(Nullable<>).MakeGenericType(type)
        : type;
}
