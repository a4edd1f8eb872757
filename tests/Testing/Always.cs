using FsCheck;
using FsCheck.Fluent;

namespace PathwayOrleans.Testing;

/// <summary>Checks a statement for many random values; a failure names the value, shrunk, and the seed.</summary>
public static class Always
{
    /// <summary>The check asserts.</summary>
    public static void Holds<T>(Gen<T> values, Action<T> check, int cases = 500) => Holds(values.ToArbitrary(), check, cases);

    /// <summary>The same with values that FsCheck cannot make smaller by itself.</summary>
    /// <param name="values">The values.</param>
    /// <param name="smaller">Values that are a little smaller than one that failed.</param>
    /// <param name="check">It asserts.</param>
    /// <param name="cases">How many values.</param>
    public static void Holds<T>(Gen<T> values, Func<T, IEnumerable<T>> smaller, Action<T> check, int cases = 500) =>
        Holds(Arb.From(values, smaller), check, cases);

    private static void Holds<T>(Arbitrary<T> values, Action<T> check, int cases) =>
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(cases), Prop.ForAll(values, check));
}
