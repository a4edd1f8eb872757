using FsCheck;
using FsCheck.Fluent;

namespace PathwayOrleans.Testing;

/// <summary>Checks a statement for many random values; a failure names the value, shrunk, and the seed.</summary>
public static class Always
{
    /// <summary>The check asserts.</summary>
    public static void Holds<T>(Gen<T> values, Action<T> check, int cases = 500) =>
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(cases), Prop.ForAll(values.ToArbitrary(), check));
}
