namespace PathwayOrleans.Engine;

/// <summary>What becomes of a record.</summary>
internal enum RecordKind
{
    /// <summary>It is an event, which is to be applied.</summary>
    Event,

    /// <summary>It is not counted, but written to the dead letters.</summary>
    DeadLetter,

    /// <summary>It is an event that counts in nothing, and moves only watermark and progress.</summary>
    NotCounted,

    /// <summary>It is a position without content, and moves only progress.</summary>
    Empty,
}
