using System.Globalization;
using PathwayOrleans.Configuration;
using PathwayOrleans.Pipelines.Binding;

namespace PathwayOrleans.Storage.Views;

/// <summary>Compares the pipeline of a process with the one that the service has.</summary>
/// <param name="stored">What the service has.</param>
/// <param name="pipeline">What the process has.</param>
internal sealed class PipelineComparison(StoredPipeline stored, PipelineDefinition pipeline)
{
    private const string Rebuild =
        "run it as another service, with a Pathway:ServiceId of its own, which reads the source from its start, or empty the " +
        "tables of this one with ./pathway reset --all";

    /// <summary>The key columns in the order of the service's key: the stored one, if there is one.</summary>
    internal IReadOnlyList<string> Key { get; } =
        stored.Key.Count > 0 && stored.Key.ToHashSet().SetEquals(pipeline.KeyColumns.Select(column => column.Name))
            ? stored.Key
            : [.. pipeline.KeyColumns.Select(column => column.Name)];

    /// <summary>The names of views that are written until now and are not in the pipeline.</summary>
    internal IReadOnlyList<string> Gone { get; } =
    [
        .. stored.Views
            .Where(view => view.Value.State == StoredViewState.Written
                && pipeline.MaterializedViews.All(other => other.Name != view.Key))
            .Select(view => view.Key)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Throws if the pipeline contradicts what the service has counted with.</summary>
    /// <exception cref="ConfigurationRejectedException">It does; the message has the lines and the ways out.</exception>
    internal void Check()
    {
        if (stored.Generation > 0)
        {
            CheckSource();
        }

        foreach (MaterializedViewDefinition view in pipeline.MaterializedViews)
        {
            if (stored.Views.TryGetValue(view.Name, out StoredView? known))
            {
                CheckView(view, known);
            }
        }
    }

    // A column that is new, or gone, changes no view that stays: the binder has checked that views use only columns that exist.
    private void CheckSource()
    {
        IReadOnlyList<string> columns = PipelineText.Columns(pipeline.Source);
        IReadOnlyList<string> rest = PipelineText.Rest(pipeline.Source);
        var byName = columns.ToDictionary(PipelineText.ColumnOf);
        IReadOnlyList<string> oldColumns = [.. stored.Source.SkipLast(rest.Count)];
        IReadOnlyList<string> old =
        [
            .. oldColumns.Where(line => byName.TryGetValue(PipelineText.ColumnOf(line), out string? now) && now != line),
            .. stored.Source.TakeLast(rest.Count).Except([.. rest, PipelineText.AnyWatermark]),
        ];
        if (!stored.Key.SequenceEqual(Key))
        {
            throw Refuse(
                $"The pipeline groups by {string.Join(", ", Key)}, but this service by {string.Join(", ", stored.Key)}, which " +
                $"is the key of its states. To group by another key {Rebuild}.");
        }

        if (old.Count > 0)
        {
            HashSet<string> names = [.. old.Select(PipelineText.ColumnOf)];
            IEnumerable<string> now =
                columns.Where(line => names.Contains(PipelineText.ColumnOf(line)) && !oldColumns.Contains(line))
                    .Concat(rest.Except(stored.Source));
            throw Refuse(
                $"The source '{pipeline.Source.Name}' differs from the one that this service has counted with:\n" +
                $"{Difference(old, now)}\nUndo the change, declare a new column beside the old one for new views, or {Rebuild}.");
        }
    }

    private static void CheckView(MaterializedViewDefinition view, StoredView known)
    {
        IReadOnlyList<string> lines = PipelineText.View(view);
        if (known.State == StoredViewState.Dropped)
        {
            throw Refuse(
                $"The view '{view.Name}' has missed all events since {Time(known.StateSince)}, when a pipeline without it was " +
                "started. Give the view another name, which counts from now on; or delete its table and its rows with " +
                $"./pathway pipeline accept --drop {view.Name}, and it counts from now on; or {Rebuild}.");
        }

        if (known.State == StoredViewState.Written && !known.Definition.SequenceEqual(lines))
        {
            throw Refuse(
                $"The view '{view.Name}' differs from the one that its table was computed with:\n" +
                $"{Difference(known.Definition, lines)}\nGive the new one another name, which counts from now on; or delete " +
                $"the table and its rows with ./pathway pipeline accept --drop {view.Name}, and it counts from now on; or " +
                $"{Rebuild}.");
        }
    }

    private static string Difference(IEnumerable<string> old, IEnumerable<string> now)
    {
        string[] before = [.. old];
        string[] after = [.. now];
        bool isOrder = !before.Except(after).Any() && !after.Except(before).Any();
        return string.Join('\n', (string[])
        [
            .. before.Where(line => isOrder || !after.Contains(line)).Select(line => $"  - {line}"),
            .. after.Where(line => isOrder || !before.Contains(line)).Select(line => $"  + {line}"),
        ]);
    }

    internal static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static ConfigurationRejectedException Refuse(string message) => new(message);
}
