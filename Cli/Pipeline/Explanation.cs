using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Runtime.Aggregates;

namespace PathwayOrleans.Cli.Pipeline;

/// <summary>What a pipeline does.</summary>
/// <param name="Source">The source and where its records come from.</param>
/// <param name="EventTime">The event time and how far behind it the watermark stays.</param>
/// <param name="Key">The key columns.</param>
/// <param name="Reads">The columns that are needed.</param>
/// <param name="NotRead">The columns that nothing needs.</param>
/// <param name="Views">The materialized views.</param>
/// <param name="PlainViews">The views that Postgres evaluates.</param>
internal sealed record Explanation(
    string Source,
    string EventTime,
    IReadOnlyList<string> Key,
    IReadOnlyList<ReadColumn> Reads,
    IReadOnlyList<string> NotRead,
    IReadOnlyList<ExplainedView> Views,
    IReadOnlyList<string> PlainViews)
{
    internal static Explanation Of(CompiledPipeline pipeline)
    {
        SourceDefinition source = pipeline.Definition.Source;
        string options = string.Join(", ", source.Options.Select(option => $"{option.Key} {option.Value}"));
        string from = options.Length == 0 ? "" : $" ({options})";
        return new Explanation(
            $"{source.Name}: {source.Encoding.ToString().ToUpperInvariant()}{from}{Describe(source.Csv)}",
            source.Watermark is { } watermark
                ? $"{watermark.Column.Name}, watermark {Durations.Describe(watermark.DelayMicroseconds)} behind"
                : "the broker's timestamp, watermark 5 s behind",
            [.. pipeline.Definition.KeyColumns.Select(key => key.Name)],
            [.. source.Columns.Where(pipeline.Columns.ContainsKey).Select(column => ReadColumn.Of(source, column))],
            [.. source.Columns.Where(column => !pipeline.Columns.ContainsKey(column)).Select(column => column.Name)],
            [.. pipeline.Views.Select(ExplainedView.Of)],
            [.. pipeline.Definition.Views.Select(view => view.Name)]);
    }

    private static string Describe(CsvDefinition? csv) => csv is null ? ""
        : $", delimiter '{csv.Delimiter}', NULL is {(csv.NullText.Length == 0 ? "an empty field" : $"'{csv.NullText}'")} " +
            "without quotes";
}

/// <summary>A column that is read or computed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="From">The path, what the broker knows, or the expression.</param>
/// <param name="Rules">What else is said about it.</param>
internal sealed record ReadColumn(string Name, string Type, string From, string Rules)
{
    internal static ReadColumn Of(SourceDefinition source, SourceColumn column)
    {
        (string from, string rules) = column.Origin switch
        {
            MessageOrigin { Path: { } path } message => ($"{path}", RulesOf(message)),
            MessageOrigin message => ($"field {source.Csv!.FieldOf(column)}, in a file {column.Name}", RulesOf(message)),
            BrokerOrigin { Header: { } header } => ($"header '{header}'", ""),
            BrokerOrigin broker => ($"broker: {broker.Field.ToString().ToLowerInvariant()}", ""),
            ComputedOrigin computed => ($"{computed.Expression}", "computed"),
            _ => ("", ""),
        };
        return new ReadColumn(column.Name, column.Type.Name(), from, rules);
    }

    private static string RulesOf(MessageOrigin message) => string.Join(", ", ((string[])
    [
        message.IsRequired ? "NOT NULL" : "",
        message.Default is null ? "" : $"DEFAULT {message.Default} ON EMPTY",
        message.IsNullOnError ? "NULL ON ERROR" : "",
        message.TimeFormat switch
        {
            null => "",
            TimeFormat.EpochSeconds => "FORMAT 'epoch_seconds'",
            TimeFormat.EpochMilliseconds => "FORMAT 'epoch_millis'",
            TimeFormat.EpochMicroseconds => "FORMAT 'epoch_micros'",
            _ => "FORMAT 'iso8601'",
        },
    ]).Where(rule => rule.Length > 0));
}

/// <summary>A materialized view.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Window">Its windows; null without one.</param>
/// <param name="Where">The condition for records that count; null for all.</param>
/// <param name="Keeps">Its accumulators.</param>
/// <param name="Bytes">The bytes of these per key, or per key and open window, without texts and sketches.</param>
/// <param name="Writes">The columns of its table.</param>
internal sealed record ExplainedView(
    string Name,
    string? Window,
    string? Where,
    IReadOnlyList<KeptAggregate> Keeps,
    int Bytes,
    IReadOnlyList<WrittenColumn> Writes)
{
    private const int BytesPerWindow = 17;
    private const int BytesPerWord = 8;

    internal static ExplainedView Of(CompiledView view) => new(
        view.Name,
        view.Definition.Window is { } window ? Describe(window, view.Definition.AllowedLatenessMicroseconds) : null,
        view.Definition.Filter?.ToString(),
        [.. view.Steps.Select(step => KeptAggregate.Of(step.Input.Text, step.Aggregate))],
        ((view.WordCount + view.ObjectCount) * BytesPerWord) + (view.Windows is null ? 0 : BytesPerWindow),
        [.. view.Definition.Outputs.Select(output => new WrittenColumn(
            output.Name, output.Expression.Type.Name(), output.Sql))]);

    private static string Describe(WindowDefinition window, long lateness)
    {
        string[] parts =
        [
            window.Kind.ToString().ToUpperInvariant() + " of " + window.Time.Name,
            (window.Kind == WindowKind.Session ? "gap " : "size ") + Durations.Describe(window.Size),
            window.Step is { } step ? $"every {Durations.Describe(step)}" : "",
            window.Offset == default ? "" : $"offset {Durations.Describe(window.Offset)}",
            window.TimeZone is { } zone ? $"calendar of {zone}" : "",
            lateness == 0 ? "" : $"allowed lateness {Durations.Describe(lateness)}",
        ];
        return string.Join(", ", parts.Where(part => part.Length > 0));
    }
}

/// <summary>An accumulator.</summary>
/// <param name="Aggregate">Its SQL.</param>
/// <param name="Bytes">Its fixed part.</param>
/// <param name="Grows">What is added to it; null for nothing.</param>
internal sealed record KeptAggregate(string Aggregate, int Bytes, string? Grows)
{
    internal static KeptAggregate Of(string text, Aggregate aggregate) => new(
        text,
        (aggregate.WordCount + aggregate.ObjectCount) * 8,
        aggregate.ObjectCount == 0 ? null
            : !aggregate.IsSketch ? "its text"
            : aggregate is PercentileAggregate ? "a sketch, at most 50 kB"
            : "a sketch, at most 5 kB");
}

/// <summary>A column of a view's table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Expression">Its expression in the select list.</param>
internal sealed record WrittenColumn(string Name, string Type, string Expression);
