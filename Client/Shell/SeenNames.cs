namespace PathwayOrleans.Client.Shell;

/// <summary>Names in recent results, such as ids of users.</summary>
internal sealed class SeenNames
{
    private const int MaxNames = 1000;

    private readonly LinkedList<string> _latest = new();
    private readonly Dictionary<string, LinkedListNode<string>> _nodes = new(StringComparer.Ordinal);

    internal void Add(string name)
    {
        if (_nodes.Remove(name, out LinkedListNode<string>? known))
        {
            _latest.Remove(known);
        }

        _nodes.Add(name, _latest.AddFirst(name));
        if (_latest.Count > MaxNames)
        {
            _nodes.Remove(_latest.Last!.Value);
            _latest.RemoveLast();
        }
    }

    /// <summary>The names with this prefix, most recent first.</summary>
    internal IEnumerable<string> StartingWith(string prefix) =>
        _latest.Where(name => name.StartsWith(prefix, StringComparison.Ordinal));
}
