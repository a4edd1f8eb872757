using System.Text;
using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Syntax.Ast;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>Checks names of tables and columns.</summary>
internal static class Names
{
    /// <summary>The kind of a source, for <see cref="Check"/>.</summary>
    internal const string Source = "source";

    internal const string WindowStart = "window_start";
    internal const string WindowEnd = "window_end";

    /// <summary>What the name of the companion of a view with windows ends with.</summary>
    internal const string StatusSuffix = "_status";

    private const string OwnColumnPrefix = "pathway_";

    // Postgres cuts longer names.
    private const int MaxBytes = 63;

    private static readonly string[] SystemColumns = ["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"];

    private static readonly string[] CompanionColumns = ["closed", "reopened_at"];

    /// <summary>
    /// The tables and views of every service, except for those with one of <see cref="OwnPrefixes"/>, and for <c>events</c>,
    /// which is a view of the built-in pipeline.
    /// </summary>
    internal static readonly string[] OwnTables =
    [
        "dead_letters", "dead_letters_by_reason", "global_watermark", "pipeline_views", "progress", "schema_migrations",
        "source_progress", "sources", "top_users", "top_users_by_total", "users_set_aside", "writer_commits",
    ];

    internal static readonly string[] OwnPrefixes = ["orleans", "pathway", "pg_"];

    /// <summary>Whether a table of this name belongs to every service.</summary>
    internal static bool IsOwn(string name) =>
        OwnTables.Contains(name) || Array.Exists(OwnPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Checks the name of a source or view.</summary>
    /// <param name="name">The name.</param>
    /// <param name="kind">What has the name.</param>
    /// <param name="diagnostics">Where errors go.</param>
    /// <param name="suffix">What is appended for a companion of it.</param>
    internal static void Check(SqlName name, string kind, DiagnosticBag diagnostics, string suffix = "")
    {
        // A source is no table.
        if ((kind != Source && OwnTables.Contains(name.Text))
            || Array.Exists(OwnPrefixes, prefix => name.Text.StartsWith(prefix, StringComparison.Ordinal)))
        {
            diagnostics.Add(name.Span, $"The name '{name.Text}' belongs to the service. Give the {kind} another name.");
        }

        CheckLength(name, kind, diagnostics, suffix);
    }

    /// <summary>Checks the name of a column; false after an error.</summary>
    internal static bool CheckColumn(SqlName name, DiagnosticBag diagnostics)
    {
        if (SystemColumns.Contains(name.Text))
        {
            diagnostics.Add(name.Span, $"Every table of Postgres has a column '{name.Text}' already. Use another name.");
            return false;
        }

        if (name.Text is WindowStart or WindowEnd)
        {
            diagnostics.Add(name.Span, $"'{name.Text}' is the name of a bound of a window. Use another name.");
            return false;
        }

        return CheckLength(name, "column", diagnostics, "");
    }

    /// <summary>Checks the name of a column of a view with windows, whose companion has columns of its own.</summary>
    internal static bool CheckWindowed(SqlName name, SqlName view, DiagnosticBag diagnostics)
    {
        if (!CompanionColumns.Contains(name.Text) && !name.Text.StartsWith(OwnColumnPrefix, StringComparison.Ordinal))
        {
            return true;
        }

        diagnostics.Add(
            name.Span,
            $"The companion '{view.Text}{StatusSuffix}' of the view has the columns {string.Join(" and ", CompanionColumns)}, " +
            "and " +
            $"names that begin with {OwnColumnPrefix} belong to the service. Give the column another name with AS.");
        return false;
    }

    private static bool CheckLength(SqlName name, string kind, DiagnosticBag diagnostics, string suffix)
    {
        int most = MaxBytes - suffix.Length;
        int length = Encoding.UTF8.GetByteCount(name.Text);
        if (length is > 0 && length <= most)
        {
            return true;
        }

        diagnostics.Add(name.Span, length == 0
            ? $"The name of the {kind} is empty."
            : $"The name of the {kind} has {length} bytes; Postgres allows {MaxBytes}" +
                (suffix.Length == 0 ? "." : $", and '{suffix}' is appended for its companion."));
        return false;
    }
}
