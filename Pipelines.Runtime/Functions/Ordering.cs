using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Functions;

/// <summary>
/// How values of a type compare. NaN is equal to itself and above all other numbers; text compares by code point, as with the
/// collation <c>C</c> of a UTF-8 database; false is below true; a uuid compares by its bytes. In Postgres the order of text
/// depends on the collation, and equality does not.
/// </summary>
public static class Ordering
{
    public static int Compare(bool left, bool right) => left.CompareTo(right);

    public static int Compare(int left, int right) => left.CompareTo(right);

    public static int Compare(long left, long right) => left.CompareTo(right);

    public static int Compare(decimal left, decimal right) => decimal.Compare(left, right);

    public static int Compare(double left, double right) =>
        left < right ? -1 : left > right ? 1 : left == right ? 0 : double.IsNaN(left).CompareTo(double.IsNaN(right));

    public static int Compare(float left, float right) =>
        left < right ? -1 : left > right ? 1 : left == right ? 0 : float.IsNaN(left).CompareTo(float.IsNaN(right));

    public static int Compare(Guid left, Guid right) => left.CompareTo(right);

    public static int Compare(Timestamptz left, Timestamptz right) => left.CompareTo(right);

    public static int Compare(Date left, Date right) => left.CompareTo(right);

    public static int Compare(Interval left, Interval right) => left.CompareTo(right);

    /// <summary>A date is its midnight in UTC, also where no timestamptz holds it.</summary>
    public static int Compare(Date left, Timestamptz right)
    {
        if (!left.IsFinite || !right.IsFinite)
        {
            int date = left.IsFinite ? 0 : left.Days > 0 ? 1 : -1;
            return date.CompareTo(right.IsFinite ? 0 : right.Microseconds > 0 ? 1 : -1);
        }

        return ((Int128)left.Days * Timestamptz.MicrosecondsPerDay).CompareTo(right.Microseconds);
    }

    public static int Compare(Timestamptz left, Date right) => -Compare(right, left);

    public static int Compare(string left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        int length = left.AsSpan().CommonPrefixLength(right);
        if (length == left.Length || length == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        char a = left[length];
        char b = right[length];

        // Surrogates stand for code points above all others.
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
    }

    /// <summary>Whether the first of two values of one type is lower.</summary>
    public static bool IsLess<T>(T left, T right)
    {
        // The types of most minima and maxima, without a delegate.
        if (typeof(T) == typeof(long))
        {
            return (long)(object)left! < (long)(object)right!;
        }

        if (typeof(T) == typeof(Timestamptz))
        {
            return (Timestamptz)(object)left! < (Timestamptz)(object)right!;
        }

        return Comparer<T>.Compare(left, right) < 0;
    }

    /// <summary>Whether two values of one type are equal.</summary>
    public static bool AreEqual<T>(T left, T right) => Comparer<T>.Compare(left, right) == 0;

    /// <summary>The comparison of a type as a delegate.</summary>
    internal static class Comparer<T>
    {
        internal static readonly Comparison<T> Compare = Create();

        private static Comparison<T> Create()
        {
            Delegate comparison =
                typeof(T) == typeof(string) ? new Comparison<string>(Ordering.Compare)
                : typeof(T) == typeof(double) ? new Comparison<double>(Ordering.Compare)
                : typeof(T) == typeof(float) ? new Comparison<float>(Ordering.Compare)
                : new Comparison<T>(System.Collections.Generic.Comparer<T>.Default.Compare);
            return (Comparison<T>)comparison;
        }
    }
}
