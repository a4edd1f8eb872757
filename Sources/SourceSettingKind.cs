namespace PathwayOrleans.Sources;

/// <summary>The purpose of a setting of a source.</summary>
public enum SourceSettingKind
{
    /// <summary>The server.</summary>
    Server,

    /// <summary>The log on that server.</summary>
    Log,

    /// <summary>How processes share its partitions; not used by a command that reads alone.</summary>
    Sharing,
}
