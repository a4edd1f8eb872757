namespace PathwayOrleans.HttpApi.Hosting;

/// <summary>Entries of one kind that were not written.</summary>
/// <param name="name">The name of the kind.</param>
internal sealed class CondensedKind(string name)
{
    internal string Name => name;

    internal int Count { get; set; }

    /// <summary>The first of them.</summary>
    internal string First { get; set; } = "";
}
