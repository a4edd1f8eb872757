using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PathwayOrleans.Pipelines.Binding;

namespace PathwayOrleans.Storage.Views;

/// <summary>
/// A pipeline as lines that do not depend on how it was written: white space, comments, quotes and parentheses do not matter.
/// They are stored and compared at each start, so a change of this text needs a migration of the stored lines.
/// </summary>
internal static class PipelineText
{
    /// <summary>
    /// The line of the watermark of a pipeline that was made of an earlier configuration, whose out-of-orderness was not stored.
    /// Any watermark may follow it.
    /// </summary>
    internal const string AnyWatermark = "WATERMARK of the configuration";

    private const long MicrosecondsPerSecond = 1_000_000;

    /// <summary>The lines of a source.</summary>
    internal static string[] Lines(SourceDefinition source) => [.. Columns(source), .. Rest(source)];

    /// <summary>Whether a pipeline has the columns and the encoding of another one, and the same column of event time.</summary>
    internal static bool HasSourceOf(PipelineDefinition pipeline, PipelineDefinition other) =>
        Columns(pipeline.Source).SequenceEqual(Columns(other.Source))
        && Rest(pipeline.Source)[^1] == Rest(other.Source)[^1]
        && pipeline.Source.Watermark?.Column.Name == other.Source.Watermark?.Column.Name;

    /// <summary>The lines of the columns of a source.</summary>
    internal static IReadOnlyList<string> Columns(SourceDefinition source) =>
        [.. source.Columns.Select(column => Line(source, column))];

    /// <summary>The lines that a source has besides its columns.</summary>
    internal static IReadOnlyList<string> Rest(SourceDefinition source)
    {
        string watermark = source.Watermark is { } mark
            ? $"WATERMARK FOR {PgText.Name(mark.Column.Name)} DELAY {Duration(mark.DelayMicroseconds)}"
            : "WATERMARK FOR the timestamp of the broker";

        // The names of a header are in the lines of the columns.
        string options = source.Csv is { } csv
            ? $" (delimiter = {PgText.Literal(csv.Delimiter.ToString())}, null = {PgText.Literal(csv.NullText)})"
            : "";
        return [watermark, $"FORMAT PLAIN ENCODE {source.Encoding.ToString().ToUpperInvariant()}{options}"];
    }

    /// <summary>The name in the line of a column.</summary>
    internal static string ColumnOf(string line) => line[..(line.IndexOf("\" ", StringComparison.Ordinal) + 1)];

    /// <summary>The lines of a view.</summary>
    internal static IReadOnlyList<string> View(MaterializedViewDefinition view) =>
    [
        view.Window is { } window ? $"FROM {Window(window)}" : "FROM the source",
        .. view.Filter is null ? (string[])[] : [$"WHERE {view.Filter}"],
        .. view.Outputs.Select(output => $"{output.Expression} AS {PgText.Name(output.Name)}"),
    ];

    /// <summary>The hash of what the comparison at a start looks at. The order of columns and views does not matter.</summary>
    internal static string Hash(PipelineDefinition pipeline, IReadOnlyList<string> key)
    {
        var text = new StringBuilder();
        text.AppendJoin('\n', Columns(pipeline.Source).Order(StringComparer.Ordinal)).Append('\n');
        text.AppendJoin('\n', Rest(pipeline.Source)).Append('\n').AppendJoin('\n', key).Append('\n');
        foreach (MaterializedViewDefinition view in pipeline.MaterializedViews
            .OrderBy(view => view.Name, StringComparer.Ordinal))
        {
            text.Append("VIEW ").Append(PgText.Name(view.Name)).Append('\n').AppendJoin('\n', View(view)).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string Line(SourceDefinition source, SourceColumn column)
    {
        string origin = column.Origin switch
        {
            MessageOrigin message => $"{Place(source, column, message)}{Rules(message)}",
            BrokerOrigin { Header: { } header } => $"INCLUDE header {PgText.Literal(header)}",
            BrokerOrigin broker => $"INCLUDE {broker.Field.ToString().ToLowerInvariant()}",
            ComputedOrigin computed => $"AS {computed.Expression}",
            _ => throw new ArgumentException($"Unknown origin {column.Origin.GetType().Name}.", nameof(column)),
        };
        return $"{PgText.Name(column.Name)} {column.Type.Name()} {origin}";
    }

    // A column whose field has moved reads something else, unless the pipeline or the source names the fields.
    private static string Place(SourceDefinition source, SourceColumn column, MessageOrigin message) =>
        message.Path is { } path ? $"PATH {PgText.Literal(path.ToString())}"
        : source.Csv is { IsNamed: false } csv ? string.Create(CultureInfo.InvariantCulture, $"FIELD {csv.FieldOf(column)}")
        : $"FIELD {PgText.Name(column.Name)}";

    private static string Rules(MessageOrigin message) => string.Concat(
        message.TimeFormat is { } format ? $" FORMAT {format}" : "",
        message.IsRequired ? " NOT NULL" : "",
        message.Default is { } value ? $" DEFAULT {value} ON EMPTY" : "",
        message.IsNullOnError ? " NULL ON ERROR" : "");

    private static string Window(WindowDefinition window)
    {
        string[] arguments =
        [
            PgText.Name(window.Time.Name),
            .. window.Step is { } step ? (string[])[Interval(step)] : [],
            Interval(window.Size),
            .. window.Offset == default ? (string[])[] : [$"offset {Interval(window.Offset)}"],
            .. window.TimeZone is { } zone ? (string[])[$"time_zone => {PgText.Literal(zone)}"] : [],
        ];
        return $"{window.Kind.ToString().ToUpperInvariant()}({string.Join(", ", arguments)})";
    }

    private static string Interval(PgInterval interval) =>
        interval.FixedMicroseconds is { } length && interval.Days == 0
            ? Duration(length)
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{interval.Months} months {interval.Days} days {interval.Microseconds} microseconds");

    private static string Duration(long microseconds) => microseconds % MicrosecondsPerSecond == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{microseconds / MicrosecondsPerSecond} seconds")
        : string.Create(CultureInfo.InvariantCulture, $"{microseconds} microseconds");
}
