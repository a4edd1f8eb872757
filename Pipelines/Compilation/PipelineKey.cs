namespace PathwayOrleans.Pipelines.Compilation;

/// <summary>The values of the key columns of a record, and the text that identifies them.</summary>
/// <param name="text">The text that identifies it, such as the id of a virtual actor.</param>
/// <param name="values">The values of the key columns, in the order of the pipeline's.</param>
internal sealed class PipelineKey(string text, object[] values)
{
    /// <summary>
    /// Of one column of type text its value; of another type Postgres's text; of several columns a JSON array of these. Equal
    /// keys have equal texts, and different ones different texts.
    /// </summary>
    internal string Text => text;

    /// <summary>The values of the key columns, in the order of the pipeline's.</summary>
    internal IReadOnlyList<object> Values => values;

    public override string ToString() => text;
}
