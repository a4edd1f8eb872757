using System.Globalization;
using System.Linq.Expressions;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Runtime.Aggregates;

namespace PathwayOrleans.Pipelines.Compilation;

/// <summary>Finds the accumulators of aggregates.</summary>
internal static class AggregateCompiler
{
    /// <summary>The aggregates of a view, one behind the other in its words and objects.</summary>
    internal static AggregateStep[] Compile(IReadOnlyList<AggregateCall> calls, RowSlots slots)
    {
        var steps = new List<AggregateStep>();
        int words = 0;
        int objects = 0;
        foreach (AggregateCall call in calls)
        {
            AggregateStep step = Compile(call, slots, words, objects);
            words += step.Aggregate.WordCount;
            objects += step.Aggregate.ObjectCount;
            steps.Add(step);
        }

        return [.. steps];
    }

    /// <summary>The accumulator of an aggregate, and the type to which its argument is converted.</summary>
    /// <param name="signature">The aggregate; a parameter of any type has been replaced by the actual one.</param>
    /// <param name="argument">The type of its argument, or of what it sorts by.</param>
    /// <param name="fraction">The argument of <c>approx_percentile</c>.</param>
    /// <exception cref="NotSupportedException">The runtime does not have it.</exception>
    internal static (Aggregate Aggregate, SqlType Type) Find(Signature signature, SqlType argument, double fraction = 0)
    {
        bool isBinary = argument is SqlType.Real or SqlType.Double;
        return signature.Name switch
        {
            "count" => (Create(typeof(CountAggregate<>), argument), argument),
            "sum" when argument == SqlType.Integer => (new IntegerSum(), argument),
            "sum" when argument == SqlType.Real => (new RealSum(), argument),
            "sum" when argument == SqlType.Double => (new DoubleSum(), argument),
            "sum" when argument.IsNumber() => (new NumericSum(isAverage: false), SqlType.Numeric),
            "avg" when isBinary => (new DoubleMoments(Statistic.Average), SqlType.Double),
            "avg" when argument.IsNumber() => (new NumericSum(isAverage: true), SqlType.Numeric),
            "min" => (Create(typeof(ExtremeAggregate<>), argument, false), argument),
            "max" => (Create(typeof(ExtremeAggregate<>), argument, true), argument),
            "bool_and" => (new BooleanAggregate(isOr: false), argument),
            "bool_or" => (new BooleanAggregate(isOr: true), argument),
            "stddev_samp" => Moments(Statistic.DeviationSample, isBinary),
            "stddev_pop" => Moments(Statistic.DeviationPopulation, isBinary),
            "var_samp" => Moments(Statistic.VarianceSample, isBinary),
            "var_pop" => Moments(Statistic.VariancePopulation, isBinary),
            "first_value" => (Create(typeof(OrderedAggregate<>), argument, false), argument),
            "last_value" => (Create(typeof(OrderedAggregate<>), argument, true), argument),
            "approx_count_distinct" => (Create(typeof(DistinctCount<>), argument), argument),
            "approx_percentile" => (new PercentileAggregate(fraction), SqlType.Double),
            _ => throw new NotSupportedException($"The runtime has no aggregate {signature} of {argument.Name()}."),
        };
    }

    private static AggregateStep Compile(AggregateCall call, RowSlots slots, int words, int objects)
    {
        SlotValue? filter = call.Filter is null ? null : slots.Of(call.Filter);
        BoundExpression? argument = call.SortedBy ?? (call.Arguments.Count > 0 ? call.Arguments[0] : null);
        if (argument is null)
        {
            var count = new CountAggregate<bool>();
            return new CountStep(new AggregateInput(call.ToString(), count, words, objects, filter, null));
        }

        double fraction = call.SortedBy is null ? 0 : FractionOf(call.Arguments[0]);
        (Aggregate aggregate, SqlType type) = Find(call.Signature, argument.Type, fraction);
        BoundExpression value = type == argument.Type ? argument : new BoundCast(argument, type, argument.Span);
        Type step = call.Signature.Name is "first_value" or "last_value" ? typeof(OrderedStep<>) : typeof(ValueStep<>);
        return (AggregateStep)Activator.CreateInstance(
            step.MakeGenericType(ClrTypes.Of(type)),
            new AggregateInput(call.ToString(), aggregate, words, objects, filter, slots.Of(value)))!;
    }

    // The binder has checked that it is a number between 0 and 1.
    private static double FractionOf(BoundExpression expression) =>
        new ExpressionCompiler(new RowSlots()).Compile(expression) is ConstantExpression { Value: { } value }
            ? Convert.ToDouble(value, CultureInfo.InvariantCulture)
            : throw new ArgumentException($"{expression} is not a constant.", nameof(expression));

    private static (Aggregate Aggregate, SqlType Type) Moments(Statistic statistic, bool isBinary) => isBinary
        ? (new DoubleMoments(statistic), SqlType.Double)
        : (new NumericMoments(statistic), SqlType.Numeric);

    private static Aggregate Create(Type generic, SqlType argument, params object[] arguments) =>
        (Aggregate)Activator.CreateInstance(generic.MakeGenericType(ClrTypes.Of(argument)), arguments)!;
}
