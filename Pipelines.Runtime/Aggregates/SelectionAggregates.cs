using PathwayOrleans.Pipelines.Runtime.Functions;

namespace PathwayOrleans.Pipelines.Runtime.Aggregates;

/// <summary><c>min</c> and <c>max</c>; text compares by code point. Of equal values the first stays.</summary>
/// <typeparam name="T">The type of the argument.</typeparam>
/// <param name="isMaximum">Whether the result is the highest value.</param>
public sealed class ExtremeAggregate<T>(bool isMaximum) : FoldAggregate<T, T>
{
    public override bool CanFail => false;

    protected override T First(T value) => value;

    protected override T Next(T state, T value) => Wins(value, state) ? value : state;

    protected override T Merge(T state, T other) => Wins(other, state) ? other : state;

    protected override object? Result(T state, long count) => state;

    private bool Wins(T value, T state) => isMaximum ? Ordering.IsLess(state, value) : Ordering.IsLess(value, state);
}

/// <summary><c>bool_and</c> and <c>bool_or</c>.</summary>
/// <param name="isOr">Whether one true value is enough.</param>
public sealed class BooleanAggregate(bool isOr) : FoldAggregate<bool, bool>
{
    public override bool CanFail => false;

    protected override bool First(bool value) => value;

    protected override bool Next(bool state, bool value) => isOr ? state | value : state & value;

    protected override bool Merge(bool state, bool other) => Next(state, other);

    protected override object? Result(bool state, long count) => state;
}
