using System.Globalization;
using System.Text.RegularExpressions;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

/// <summary>Quantities of Kubernetes: <c>250m</c>, <c>1536Mi</c>, <c>2</c>.</summary>
internal static partial class Quantity
{
    private static readonly Dictionary<string, decimal> Units = new(StringComparer.Ordinal)
    {
        ["m"] = 0.001m,
        [""] = 1,
        ["k"] = 1000,
        ["M"] = 1_000_000,
        ["G"] = 1_000_000_000,
        ["T"] = 1_000_000_000_000,
        ["Ki"] = 1024,
        ["Mi"] = 1024 * 1024,
        ["Gi"] = 1024 * 1024 * 1024,
        ["Ti"] = 1024m * 1024 * 1024 * 1024,
    };

    /// <summary>The amount, in cores or bytes.</summary>
    internal static decimal Parse(string? text) =>
        Form().Match(text ?? "") is { Success: true } match && Units.TryGetValue(match.Groups["unit"].Value, out decimal unit)
            ? decimal.Parse(match.Groups["number"].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * unit
            : throw new FormatException($"'{text}' is not a quantity such as 250m or 512Mi.");

    [GeneratedRegex(@"\A(?<number>[0-9]+(\.[0-9]+)?)(?<unit>[A-Za-z]*)\z")]
    private static partial Regex Form();
}
