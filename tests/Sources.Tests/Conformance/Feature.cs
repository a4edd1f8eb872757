namespace PathwayOrleans.Sources.Tests.Conformance;

/// <summary>
/// A property that a source or one of its readers may lack. Tests that need it are then skipped with the reason.
/// </summary>
public enum Feature
{
    /// <summary>A reader delivers records that are appended after it was opened.</summary>
    Growth,

    /// <summary>Records can be deleted from the start of the log.</summary>
    Retention,

    /// <summary>Its connector has an <see cref="ISource"/>.</summary>
    Source,

    /// <summary>Readers of a group share the partitions.</summary>
    Sharing,

    /// <summary>A reader's owner adds and removes partitions.</summary>
    Assignment,

    /// <summary>The source finds positions by time.</summary>
    TimeIndex,
}
