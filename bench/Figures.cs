using System.Globalization;

namespace PathwayOrleans.Bench;

/// <summary>Figures and how they are written.</summary>
internal static class Figures
{
    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    internal static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
