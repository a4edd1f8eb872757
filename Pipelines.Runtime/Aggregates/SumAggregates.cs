using PathwayOrleans.Pipelines.Runtime.Functions;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Aggregates;

/// <summary><c>sum(integer)</c>, a bigint; too high a sum is an error.</summary>
public sealed class IntegerSum : FoldAggregate<int, long>
{
    protected override long First(int value) => value;

    protected override long Next(long state, int value) => Arithmetic.Add(state, value);

    protected override long Merge(long state, long other) => Arithmetic.Add(state, other);

    protected override object? Result(long state, long count) => state;
}

/// <summary>
/// <c>sum(numeric)</c> and <c>avg(numeric)</c>, and those of <c>bigint</c> and <c>avg(integer)</c> of values cast to numeric. The
/// sum is exact; one of more than 28 digits is an error. An average has the scale of Postgres's division.
/// </summary>
/// <param name="isAverage">Whether the result is the average.</param>
public sealed class NumericSum(bool isAverage) : FoldAggregate<decimal, decimal>
{
    protected override decimal First(decimal value) => value;

    protected override decimal Next(decimal state, decimal value) => Arithmetic.Add(state, value);

    protected override decimal Merge(decimal state, decimal other) => Arithmetic.Add(state, other);

    protected override object? Result(decimal state, long count) => isAverage
        ? Arithmetic.Quotient(Numeric.Of(state), Numeric.Of(count)).ToDecimal("avg", state, count)
        : state;
}

/// <summary><c>sum(double precision)</c>: added in the order of the values, so that rounding differs between orders.</summary>
public sealed class DoubleSum : FoldAggregate<double, double>
{
    protected override double First(double value) => value;

    protected override double Next(double state, double value) => Arithmetic.Add(state, value);

    protected override double Merge(double state, double other) => Arithmetic.Add(state, other);

    protected override object? Result(double state, long count) => state;
}

/// <summary><c>sum(real)</c>, in single precision as in Postgres.</summary>
public sealed class RealSum : FoldAggregate<float, float>
{
    protected override float First(float value) => value;

    protected override float Next(float state, float value) => Arithmetic.Add(state, value);

    protected override float Merge(float state, float other) => Arithmetic.Add(state, other);

    protected override object? Result(float state, long count) => state;
}
