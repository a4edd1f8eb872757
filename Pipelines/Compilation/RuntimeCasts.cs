using System.Linq.Expressions;
using System.Reflection;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Runtime.Functions;

namespace PathwayOrleans.Pipelines.Compilation;

/// <summary>The conversions of types as functions of the runtime.</summary>
internal static class RuntimeCasts
{
    /// <summary>Converts a value that is not NULL.</summary>
    internal static Expression Convert(Expression value, SqlType to)
    {
        if (value.Type == ClrTypes.Of(to))
        {
            return value;
        }

        MethodInfo method = typeof(Cast).GetMethod(NameOf(to), [value.Type])
            ?? throw new NotSupportedException($"The runtime has no cast from {value.Type.Name} to {to.Name()}.");
        return Expression.Call(method, value);
    }

    /// <summary>A literal as a constant, or an expression that fails where its text is no value here.</summary>
    internal static Expression Constant(SqlType type, string? text)
    {
        Type result = ClrTypes.Nullable(type == SqlType.Unknown ? SqlType.Text : type);
        if (text is null || result == typeof(string))
        {
            return Expression.Constant(text, result);
        }

        Expression read = Convert(Expression.Constant(text), type);
        return ConstantFolding.Fold(Lifted.Of(read), []);
    }

    private static string NameOf(SqlType type) => type switch
    {
        SqlType.Boolean => nameof(Cast.ToBoolean),
        SqlType.Integer => nameof(Cast.ToInteger),
        SqlType.BigInt => nameof(Cast.ToBigint),
        SqlType.Real => nameof(Cast.ToReal),
        SqlType.Double => nameof(Cast.ToDouble),
        SqlType.Numeric => nameof(Cast.ToNumeric),
        SqlType.Text => nameof(Cast.ToText),
        SqlType.TimestampTz => nameof(Cast.ToTimestamptz),
        SqlType.Date => nameof(Cast.ToDate),
        SqlType.Uuid => nameof(Cast.ToUuid),
        SqlType.Interval => nameof(Cast.ToInterval),
        _ => throw new NotSupportedException($"The runtime has no cast to {type.Name()}."),
    };
}
