using System.Text;

namespace PathwayOrleans.Pipelines.Runtime.Json;

/// <summary>All paths of an extractor as a tree: a node is a value that some path leads to or through.</summary>
internal sealed class JsonPathNode
{
    /// <summary>The names of members that paths go on with, in UTF-8, and their nodes.</summary>
    internal (byte[] Name, JsonPathNode Node)[] Members { get; private set; } = [];

    /// <summary>The elements that paths go on with.</summary>
    internal (int Index, JsonPathNode Node)[] Elements { get; private set; } = [];

    /// <summary>The numbers of the paths that end here.</summary>
    internal int[] Slots { get; private set; } = [];

    /// <summary>The numbers of the paths that end here or below.</summary>
    internal int[] AllSlots { get; private set; } = [];

    internal bool IsLeaf => Members.Length == 0 && Elements.Length == 0;

    internal static JsonPathNode Of(IReadOnlyList<JsonPath> paths)
    {
        var root = new JsonPathNode();
        for (int slot = 0; slot < paths.Count; slot++)
        {
            JsonPathNode node = root;
            node.AllSlots = [.. node.AllSlots, slot];
            foreach (JsonPath.Step step in paths[slot].Steps)
            {
                node = node.Next(step);
                node.AllSlots = [.. node.AllSlots, slot];
            }

            node.Slots = [.. node.Slots, slot];
        }

        return root;
    }

    private JsonPathNode Next(JsonPath.Step step)
    {
        JsonPathNode? found = null;
        if (step.Member is { } member)
        {
            byte[] name = Encoding.UTF8.GetBytes(member);
            found = Members.FirstOrDefault(entry => entry.Name.AsSpan().SequenceEqual(name)).Node;
            if (found is null)
            {
                found = new JsonPathNode();
                Members = [.. Members, (name, found)];
            }
        }
        else
        {
            found = Elements.FirstOrDefault(entry => entry.Index == step.Index).Node;
            if (found is null)
            {
                found = new JsonPathNode();
                Elements = [.. Elements, (step.Index, found)];
            }
        }

        return found;
    }
}
