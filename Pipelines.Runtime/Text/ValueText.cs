using System.Globalization;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Runtime.Text;

/// <summary>Postgres's text of a value of any type.</summary>
internal static class ValueText
{
    internal static string Of(object value) => value switch
    {
        string text => text,
        bool boolean => BooleanText.Format(boolean),
        double number => FloatText.Format(number),
        float number => FloatText.Format(number),
        decimal number => NumericText.Format(number),
        Guid uuid => UuidText.Format(uuid),
        Timestamptz or Date or Interval => value.ToString() ?? "",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
