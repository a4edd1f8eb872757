using PathwayOrleans.Pipelines.Binding;

namespace PathwayOrleans.Storage.Views;

/// <summary>A column of the table of a materialized view.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Expression">Its value, normalised.</param>
/// <param name="Sql">Its expression, as it is written.</param>
internal sealed record ViewColumn(string Name, SqlType Type, ViewColumnRole Role, string Expression, string Sql);

/// <summary>What the columns of a view are for.</summary>
internal enum ViewColumnRole
{
    /// <summary>A part of the key of the service.</summary>
    Key,

    /// <summary>The start of the window, inclusive.</summary>
    WindowStart,

    /// <summary>The end of the window, exclusive.</summary>
    WindowEnd,

    /// <summary>A value.</summary>
    Value,
}
