namespace PathwayOrleans.Client.Shell;

/// <summary>The user ids of recent results.</summary>
internal sealed class SeenUsers
{
    private const int MaxUsers = 1000;

    private readonly LinkedList<string> _latest = new();
    private readonly Dictionary<string, LinkedListNode<string>> _nodes = new(StringComparer.Ordinal);

    internal void Add(string userId)
    {
        if (_nodes.Remove(userId, out LinkedListNode<string>? known))
        {
            _latest.Remove(known);
        }

        _nodes.Add(userId, _latest.AddFirst(userId));
        if (_latest.Count > MaxUsers)
        {
            _nodes.Remove(_latest.Last!.Value);
            _latest.RemoveLast();
        }
    }

    /// <summary>The ids with this prefix, most recent first.</summary>
    internal IEnumerable<string> StartingWith(string prefix) =>
        _latest.Where(id => id.StartsWith(prefix, StringComparison.Ordinal));
}
