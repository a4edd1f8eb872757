using System.Collections.Frozen;
using System.Linq.Expressions;
using System.Reflection;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Runtime;
using PathwayOrleans.Pipelines.Runtime.Functions;
using PathwayOrleans.Pipelines.Runtime.Times;

namespace PathwayOrleans.Pipelines.Compilation;

/// <summary>The operators and functions of the catalog as functions of the runtime, whose values are not NULL.</summary>
internal static class RuntimeFunctions
{
    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["+"] = nameof(Arithmetic.Add),
        ["-"] = nameof(Arithmetic.Subtract),
        ["*"] = nameof(Arithmetic.Multiply),
        ["/"] = nameof(Arithmetic.Divide),
        ["%"] = nameof(Arithmetic.Modulo),
        ["^"] = nameof(Arithmetic.Power),
        ["LIKE"] = nameof(Like.IsMatch),
        ["ILIKE"] = nameof(Like.IsMatchIgnoringCase),
        ["lower"] = nameof(TextFunctions.Lower),
        ["upper"] = nameof(TextFunctions.Upper),
        ["length"] = nameof(TextFunctions.Length),
        ["substr"] = nameof(TextFunctions.Substring),
        ["btrim"] = nameof(TextFunctions.Trim),
        ["ltrim"] = nameof(TextFunctions.TrimStart),
        ["rtrim"] = nameof(TextFunctions.TrimEnd),
        ["replace"] = nameof(TextFunctions.Replace),
        ["split_part"] = nameof(TextFunctions.SplitPart),
        ["starts_with"] = nameof(TextFunctions.StartsWith),
        ["abs"] = nameof(Arithmetic.Absolute),
        ["round"] = nameof(Arithmetic.Round),
        ["floor"] = nameof(Arithmetic.Floor),
        ["ceil"] = nameof(Arithmetic.Ceiling),
        ["ceiling"] = nameof(Arithmetic.Ceiling),
        ["sign"] = nameof(Arithmetic.Sign),
        ["mod"] = nameof(Arithmetic.Modulo),
        ["power"] = nameof(Arithmetic.Power),
        ["sqrt"] = nameof(Arithmetic.SquareRoot),
        ["ln"] = nameof(Arithmetic.Logarithm),
        ["date_trunc"] = nameof(TimeTruncation.Truncate),
        ["date_part"] = nameof(TimeParts.DatePart),
        ["extract"] = nameof(TimeParts.Extract),
        ["to_timestamp"] = nameof(TimeArithmetic.ToTimestamp),
    }.ToFrozenDictionary();

    private static readonly Type[] Holders =
    [
        typeof(Arithmetic), typeof(TimeArithmetic), typeof(TextFunctions), typeof(Like), typeof(TimeTruncation),
        typeof(TimeParts),
    ];

    /// <summary>Calls an operator or a function.</summary>
    /// <param name="signature">Which one.</param>
    /// <param name="values">Its arguments, which are not NULL.</param>
    /// <returns>The result, which may be NULL for a few functions.</returns>
    /// <exception cref="NotSupportedException">The runtime does not have it.</exception>
    internal static Expression Call(Signature signature, Expression[] values)
    {
        string name = signature.Name;
        return name switch
        {
            "=" or "<>" or "<" or ">" or "<=" or ">=" => RuntimeComparisons.Compare(name, values[0], values[1]),
            "||" => Expression.Call(
                typeof(TextFunctions),
                nameof(TextFunctions.Concatenate),
                null,
                [.. values.Select(value => RuntimeCasts.Convert(value, SqlType.Text))]),
            "+" when values.Length == 1 => values[0],
            "-" when values.Length == 1 => Invoke(nameof(Arithmetic.Negate), signature, values),
            "date_trunc" or "date_part" or "extract" => Invoke(Names[name], signature, [
                Parsed<TimeUnit>(values[0], typeof(TimeUnits), nameof(TimeUnits.Parse)),
                .. values[1..].Select(value => value.Type == typeof(string)
                    ? Parsed<ZoneRules>(value, typeof(ZoneRules), nameof(ZoneRules.Find))
                    : value),
            ]),
            _ when Names.TryGetValue(name, out string? method) => Invoke(method, signature, values),
            _ => throw Missing(signature),
        };
    }

    // Of two integers or two binary numbers of different sizes, the smaller one is extended. An operator whose operands have
    // different types may be there in the other order only.
    private static MethodCallExpression Invoke(string name, Signature signature, Expression[] values)
    {
        Expression[] same = RuntimeComparisons.Extend(values);
        Expression[][] orders = same is [var left, var right] && name is nameof(Arithmetic.Add) or nameof(Arithmetic.Multiply)
            ? [same, [right, left]]
            : [same];
        foreach (Expression[] arguments in orders)
        {
            Type[] types = [.. arguments.Select(argument => argument.Type)];
            if (Array.Find(Holders, holder => Find(holder, name, types) is not null) is { } found)
            {
                return Expression.Call(Find(found, name, types)!, arguments);
            }
        }

        throw Missing(signature);
    }

    private static MethodInfo? Find(Type holder, string name, Type[] types) =>
        Array.Find(
            holder.GetMethods(BindingFlags.Public | BindingFlags.Static),
            method => method.Name == name
                && method.GetParameters().Select(parameter => parameter.ParameterType).SequenceEqual(types));

    // The name of a unit or a zone is nearly always a literal, which is then looked up once.
    private static Expression Parsed<T>(Expression name, Type type, string method)
    {
        MethodInfo parse = type.GetMethod(method, [typeof(string)])!;
        try
        {
            return name is ConstantExpression { Value: string text }
                ? Expression.Constant(parse.Invoke(null, [text]), typeof(T))
                : Expression.Call(parse, name);
        }
        catch (TargetInvocationException e) when (e.InnerException is EvaluationException)
        {
            return Expression.Call(parse, name);
        }
    }

    private static NotSupportedException Missing(Signature signature) =>
        new($"The runtime has no function for {signature}.");
}
