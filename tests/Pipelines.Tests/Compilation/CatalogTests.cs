using System.Linq.Expressions;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;

namespace PathwayOrleans.Pipelines.Tests.Compilation;

/// <summary>What the binder accepts, the runtime has.</summary>
public sealed class CatalogTests
{
    private static readonly SqlType[] Types =
    [
        SqlType.Boolean, SqlType.Integer, SqlType.BigInt, SqlType.Real, SqlType.Double, SqlType.Numeric, SqlType.Text,
        SqlType.TimestampTz, SqlType.Date, SqlType.Uuid, SqlType.Interval,
    ];

    [Fact]
    public void Every_operator_and_function_of_the_catalog_is_one_of_the_runtime() => Assert.Empty(
        from signature in All(Catalog.BinaryOperators).Concat(All(Catalog.PrefixOperators)).Concat(All(Catalog.Functions))
        let problem = ProblemOf(() => Lifted.Of(RuntimeFunctions.Call(
            signature, [.. signature.Parameters.Select(Operand)])).Type, ClrTypes.Nullable(signature.Result))
        where problem is not null
        select $"{signature}: {problem}");

    [Fact]
    public void Every_aggregate_of_the_catalog_is_one_of_the_runtime() => Assert.Empty(
        from signature in All(Catalog.Aggregates)
        where signature.Parameters.Count > 0 && signature.Result != SqlType.Interval
        from type in signature.Parameters[^1] == SqlType.Any ? Types : [signature.Parameters[^1]]
        let problem = ProblemOf(() => AggregateCompiler.Find(signature, type).Aggregate.GetType(), null)
        where problem is not null
        select $"{signature} of {type}: {problem}");

    [Fact]
    public void Every_conversion_that_the_binder_makes_is_one_of_the_runtime() => Assert.Empty(
        from one in Types
        from other in Types
        where one != other && one.CastsExplicitlyTo(other)
        let problem = ProblemOf(() => RuntimeCasts.Convert(Operand(one), other).Type, ClrTypes.Of(other))
        where problem is not null
        select $"{one} to {other}: {problem}");

    // The binder rejects every expression with a timestamp without time zone.
    private static IEnumerable<Signature> All(ILookup<string, Signature> catalog) =>
        from signatures in catalog
        from signature in signatures
        where !signature.Parameters.Append(signature.Result).Contains(SqlType.Timestamp)
        select signature;

    private static ParameterExpression Operand(SqlType type) =>
        Expression.Parameter(ClrTypes.Of(type == SqlType.Any ? SqlType.Date : type));

    private static string? ProblemOf(Func<Type> find, Type? expected)
    {
        try
        {
            Type found = find();
            return expected is null || found == expected ? null : $"its type is {found}";
        }
        catch (NotSupportedException e)
        {
            return e.Message;
        }
    }
}
