using FsCheck;
using FsCheck.Fluent;

namespace PathwayOrleans.Testing;

/// <summary>Checks a statement for many random values; a failure names the value, shrunk, and the seed.</summary>
public static class Always
{
    /// <summary>Asserts the statement.</summary>
    public static void Holds<T>(Gen<T> values, Action<T> check, int cases = 500) => Holds(values.ToArbitrary(), check, cases);

    /// <summary>The same with values that FsCheck cannot shrink.</summary>
    /// <param name="values">The values.</param>
    /// <param name="smaller">Returns values that are slightly smaller than a failing one.</param>
    /// <param name="check">Asserts the statement.</param>
    /// <param name="cases">The number of values.</param>
    public static void Holds<T>(Gen<T> values, Func<T, IEnumerable<T>> smaller, Action<T> check, int cases = 500) =>
        Holds(Arb.From(values, smaller), check, cases);

    private static void Holds<T>(Arbitrary<T> values, Action<T> check, int cases) =>
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(cases), Prop.ForAll(values, check));
}
