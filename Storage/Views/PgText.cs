using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Syntax.Ast;

namespace PathwayOrleans.Storage.Views;

/// <summary>Writes names and values of generated SQL.</summary>
internal static class PgText
{
    /// <summary>A name, always in quotes.</summary>
    internal static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>The name of an object in a schema.</summary>
    internal static string Name(string schema, string name) => $"{Name(schema)}.{Name(name)}";

    /// <summary>A text.</summary>
    internal static string Literal(string text) => SqlRenderer.Literal(text);

    /// <summary>A list of names.</summary>
    internal static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(Name));

    /// <summary>An interval of a fixed length.</summary>
    internal static string Interval(long microseconds) => Interval(new PgInterval(0, 0, microseconds));

    /// <summary>An interval.</summary>
    internal static string Interval(PgInterval interval) => FormattableString.Invariant(
        $"INTERVAL '{interval.Months} months {interval.Days} days {interval.Microseconds} microseconds'");
}
